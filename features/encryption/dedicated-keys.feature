@encryption
Feature: The life of a dedicated key
  A dedicated key belongs to one association of one client: it begins with its AARQ and ends with its release, the loss
  of its link or the loss of power. A meter that lets it live longer, or elsewhere, has one more global key.

  Rule: With the release of its association a dedicated key is gone

    @negative @case:SEC-921
    Scenario Outline: The dedicated key of the <client> client opens nothing once its association is released
      Given the <client> client has an open association under a dedicated key
      When the <client> client releases its association and reads under its dedicated key on the same link
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: With the loss of power a dedicated key is gone

    @negative @case:SEC-922
    Scenario Outline: A dedicated key of the <client> client does not outlast a loss of power
      Given the <client> client has an open association under a dedicated key
      When the supply is cut and the <client> client reads under the dedicated key from before
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A dedicated key is of no use to another client

    @negative @case:SEC-923
    Scenario Outline: The <client> client gets nothing under the dedicated key of the <owner> client
      Given the <client> client has an open association under a dedicated key
      And the <owner> client has an open association under a dedicated key
      When the <client> client reads under the dedicated key of the <owner> client
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      | owner       |
        | management  | maintenance |
        | maintenance | management  |

  Rule: Each association has the dedicated key of its own AARQ

    @case:SEC-924
    Scenario Outline: The <client> client uses new dedicated keys on a link that began without one
      When the <client> client opens without a dedicated key and then with new ones on the same link
      Then each opening succeeds, and each request under its keys is served

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:SEC-925
    Scenario Outline: A dedicated key that equals the global key of the <client> client is refused or works
      When the <client> client proposes its global key as dedicated key
      Then the meter rejects it, or takes it and serves under it
      And the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: Within one association each key has its own replies and its own counters

    @case:SEC-926
    Scenario Outline: Both keys of the <client> client are used in one association
      When the <client> client opens with a dedicated key and uses both of its keys
      Then each reply comes under the key of its request
      And the meter counts for the <client> client under each key by itself

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:SEC-927
    Scenario Outline: What the <client> client sent under a dedicated key is stale when the same key has gone on
      When the <client> client agrees one dedicated key twice and replays what it sent the first time
      Then what is new is served in either association, and what is replayed is not
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |
