@hdlc
Feature: HDLC frames
  Frames have flags at their ends, a length and two checks. A meter that trusts one of them too little loses good frames;
  one that trusts it too much obeys noise.

  Rule: A frame has a flag at either end

    @negative @case:HDL-09
    Scenario Outline: The <client> client leaves the opening flag out
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests with no opening flag
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:HDL-10
    Scenario Outline: The <client> client leaves the closing flag out
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests with no closing flag
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:HDL-11
    Scenario Outline: The <client> client leaves both flags out
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests with no flags at all
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

  Rule: Flags may be many between two frames, or one for both

    @case:HDL-12
    Scenario Outline: The <client> client fills pauses with flags
      Given the <client> client has no link to the meter
      When the <client> client sends flags before and between its frames
      Then the meter answers each frame that is its own

      Examples:
        | client     |
        | public     |
        | management |

    @case:HDL-12
    Scenario Outline: The frame of the <client> client follows one for another station
      Given the <client> client has no link to the meter
      When the <client> client sends a frame for another station and its own behind the same flag
      Then the meter answers each frame that is its own

      Examples:
        | client     |
        | public     |
        | management |

    @needs:hdlc.window @case:HDL-12
    Scenario Outline: The <client> client sends two frames at once
      Given the <client> client has no link to the meter
      When the <client> client sends two parts of a message with one flag between them
      Then the meter answers each frame that is its own

      Examples:
        | client     |
        | public     |
        | management |

  Rule: A frame ends where its length says, whatever stands in it

    @case:HDL-13
    Scenario Outline: The frames of the <client> client hold flags
      Given the <client> client has an open association
      When the <client> client reads so that flags stand in the text and in both checks
      Then each of these reads has its normal reply

      Examples:
        | client  |
        | public  |
        | reading |

    @negative @case:HDL-14
    Scenario Outline: The <client> client sends less than a frame
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests that are too short
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:HDL-16
    Scenario Outline: The <client> client announces more than it sends in a frame
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests with a length one too big
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:HDL-17
    Scenario Outline: The <client> client announces less than it sends in a frame
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests with a length one too small
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

  Rule: Only frames of the one known type are frames, and only known commands are obeyed

    @negative @case:HDL-15
    Scenario Outline: The <client> client sends frames of other types
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests with formats of other types
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:HDL-18
    Scenario Outline: The <client> client sends an unknown command
      Given the <client> client has no link to the meter
      When the <client> client connects and sends a command that nobody knows
      Then the meter rejects the command and can be connected again
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

  Rule: A frame with a wrong check is as if it had never been sent

    @negative @case:HDL-19
    Scenario Outline: The header of the <client> client is wrong
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests with a wrong check of its header
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:HDL-20
    Scenario Outline: The frame of the <client> client is wrong
      Given the <client> client has no link to the meter
      When the <client> client sends connection requests with a wrong check of the whole frame
      Then the meter takes none of them for a frame, and the next good one for one
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:HDL-20
    Scenario Outline: The <client> client repeats what was wrong
      Given the <client> client has an open association
      When the <client> client sends each read with a wrong check first and then as it should be
      Then the meter is silent to the wrong ones and serves the right ones
      But the <client> client is still served

      Examples:
        | client     |
        | public     |
        | management |

  Rule: Every frame of the meter is whole and right

    @case:HDL-21
    Scenario Outline: The <client> client looks at every frame that it gets
      When the <client> client connects, opens its association, reads a long value and disconnects
      Then every octet from the meter belongs to a frame that is right

      Examples:
        | client     |
        | public     |
        | management |
