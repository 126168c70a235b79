@hdlc
Feature: Messages in several HDLC frames
  Most messages are longer than a frame may be. A meter that joins or cuts them wrongly works on the bench with short
  reads, and fails in the field with the first load profile.

  Rule: Segments are acknowledged one by one and joined to the message that they are

    @case:HDL-23
    Scenario Outline: The <client> client sends its opening in small pieces
      When the <client> client opens its association in pieces of a few octets
      Then the meter acknowledges each piece and accepts the opening
      And the <client> client can read the current association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:HDL-25
    Scenario Outline: The <client> client connects again in the middle of a message
      When the <client> client sends half of its opening, connects again and sends all of it
      Then the meter accepts the opening as if there had been no first half
      And the <client> client can read the current association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A long reply comes in segments, each when the client is ready for it

    @case:HDL-24
    Scenario Outline: The <client> client reads its object list over short frames
      When the <client> client reads its object list over short frames
      Then the segments are marked rightly, wait to be asked for and make the value

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:HDL-33
    Scenario Outline: The <client> client is busy in the middle of a long reply
      When the <client> client reads its object list and is busy after the first segment
      Then the meter waits for it and goes on from there

      Examples:
        | client     |
        | public     |
        | management |

    @case:HDL-32
    Scenario Outline: The <client> client reads its object list in windows of several frames
      When the <client> client reads its object list with the declared window
      Then the meter fills no more than the window, and takes one of the client

      Examples:
        | client     |
        | public     |
        | management |

  Rule: Every message has its header in front, and nothing else has one

    @case:HDL-39
    Scenario Outline: The replies to the <client> client begin with their header
      When the <client> client connects, opens its association, reads and disconnects, and its frames are kept
      Then every reply begins with the header of replies, and nothing else has one

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:HDL-38
    Scenario Outline: The <client> client sends a request behind <header>
      Given the <client> client has an open association
      When the <client> client sends a request behind <header>
      Then the meter does not take it for a request, and serves a right one in the same association
      But the <client> client is still served

      Examples:
        | client     | header                |
        | public     | the header of a reply |
        | public     | a header turned round |
        | public     | no header             |
        | management | the header of a reply |
        | management | a header turned round |
        | management | no header             |
