@get
Feature: GET in blocks
  A value that is longer than a reply may be comes in blocks, each of which the client asks for. A meter that loses
  count sells wrong values as right ones, since nothing but the count holds the blocks together.

  Rule: Blocks are numbered from one, joined they are the value, and the last one says that it is the last

    @case:GET-21
    Scenario Outline: The <client> client reads its object list in blocks
      When the <client> client reads its object list in blocks, and again with all the room that it has
      Then the value is the same and the blocks are numbered rightly

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:GET-26
    Scenario Outline: The <client> client reads again what it broke off
      Given the <client> client has an open association for short replies
      When the <client> client breaks a long read off and begins it again
      Then the value is the same and the blocks are numbered rightly

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: No reply is longer than the client can receive

    @case:GET-22
    Scenario Outline: The <client> client has room for <limit> octets
      When the <client> client reads its object list with room for <limit> octets
      Then no reply is longer than that, and no block is empty

      Examples:
        | client      | limit |
        | public      | 64    |
        | public      | 128   |
        | public      | 512   |
        | reading     | 64    |
        | reading     | 128   |
        | reading     | 512   |
        | management  | 64    |
        | management  | 128   |
        | management  | 512   |
        | maintenance | 64    |
        | maintenance | 128   |
        | maintenance | 512   |

  Rule: Whoever loses count is told so, and the transfer is over

    @negative @case:GET-23
    Scenario Outline: The <client> client acknowledges block <number> in place of the first
      Given the <client> client has an open association for short replies
      When the <client> client acknowledges block <number> in place of the first, then the first
      Then the meter refuses each attempt
      And each refusal comes as the last block of the transfer
      But the <client> client is still served

      Examples:
        | client      | number |
        | public      | 2      |
        | public      | 5      |
        | reading     | 2      |
        | reading     | 5      |
        | management  | 2      |
        | management  | 5      |
        | maintenance | 2      |
        | maintenance | 5      |

    @negative @case:GET-24
    Scenario Outline: The <client> client asks for the next block of nothing
      Given the <client> client has an open association
      When the <client> client asks for the next block without having read anything
      Then the meter refuses each attempt
      And the refusal comes as a block
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: Two reads are never mixed up

    @case:GET-25
    Scenario Outline: The <client> client reads something else in the middle of a long read
      Given the <client> client has an open association for short replies
      When the <client> client reads something short after the second block, then goes on with the long read
      Then the meter serves the one, and ends or continues the other
      And no reply holds what belongs to the other read
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: All blocks show the value as it was at one moment

    @slow @case:GET-27
    Scenario Outline: The <client> client reads a profile while it captures
      Given the <client> client has an open association
      And the <client> client knows when the profile captures next
      When the <client> client reads the profile by blocks, slowly, across that capture
      Then it has got the rows from before or from after the capture, all of them complete

      Examples:
        | client     |
        | reading    |
        | management |
