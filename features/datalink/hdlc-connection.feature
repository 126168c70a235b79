@hdlc
Feature: The HDLC link
  A client and a meter must agree at all times on whether they are connected. Where they do not, one of them waits for
  answers that the other never gives.

  Rule: A link is up from its confirmation to its end, and each frame has one answer

    @case:HDL-01
    Scenario Outline: The <client> client connects and disconnects
      When the <client> client connects, asks once whether the meter is ready and disconnects twice
      Then each frame is answered by the one frame that belongs to it and by nothing else

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A link that is connected again starts anew, and the association on it is gone

    @case:HDL-08
    Scenario Outline: The <client> client connects in the middle of its association
      Given the <client> client has an open association
      When the <client> client connects once more and reads as if its association were still there
      Then the link has started anew
      And nothing was read
      And the <client> client can open its association on the same connection

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
