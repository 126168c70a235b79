@encryption
Feature: Invocation counters
  Every protected message has a counter that its key has never seen before. It is all that stands between a meter
  and somebody who sends again what he has overheard, and a counter used twice lays the messages open.

  Rule: A request whose counter is not fresh gets nothing and does nothing

    @negative @case:SEC-33
    Scenario Outline: A request of the <client> client under <key> is refused the second time
      Given the <client> client has an open association under <key>
      When the <client> client sends one request twice
      Then the fresh requests are served and the stale ones refused
      And a refusal for a counter names the lowest one that is acceptable
      But the <client> client is still served

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client      | key             |
        | management  | a dedicated key |
        | maintenance | a dedicated key |

    @negative @case:SEC-33
    Scenario Outline: What the <client> client sent in one association is refused in the next
      Given the <client> client has an open association that somebody has overheard
      When the <client> client sends old and new messages in its next association
      Then the fresh requests are served and the stale ones refused
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:SEC-33 @needs:test.method
    Scenario Outline: An ACTION of the <client> client under <key> is not executed the second time
      Given the <client> client has an open association under <key>
      When the <client> client sends one counted ACTION twice
      Then the fresh requests are served and the stale ones refused
      And the method was executed once
      But the <client> client is still served

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client     | key             |
        | management | a dedicated key |

    @negative @case:SEC-34
    Scenario Outline: Counters that the <client> client has passed under <key> are refused
      Given the <client> client has an open association under <key>
      When the <client> client reads with counters that it has passed
      Then the fresh requests are served and the stale ones refused
      And a refusal for a counter names the lowest one that is acceptable
      But the <client> client is still served

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client      | key             |
        | management  | a dedicated key |
        | maintenance | a dedicated key |

  Rule: A counter may leave values out, but never goes back

    @case:SEC-35
    Scenario Outline: The <client> client jumps ahead under <key>
      Given the <client> client has an open association under <key>
      When the <client> client jumps ahead with its counter and falls back
      Then the jump is served and the fall back refused
      And a refusal for a counter names the lowest one that is acceptable
      But the <client> client is still served

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client     | key             |
        | management | a dedicated key |

    @negative @case:SEC-36 @needs:sec.dedicated
    Scenario: A key of the maintenance client whose counter has come to its end is dead
      Given the maintenance client has an open association under a dedicated key
      And the master key of the maintenance client is known
      When the maintenance client comes to the end of its counter
      Then the fresh requests are served and the stale ones refused
      But the maintenance client can still open its association

  Rule: Only a genuine message moves the counter

    @negative @case:SEC-40
    Scenario Outline: A forger does not move the counter of the <client> client under <key>
      Given the <client> client has an open association under <key>
      When a request of the <client> client with a counter far ahead is forged before the right one
      Then the fresh requests are served and the stale ones refused
      But the <client> client is still served

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client      | key             |
        | management  | a dedicated key |
        | maintenance | a dedicated key |

  Rule: The meter uses each counter once

    @case:SEC-32
    Scenario Outline: Towards the <client> client under <key> the counters of the meter rise
      Given the <client> client has an open association under <key>
      When the <client> client reads again and again under <key>, also in a second association
      Then each of its reads is served
      And the counters of the meter rise under each key

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client      | key             |
        | management  | a dedicated key |
        | maintenance | a dedicated key |

    @case:SEC-37
    Scenario Outline: Counters of the <client> client and the meter outlive a power loss
      Given the bench can cut the supply of the meter
      And the <client> client has an open association that somebody has overheard
      When the <client> client sends old and new messages after a power loss
      Then the fresh requests are served and the stale ones refused
      And the counters of the meter go on above those from before

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: Each key has its own counters

    @case:SEC-38
    Scenario Outline: The keys of the <client> client count apart
      Given the <client> client has an open association under a dedicated key
      When the <client> client uses both of its keys by turns
      Then each request under either key is served

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:SEC-41
    Scenario Outline: Each message of the opening of the <client> client has a counter of its own
      When the <client> client opens with rising counters for AARQ, token and the message around it
      Then the counters of the opening of the <client> client rise
      And the <client> client can read the current association

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A meter tells the counter that it expects

    @case:SEC-39
    Scenario Outline: The <client> client can go on from what its counter object shows
      Given the meter shows the counter of the <client> client
      When the <client> client opens with the counter that its counter object shows
      Then the counter object tells the counter that the <client> client used

      Examples:
        | client      |
        | management  |
        | maintenance |
