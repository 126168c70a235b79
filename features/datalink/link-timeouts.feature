@timeouts
Feature: Time-outs of an HDLC link
  On a line that never ends by itself, silence is all that tells a meter that its client has gone. It must not take a
  slow client for one that is gone, nor half a frame for the beginning of the next.

  Rule: A silent link ends after the inactivity time-out, and not before

    @slow @case:TMO-01
    Scenario Outline: The link of the <client> client ends when nothing is said for too long
      When the <client> client connects and is silent for longer than the inactivity time-out of the link
      Then the meter has kept silent and has ended the link

      Examples:
        | client     |
        | public     |
        | management |

    @slow @case:TMO-02
    Scenario Outline: The link of the <client> client outlasts a silence below the time-out
      When the <client> client connects and is silent for less than the inactivity time-out of the link
      Then the meter still answers on the link

      Examples:
        | client     |
        | public     |
        | management |

    @slow @case:TMO-03
    Scenario Outline: The link of the <client> client stays while it keeps asking
      When the <client> client connects and asks at every half of the inactivity time-out of the link
      Then the meter has answered each time

      Examples:
        | client     |
        | public     |
        | management |

    @case:TMO-05 @needs:hdlc.inactivity
    Scenario: The meter shows the inactivity time-out that it has
      When the inactivity time-out of links is read from the meter
      Then it is the one that was declared

    @slow @case:TMO-04 @needs:hdlc
    Scenario: A link for which no inactivity time-out is set stays for ever
      When the management client turns the inactivity time-out of links off, connects anew and is silent for long
      Then the meter still answers on the link, and the time-out is put back

  Rule: A frame that breaks off is forgotten, and one that comes slowly is not

    @case:TMO-06
    Scenario Outline: The <client> client breaks off in a frame and asks anew
      When the <client> client connects, breaks off in a frame and asks anew after the inter-octet time-out
      Then the meter has answered what was complete and nothing else

      Examples:
        | client     |
        | public     |
        | management |

    @case:TMO-07
    Scenario Outline: The <client> client sends octet by octet
      When the <client> client connects and asks octet by octet, with pauses below the inter-octet time-out
      Then the meter has answered what was complete and nothing else

      Examples:
        | client     |
        | public     |
        | management |
