@hdlc
Feature: What the two ends of an HDLC link agree on
  Each end has room for so much and no more. A meter that agrees on more than it was offered loses what it sends, and
  one that refuses a poor offer cannot be read by a simple client.

  Rule: The meter confirms at most what was proposed

    @case:HDL-02
    Scenario Outline: The <client> client proposes long and short information fields
      Given the <client> client has no link to the meter
      When the <client> client proposes information fields of several lengths
      Then the meter confirms lengths that are allowed and no longer than proposed

      Examples:
        | client     |
        | public     |
        | management |

    @case:HDL-03
    Scenario Outline: The <client> client proposes large windows
      Given the <client> client has no link to the meter
      When the <client> client proposes windows of several sizes
      Then the meter confirms windows that are allowed and no larger than proposed

      Examples:
        | client     |
        | public     |
        | management |

    @case:HDL-05
    Scenario Outline: The <client> client writes its proposal in two ways
      Given the <client> client has no link to the meter
      When the <client> client proposes the usual lengths in one octet and in two
      Then the meter confirms lengths that are allowed and no longer than proposed

      Examples:
        | client     |
        | public     |
        | management |

  Rule: Both ends keep to what they have agreed on

    @case:HDL-04
    Scenario Outline: The <client> client proposes nothing
      Given the <client> client has an open association
      When the <client> client connects without a proposal and reads a long value
      Then the value comes in fields of the default length, one at a time

      Examples:
        | client     |
        | public     |
        | management |

    @case:HDL-22
    Scenario Outline: The <client> client has room for little
      Given the <client> client has an open association
      When the <client> client connects with a small information field and reads a long value
      Then the value comes in fields that are no longer than agreed

      Examples:
        | client     |
        | public     |
        | management |

  Rule: A faulty proposal leaves both ends of one mind, and the meter ready for a good one

    @case:HDL-06
    Scenario Outline: The <client> client proposes something unheard of
      Given the <client> client has no link to the meter
      When the <client> client proposes a parameter that nobody knows
      Then the meter rejects the proposal, or confirms it without that parameter
      And the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @case:HDL-07
    Scenario Outline: The <client> client sends a proposal that cannot be read
      Given the <client> client has no link to the meter
      When the <client> client sends parameter lists that are broken
      Then the meter stays connected or disconnected as it has answered
      And the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |
