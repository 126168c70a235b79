@wrapper
Feature: The TCP wrapper
  A header of eight octets is all that parts one message from the next on a stream. A meter that trusts it too much,
  or takes a segment for a message, hangs or answers nonsense, and often until somebody drives out to it.

  Rule: Each reply comes in a frame of its own that fits it exactly

    @case:WRP-01
    Scenario Outline: The replies to the <client> client are framed exactly
      When the <client> client opens its association and reads, and its replies are kept
      Then both requests were served
      And nothing follows the last reply

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: Only version one is understood

    @negative @case:WRP-02
    Scenario Outline: The <client> client calls under <version>
      When the <client> client calls under <version> of the wrapper
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client     | version             |
        | public     | version zero        |
        | public     | version two         |
        | public     | the highest version |
        | management | version zero        |
        | management | version two         |
        | management | the highest version |

    @negative @case:WRP-20
    Scenario Outline: The <client> client calls as if over a serial line
      When the <client> client sends what opens a serial link
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

  Rule: The length in the header is taken at its word, and not trusted

    @negative @case:WRP-03
    Scenario Outline: The <client> client sends a header without a message
      When the <client> client sends a header without a message and opens its association
      Then the meter refuses each attempt
      And the association is open with the diagnostic that its mechanism calls for
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @slow @negative @case:WRP-04
    Scenario Outline: The <client> client announces more than it sends
      When the <client> client announces more than it sends and falls silent
      Then the meter refuses each attempt
      But the <client> client is served on a further connection

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:WRP-05
    Scenario Outline: The <client> client announces less than it sends
      Given the <client> client has an open association
      When the <client> client reads and announces less than it sends
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @slow @negative @case:WRP-06
    Scenario Outline: The <client> client announces the longest message of all
      When the <client> client announces the longest message of all and falls silent
      Then the meter refuses each attempt
      But the <client> client is served on a further connection

      Examples:
        | client     |
        | public     |
        | management |

  Rule: A message is a message, however the network cuts and joins it

    @case:WRP-07
    Scenario Outline: The <client> client sends octet by octet
      When the <client> client opens its association and reads, octet by octet
      Then every message was understood

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:WRP-08
    Scenario Outline: The headers of the <client> client arrive in two parts
      When the <client> client opens its association and reads, with a pause after each octet of the header in turn
      Then every message was understood

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:WRP-09
    Scenario Outline: The <client> client does not wait for replies
      Given the <client> client has an open association
      When the <client> client sends two reads in one segment, then one with the beginning of another
      Then each read has its own reply with the value that it asked for

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: Connections come to an end and leave their place to others

    @case:WRP-11
    Scenario Outline: The <client> client says at once that it has no more to say
      Given the <client> client has an open association
      When the <client> client reads and ends its side of the connection at once
      Then the meter ends its side, too, with or without a reply
      And the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @slow @case:WRP-12
    Scenario: Somebody connects and says nothing
      When somebody connects and says nothing for longer than the inactivity time-out
      Then the meter has closed that connection, or serves another one beside it

    @case:WRP-13
    Scenario: As many connections as declared, and one more
      When as many connections are open as the meter declares, and somebody tries one more
      Then those connections are served as before, and the one more is not

    @case:WRP-14
    Scenario: Fifty connections in a few seconds
      When somebody connects and leaves again fifty times in a row
      Then somebody is served within the inactivity time-out

    @case:WRP-15
    Scenario: The meter listens where it says that it does
      When the setup of the connection is read over that connection
      Then it shows the port at which the meter was reached
