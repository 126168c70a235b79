@hdlc
Feature: An HDLC meter without a link
  Between two links a meter has to be quiet, and ready for the next. One that serves somebody who is not connected, or
  no longer connects, is open to the wrong ones and closed to the right ones.

  Rule: Nobody is served without a link

    @negative @case:HDL-35
    Scenario Outline: The <client> client sends its opening without a link
      Given the <client> client has no link to the meter
      When the <client> client sends its opening without a link, and connects
      Then the meter says that there is no link, or nothing, and connects
      But the <client> client can open its association on the same connection

      Examples:
        | client     |
        | public     |
        | reading    |
        | management |

    @negative @case:HDL-36
    Scenario Outline: The <client> client polls without a link
      Given the <client> client has no link to the meter
      When the <client> client polls without a link, and connects
      Then the meter says that there is no link, or nothing, and connects
      But the <client> client can open its association on the same connection

      Examples:
        | client     |
        | public     |
        | management |

  Rule: What needs no answer gets none and changes no link

    @case:HDL-37
    Scenario Outline: The <client> client tells something without a link
      Given the <client> client has no link to the meter
      When the <client> client tells the meter something without a link
      Then the meter is silent and there is no link still
      And the <client> client can open its association on the same connection

      Examples:
        | client     |
        | public     |
        | management |

    @case:HDL-37
    Scenario Outline: The <client> client tells something in its association
      Given the <client> client has an open association
      When the <client> client tells the meter something in its association
      Then the meter is silent and the link goes on as it was

      Examples:
        | client     |
        | public     |
        | management |

  Rule: Whoever takes his leave may say why

    @case:HDL-40
    Scenario Outline: The <client> client disconnects with a last word
      When the <client> client disconnects with a last word, with a link and without
      Then the meter confirms the first and says to the second that there is no link

      Examples:
        | client     |
        | public     |
        | management |
