@get
Feature: GET with a list
  A client that asks for many values at once saves a round trip for each. It must be able to tell which answer
  belongs to which question, whatever becomes of the others.

  Rule: Each item of a list has its result, in the order of the request

    @case:GET-15
    Scenario Outline: The <client> client reads two, then ten attributes at once
      Given the <client> client has an open association
      When the <client> client reads two, then ten attributes at once, and each of them alone
      Then the results are those of single reads, in the order of the list

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:GET-16
    Scenario Outline: The <client> client puts bad items between good ones
      Given the <client> client has an open association
      When the <client> client reads a list with bad items between good ones
      Then the results are those of single reads, in the order of the list

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:GET-18
    Scenario Outline: The <client> client reads an empty list
      Given the <client> client has an open association
      When the <client> client reads an empty list
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:GET-19
    Scenario Outline: The <client> client reads as long a list as the meter takes, and a longer one
      Given the <client> client has an open association
      When the <client> client reads a list as long as declared, then one that is longer by one
      Then the first is served and the second is not left unanswered
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-20
    Scenario Outline: The <client> client reads a list without having negotiated it
      Given the <client> client has opened its association without multiple-references
      When the <client> client reads a list of two all the same
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A list that is too long for one reply comes in blocks

    @case:GET-17
    Scenario Outline: The <client> client reads a short and a long attribute at once
      Given the <client> client has an open association for short replies
      When the <client> client reads a short and a long attribute at once, and each of them alone
      Then the results are those of single reads, in the order of the list

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:GET-28
    Scenario Outline: The <client> client reads more than fits one reply
      Given the <client> client has an open association for very short replies
      When the <client> client reads ten attributes at once that do not fit one reply, and each of them alone
      Then the results are those of single reads, in the order of the list

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
