@keys
Feature: Transfer of keys
  Keys that never change are known to too many in the end. A meter takes a new key only under its master key, and
  from then on the old one opens nothing. A meter that loses its keys half-way has to be fetched from the wall.

  Rule: A new key takes the place of the old one

    @case:KEY-04
    Scenario Outline: A new global unicast key of the <client> client is used and the old one refused
      Given the <client> client has an open association under its global key
      When the <client> client replaces its global unicast key for a while
      Then the new keys are taken and work at the latest in the next association
      And the old keys are refused
      And the <client> client has its own keys again

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:KEY-05
    Scenario Outline: A new authentication key of the <client> client is used and the old one refused
      Given the <client> client has an open association under its global key
      When the <client> client replaces its authentication key for a while
      Then the new keys are taken and work at the latest in the next association
      And the old keys are refused, while the counters of the meter go on
      And the <client> client has its own keys again

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:KEY-06
    Scenario Outline: A new global unicast key and authentication key of the <client> client come in one call
      Given the <client> client has an open association under its global key
      When the <client> client replaces its global unicast key and authentication key for a while
      Then the new keys are taken and work at the latest in the next association
      And the old keys are refused
      And the <client> client has its own keys again

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:KEY-07
    Scenario Outline: A new broadcast key of the <client> client takes effect and the old one has none
      Given the meter does what the <client> client broadcasts under its broadcast key
      When the <client> client replaces its broadcast key for a while
      Then the meter takes the new keys
      And what is broadcast under the new key takes effect, and under the old key does not
      And the <client> client has its own keys again

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:KEY-08
    Scenario Outline: A new master key of the <client> client wraps keys and the old one does not
      Given the <client> client has an open association under its global key
      When the <client> client replaces its master key for a while
      Then a key under the new master key is taken and works
      And a key under the old master key is refused
      And the <client> client has its own keys again

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: The reply to a transfer is under the keys of its request

    @case:KEY-12
    Scenario Outline: The <client> client reads the reply to a transfer with its old keys
      Given the <client> client has an open association under its global key
      When the <client> client replaces its global unicast key for a while
      Then the reply to the transfer is under the old keys
      And the <client> client has its own keys again

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A new key starts new counters

    @case:KEY-13
    Scenario Outline: Under a new key of the <client> client both sides count from the beginning
      Given the <client> client has an open association under its global key
      When the <client> client replaces its global unicast key and counts from the beginning
      Then the requests under the new key are served
      And the counters of the meter start low under the new key and rise
      And the <client> client has its own keys again

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A transfer that is wrong changes nothing

    @negative @case:KEY-09
    Scenario Outline: A key of the <client> client that nobody knows is refused
      Given the <client> client has an open association under its global key
      When the <client> client transfers a key of an unknown kind
      Then the meter refuses each transfer and keeps the old keys
      And the <client> client has its own keys again
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:KEY-10
    Scenario Outline: A key of the <client> client that is not well wrapped is refused
      Given the <client> client has an open association under its global key
      When the <client> client transfers a key with each fault of its wrap
      Then the meter refuses each transfer and keeps the old keys
      And the <client> client has its own keys again
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:KEY-11
    Scenario Outline: Of two keys of the <client> client none is changed when one is not well wrapped
      Given the <client> client has an open association under its global key
      When the <client> client transfers a good key together with a faulty one
      Then the meter refuses each transfer, keeps the old keys and knows none of the new
      And the <client> client has its own keys again
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A power cut never costs a meter all its keys

    @case:KEY-14
    Scenario Outline: The supply of the meter is cut <moment> of a transfer of the <client> client
      Given the bench can cut the supply of the meter
      And the <client> client has an open association under its global key
      When the supply is cut <moment> of a transfer of the <client> client
      Then the old key or the new one opens an association
      And the <client> client has its own keys again

      Examples:
        | client      | moment                   |
        | management  | right after the request  |
        | management  | right after its response |
        | maintenance | right after the request  |
        | maintenance | right after its response |
