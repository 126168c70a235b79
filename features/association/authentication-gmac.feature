@authentication
Feature: Answering a challenge with GMAC
  The answer is an authentication tag over the challenge under the client's keys, title and a fresh invocation
  counter. If any part of it is wrong, or has been used before, the association does not come to be.

  Rule: A right answer under a fresh invocation counter opens the association

    @case:AUT-24
    Scenario Outline: The <client> client may leave out invocation counters before its answer
      When the <client> client opens its association with answers that leave out no, one and many counters
      Then each is accepted and answered under a counter of the meter's own

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A wrong answer opens nothing

    @negative
    Scenario Outline: The <client> client is not let in by an answer <how>
      Given the <client> client has an open association
      When the <client> client answers a new challenge <how>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      @case:AUT-25
      Examples: Stale counters
        | client      | how                                                  |
        | management  | under the invocation counter that it used last       |
        | management  | under an invocation counter one lower than the last  |
        | maintenance | under the invocation counter that it used last       |
        | maintenance | under an invocation counter one lower than the last  |

      @case:AUT-26
      Examples: Other kinds of protection
        | client      | how                                   |
        | management  | marked as authenticated and encrypted |
        | management  | marked as encrypted                   |
        | maintenance | marked as authenticated and encrypted |
        | maintenance | marked as encrypted                   |

      @case:AUT-27
      Examples: Wrong keys
        | client      | how                              |
        | management  | under a wrong authentication key |
        | management  | under a wrong encryption key     |
        | maintenance | under a wrong authentication key |
        | maintenance | under a wrong encryption key     |
