@hdlc
Feature: Numbered HDLC frames
  Frames get lost on every line. Numbers tell what has arrived and what has not; a meter that handles them carelessly
  loses requests, or carries them out twice.

  Rule: The numbers count on from frame to frame

    @case:HDL-31
    Scenario Outline: The <client> client reads until the numbers begin anew
      Given the <client> client has an open association
      When the <client> client reads the logical device name 20 times over the same link
      Then each read is served and the numbers go round

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:HDL-42
    Scenario Outline: The <client> client asks again as soon as it has its reply
      Given the <client> client has an open association
      When the <client> client reads the logical device name 50 times without a pause
      Then each read is served at the first attempt

      Examples:
        | client     |
        | public     |
        | management |

  Rule: A frame out of turn is not served

    @negative @case:HDL-28
    Scenario Outline: The <client> client leaves a number out
      Given the <client> client has an open association
      When the <client> client leaves a number out, then uses it
      Then the meter asks for the frame that is missing, and serves it
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A request that comes twice is carried out once

    @case:HDL-29
    Scenario Outline: The <client> client repeats a read
      Given the <client> client has an open association
      When the <client> client sends the frame of a read twice
      Then the meter carries it out once
      And the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:HDL-29 @needs:test.method
    Scenario Outline: The <client> client repeats an ACTION
      Given the <client> client has an open association
      When the <client> client sends the frame of a counted ACTION twice
      Then the meter carries it out once
      And the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A reply that was lost is there to be had once more

    @case:HDL-30
    Scenario Outline: The <client> client has not heard a reply
      Given the <client> client has an open association
      When the <client> client misses a reply and asks for it
      Then the meter sends the same reply once more, and goes on as if nothing had been lost

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: What no repetition repairs is rejected, and a new link makes it good

    @negative @case:HDL-26
    Scenario Outline: The <client> client sends one octet too many
      Given the <client> client has an open association
      When the <client> client sends a request that is one octet longer than the meter can take
      Then the meter rejects it without serving it, and connects again
      But the <client> client can open its association on the same connection

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:HDL-27
    Scenario Outline: The <client> client acknowledges <count> too many
      Given the <client> client has an open association
      When the <client> client acknowledges <count> more than was sent
      Then the meter rejects it without serving it, and connects again
      But the <client> client can open its association on the same connection

      Examples:
        | client     | count       |
        | public     | one frame   |
        | public     | four frames |
        | management | one frame   |
        | management | four frames |

    @negative @case:HDL-27
    Scenario Outline: The <client> client acknowledges <count> too many by a request
      Given the <client> client has an open association
      When the <client> client acknowledges <count> more than was sent by a request
      Then the meter rejects it without serving it, and connects again
      But the <client> client can open its association on the same connection

      Examples:
        | client     | count       |
        | public     | one frame   |
        | public     | four frames |
        | management | one frame   |
        | management | four frames |

  Rule: The meter speaks when it is asked to, and says when it has ended

    @case:HDL-34
    Scenario Outline: The <client> client asks with and without waiting for an answer
      When the <client> client sends frames that ask for an answer and one that does not
      Then the last frame of each answer says that it is the last, and what did not ask is not answered

      Examples:
        | client     |
        | public     |
        | management |
