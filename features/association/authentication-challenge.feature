@authentication
Feature: Challenge and response
  With high level security client and meter challenge one another. Each answers with what only the holder of the
  key can compute, so that no secret crosses the line and nothing recorded can be used again.

  Rule: The meter challenges the client before it counts as open

    @case:AUT-10
    Scenario Outline: The meter answers the AARQ of the <client> client with a challenge
      When the <client> client sends its AARQ and nothing more
      Then the meter accepts it with a challenge and calls for authentication

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:AUT-11
    Scenario Outline: The <client> client gets the <value> only once it is authenticated
      Given the <client> client has sent its AARQ but not answered the challenge of the meter
      When the <client> client asks for the <value> all the same
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | value               |
        | management  | time                |
        | management  | logical device name |
        | maintenance | time                |
        | maintenance | logical device name |

    @negative @case:AUT-11 @needs:test.write
    Scenario Outline: The <client> client can write only once it is authenticated
      Given the <client> client knows the test value
      And the <client> client has sent its AARQ but not answered the challenge of the meter
      When the <client> client writes that value back
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:AUT-11 @needs:test.method
    Scenario Outline: The <client> client can call a method only once it is authenticated
      Given the <client> client has sent its AARQ but not answered the challenge of the meter
      When the <client> client calls the test method all the same
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A challenge of the meter is good for one association

    @case:AUT-12
    Scenario Outline: The meter never challenges the <client> client twice with the same value
      When the <client> client opens its association 20 times with one and the same challenge
      Then each challenge of the meter is a new one

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:AUT-12 @needs:bench.power
    Scenario: The meter does not start its challenges over when its supply returns
      Given the management client has opened its association 20 times with one and the same challenge
      When the meter has lost its supply and the management client opens 5 times more
      Then each challenge of the meter is a new one

  Rule: A challenge of the client has between eight and sixty-four octets

    @case:AUT-14
    Scenario Outline: The meter answers a challenge of the <client> client of the greatest length
      When the <client> client opens its association with a challenge of 64 octets
      Then the meter has answered the challenge of the client rightly
      And the <client> client can read the logical device name

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative
    Scenario Outline: A challenge of the <client> client of <octets> octets is rejected
      When the <client> client challenges the meter with <octets> octets
      Then the meter refuses each attempt
      And no challenge of the meter comes with it
      But the <client> client can still open its association

      @case:AUT-13
      Examples: One octet too short
        | client      | octets |
        | management  | 7      |
        | maintenance | 7      |

      @case:AUT-15
      Examples: One octet too long
        | client      | octets |
        | management  | 65     |
        | maintenance | 65     |

  Rule: The meter proves its identity as well

    @case:AUT-18
    Scenario Outline: The meter answers the challenge of the <client> client
      When the <client> client opens its association
      Then the meter has answered the challenge of the client rightly

      Examples:
        | client      |
        | management  |
        | maintenance |
