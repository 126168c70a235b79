@timeouts
Feature: Time-outs
  A meter must answer soon enough for its clients, free what an absent client holds, and not take a slow client for
  an absent one.

  Rule: Replies come in time

    @case:TMO-08
    Scenario Outline: Every reply to the <client> client starts within the response time
      Given the <client> client has an open association
      When the <client> client reads the logical device name 1000 times
      Then each reply started within the response time

      Examples:
        | client     |
        | public     |
        | management |

  Rule: A silent connection is closed after the inactivity time-out, and not before

    @slow @case:TMO-09
    Scenario Outline: The connection of the <client> client is closed when it is silent for too long
      Given the <client> client has an open association
      When the <client> client is silent for longer than the inactivity time-out
      Then the meter has closed the connection
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @slow @case:TMO-10
    Scenario Outline: The connection of the <client> client stays open while it keeps reading
      Given the <client> client has an open association
      When the <client> client reads at every half of the inactivity time-out
      Then each read was served on the connection that it had

      Examples:
        | client     |
        | public     |
        | management |

  Rule: An association waits for its authentication no longer than declared

    @slow @case:TMO-11
    Scenario Outline: The <client> client answers the challenge too late
      When the <client> client answers the challenge later than the declared time
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A long read that the client gave up is in nobody's way

    @slow @case:TMO-12
    Scenario Outline: The <client> client reads something else after it gave up a long read
      Given the <client> client has read the first block of its object list
      When the <client> client waits for half of the inactivity time-out and reads the logical device name
      Then the read is served on the connection that it had

      Examples:
        | client     |
        | public     |
        | management |
