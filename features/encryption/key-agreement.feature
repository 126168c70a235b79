@keys
Feature: Key agreement
  Instead of sending a key, client and meter can each give half of one and sign it. Nobody who listens learns the key,
  and nobody else can have given the halves. A meter that takes any half agrees with whoever comes along.

  Rule: Both sides come to the same key, and each knows the other by its signature

    @case:KEY-15
    Scenario Outline: The <client> client and the meter agree on a new global unicast key
      Given the <client> client has an open association under its global key
      When the <client> client agrees with the meter on a global unicast key for a while
      Then the half of the meter is signed by the meter
      And the agreed key works at the latest in the next association
      And the <client> client has its own keys again

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A meter takes no half of a key that the client has not given

    @negative @case:KEY-16
    Scenario Outline: The <client> client agrees on nothing by a half <flaw>
      Given the <client> client has an open association under its global key
      When the <client> client offers a half of a key <flaw>
      Then the meter refuses each attempt
      And the keys from before still work
      But the <client> client is still served

      Examples:
        | client      | flaw                                |
        | management  | whose signature has one bit changed |
        | management  | that is no point on the curve       |
        | maintenance | whose signature has one bit changed |
        | maintenance | that is no point on the curve       |
