@hdlc
Feature: An HDLC meter on a busy line
  Lines carry noise, and frames that are meant for others. A meter that answers them speaks into the words of somebody
  else, and one that is put out by them has to be visited.

  Rule: Noise is nothing

    @slow @negative @case:HDL-41
    Scenario Outline: The line is noisy while the <client> client has no link
      Given the <client> client has no link to the meter
      When 200 bursts of noise come on the line of the <client> client
      Then the meter says nothing to any of them
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @slow @negative @case:HDL-41
    Scenario Outline: The line is noisy while the <client> client has an open association
      Given the <client> client has an open association
      When 200 bursts of noise come on the line of the <client> client
      Then the meter says nothing to any of them
      But the <client> client is still served on the same line, if need be over a new link

      Examples:
        | client     |
        | public     |
        | management |

  Rule: What others say to one another is none of its business

    @negative @case:HDL-43
    Scenario Outline: Others speak while the <client> client has no link
      Given the <client> client has no link to the meter
      When 1000 frames of others pass on the line of the <client> client
      Then the meter says nothing to any of them
      But the <client> client can open its association on the same connection

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:HDL-43
    Scenario Outline: Others speak while the <client> client has an open association
      Given the <client> client has an open association
      When 1000 frames of others pass on the line of the <client> client
      Then the meter says nothing to any of them
      But the <client> client is still served in that association

      Examples:
        | client     |
        | public     |
        | management |
