@wrapper
Feature: The wrapper over UDP
  A datagram comes whole, comes twice, or does not come. What arrives is one message with its header and nothing else,
  and nobody may wait for the rest of it.

  Rule: Each message travels in one datagram of its own

    @case:WRP-16
    Scenario Outline: The <client> client is answered datagram by datagram
      When the <client> client opens its association and reads by datagrams
      Then each request was served, by one datagram that fits its header

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A datagram that is not what its header says is thrown away

    @negative @case:WRP-17
    Scenario Outline: The <client> client reads by a datagram that is <how>
      Given the <client> client has an open association
      When the <client> client reads by a datagram that is <how>
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client     | how                    |
        | public     | shorter than announced |
        | public     | longer than announced  |
        | public     | half a header          |
        | management | shorter than announced |
        | management | longer than announced  |
        | management | half a header          |

  Rule: A request that arrives twice does no harm

    @case:WRP-18
    Scenario Outline: The network doubles a read of the <client> client
      Given the <client> client has an open association
      When the <client> client reads and its datagram arrives twice
      Then it was answered alike both times, or only once where the read was protected
      And the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A reply that no frame of the network can hold arrives all the same

    @case:WRP-19
    Scenario Outline: The <client> client reads more than the network carries in one piece
      Given the object list of the <client> client is longer than the network carries in one piece
      When the <client> client reads it in short replies and in long ones
      Then it has come whole and the same both times

      Examples:
        | client     |
        | reading    |
        | management |
