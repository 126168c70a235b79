@keys
Feature: What a Security setup shows
  The Security setup says by which policy, suite and system titles a meter talks. Whoever prepares a client for the
  meter believes what stands there.

  Rule: Each attribute has its type and its range

    @case:KEY-01
    Scenario Outline: The <client> client reads each Security setup that it is shown
      Given the <client> client has an open association
      When the <client> client reads all attributes of each Security setup
      Then each attribute has the type and the range of its version
      And the suite is the one by which the <client> client and the meter talk

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: System titles are those of the wire

    @case:KEY-02
    Scenario Outline: The Security setup of the <client> client shows the title of the meter
      Given the <client> client has an open association
      When the <client> client reads the titles in its Security setup
      Then the title of the meter is the one that it sent to the <client> client

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:KEY-03
    Scenario Outline: The Security setup of the <client> client shows the title of that client
      Given the <client> client has an open association
      When the <client> client reads the titles in its Security setup
      Then the title of the client is the one that the <client> client sent

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: Nobody without the right touches it

    @negative @case:KEY-20
    Scenario: The public client can neither set the policy nor transfer a key
      Given the management client has an open association
      When the public client tries methods of the Security setup of the management client
      Then the meter refuses each attempt
      And policy and keys of the management client are what they were
      But the management client can still open its association
