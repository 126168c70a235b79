@association
Feature: How long a message may be
  Client and meter tell each other what they can receive. A message that is longer, its protection included, is lost
  on a receiver that has no room for it.

  Rule: A client that can receive next to nothing is refused

    @negative @case:ASC-30
    Scenario Outline: The <client> client is refused that can receive less than the standard demands
      When the <client> client announces that it can receive next to nothing
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A meter keeps to the limit of its client

    @case:ASC-31
    Scenario Outline: The <client> client that sets no limit reads its object list
      When the <client> client reads its object list with and without a limit
      Then it has got the whole list both times

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-32
    Scenario Outline: Nothing that the <client> client receives is longer than its limit
      When the <client> client reads long attributes under smaller and smaller limits
      Then every message has kept to the limit

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-32
    Scenario Outline: A message one octet above the limit of the <client> client comes in blocks
      When the <client> client reads its object list under a limit one octet below its length
      Then every message has kept to the limit

      @needs:conf.blockGet
      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A request that is too long for the meter does no harm

    @negative @case:ASC-33
    Scenario Outline: The <client> client sends a request that is one octet too long
      Given the <client> client has an open association with a limit to what the meter receives
      When the <client> client sends a request one octet above that limit
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
