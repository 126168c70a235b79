@association
Feature: Rejecting an association
  A meter that cannot go along with an AARQ says so, and says why: only then can a client mend what it proposes. A
  rejected client is as far from data as it was before.

  Rule: A meter rejects an application context that this association does not have

    @negative @case:ASC-06
    Scenario Outline: An unknown application context is rejected to the <client> client
      When the <client> client proposes an application context that nobody has defined
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:ASC-07
    Scenario Outline: Short-name referencing is rejected to the <client> client of a meter that has logical names
      When the <client> client proposes short-name referencing
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:ASC-08
    Scenario Outline: The ciphered context is rejected to the <client> client, which has the plain one
      When the <client> client proposes the ciphered context
      Then the meter refuses each attempt
      But the <client> client can still open its association

      @needs:aa.plain
      Examples:
        | client  |
        | public  |
        | reading |

    @negative @case:ASC-08
    Scenario Outline: The plain context is rejected to the <client> client, which has the ciphered one
      When the <client> client proposes the plain context
      Then the meter refuses each attempt
      But the <client> client can still open its association

      @needs:sec
      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A meter rejects a client with which it has no version in common

    @negative @case:ASC-10
    Scenario Outline: The <client> client is rejected that offers no common version of ACSE
      When the <client> client offers a version of ACSE that the meter cannot have
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:ASC-23
    Scenario Outline: The <client> client is refused that proposes an old version of DLMS
      When the <client> client proposes a version of DLMS that is too old
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-24
    Scenario Outline: The <client> client that proposes a later version of DLMS gets the present one or none
      When the <client> client opens its association proposing a later version of DLMS
      Then the meter has negotiated the present version or refused the proposal
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A rejecting AARE is well formed and names a reason

    @case:ASC-41
    Scenario Outline: The <client> client can tell why it was rejected
      When the <client> client provokes a rejection of its AARQ and a refusal of its InitiateRequest
      Then both AAREs reject, name a reason and are consistent
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
