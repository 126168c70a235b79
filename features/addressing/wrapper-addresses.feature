@addressing
Feature: Addresses in the wrapper
  Over TCP a request names the client that asks and the logical device that shall answer. A meter that mixes them up
  serves one client in the name of another, or a device that nobody has asked.

  Rule: A reply carries the addresses of its request, exchanged

    @case:ADR-18
    Scenario Outline: The replies to the <client> client carry its addresses, exchanged
      When the <client> client opens its association and reads, and its replies are kept
      Then each reply goes from the logical device that was asked to the client that asked
      And both requests were served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: Nobody answers for a logical device that does not exist

    @negative @case:ADR-19
    Scenario Outline: The <client> client calls a logical device whose address is <address>
      When the <client> client calls a logical device whose address is <address>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | address                |
        | public      | next to a right one    |
        | public      | far from any right one |
        | reading     | next to a right one    |
        | reading     | far from any right one |
        | management  | next to a right one    |
        | management  | far from any right one |
        | maintenance | next to a right one    |
        | maintenance | far from any right one |

    @negative @case:ADR-26
    Scenario Outline: The <client> client calls every reserved address
      When the <client> client calls every reserved address of logical devices
      Then the meter refuses each attempt
      But the <client> client can still open its association

      @needs:wrapper
      Examples:
        | client     |
        | public     |
        | management |

  Rule: Nobody is served under the address of a client that does not exist

    @negative @case:ADR-20
    Scenario Outline: The <client> client calls under an address that is <address>
      When the <client> client calls under a client address that is <address>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | address                |
        | public      | next to a right one    |
        | public      | far from any right one |
        | reading     | next to a right one    |
        | reading     | far from any right one |
        | management  | next to a right one    |
        | management  | far from any right one |
        | maintenance | next to a right one    |
        | maintenance | far from any right one |

    @negative @case:ADR-21
    Scenario Outline: The <client> client calls with the no-station address as <end>
      When the <client> client calls with the no-station address as <end>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | end         |
        | public      | source      |
        | public      | destination |
        | reading     | source      |
        | reading     | destination |
        | management  | source      |
        | management  | destination |
        | maintenance | source      |
        | maintenance | destination |

  Rule: An association is of use to nobody but the client that opened it

    @negative @case:ADR-23
    Scenario Outline: The <client> client reads in the name of the <other> client
      Given the <client> client has an open association
      When the <client> client reads in the name of the <other> client
      Then the meter refuses each attempt
      But the <client> client is still served where its connection stands

      Examples:
        | client      | other      |
        | public      | reading    |
        | reading     | public     |
        | management  | reading    |
        | management  | public     |
        | maintenance | management |

  Rule: A broadcast is obeyed by every logical device and answered by none

    @case:ADR-22 @needs:aa.preestablished
    Scenario: The pre-established client writes to all logical devices
      Given the management client has an open association
      When the pre-established client writes to all logical devices at once, watched by the management client
      Then nobody has answered, and the management client finds what was written

    @case:ADR-22 @needs:aa.unconfirmed
    Scenario: The reading client writes to all logical devices
      Given the reading client is watched by the management client, which has an open association
      When the reading client opens without confirmation and writes to all logical devices at once, watched by the management client
      Then nobody has answered, and the management client finds what was written
