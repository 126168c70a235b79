@authentication
Feature: Challenge and response
  With high level security client and meter challenge one another. Each answers with what only the holder of the
  key can compute, so that no secret crosses the line and nothing recorded can be used again.

  Rule: The meter challenges the client before it counts as open

    @case:AUT-10
    Scenario Outline: The meter answers the AARQ of the <client> client with a challenge
      When the <client> client sends its AARQ and nothing more
      Then the meter challenges the <client> client and calls for authentication

      Examples:
        | client      |
        | reading     |
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
        | reading     | time                |
        | reading     | logical device name |
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
        | reading     |
        | management  |
        | maintenance |

    @case:AUT-12 @needs:bench.power
    Scenario: The meter does not start its challenges over when its supply returns
      Given the management client has opened its association 20 times with one and the same challenge
      When the meter has lost its supply and the management client opens 5 times more
      Then each challenge of the meter is a new one

  Rule: A challenge of the client is neither too short nor too long for its mechanism

    @case:AUT-14
    Scenario Outline: The meter answers a challenge of the <client> client of the greatest length
      When the <client> client opens its association with a challenge of 64 octets
      Then the meter has answered the challenge of the client rightly
      And the <client> client can read the logical device name

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

    @negative
    Scenario Outline: A challenge of the <client> client that is <fault> is rejected
      When the <client> client challenges the meter with a value that is <fault>
      Then the meter refuses each attempt
      And no challenge of the meter comes with it
      But the <client> client can still open its association

      @case:AUT-13
      Examples: Too short for the mechanism
        | client      | fault               |
        | reading     | one octet too short |
        | management  | one octet too short |
        | maintenance | one octet too short |

      @case:AUT-15
      Examples: Too long for any
        | client      | fault              |
        | reading     | one octet too long |
        | management  | one octet too long |
        | maintenance | one octet too long |

  Rule: The meter proves its identity as well

    @case:AUT-18
    Scenario Outline: The meter answers the challenge of the <client> client
      When the <client> client opens its association
      Then the meter has answered the challenge of the client rightly

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

  Rule: The meter takes an answer once, on the object that it belongs to, and only the right one

    @case:AUT-20
    Scenario Outline: The <client> client answers on the association object that is its own
      When the <client> client answers the challenge on each kind of association object that it sees
      Then only its own association lets it in

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:AUT-17
    Scenario Outline: The <client> client is not let in by an answer <how>, nor by a right one after it
      Given the <client> client has an open association
      When the <client> client answers a new challenge <how> and then rightly
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | how                              |
        | reading     | with one bit wrong at its end    |
        | reading     | with one bit wrong in its middle |
        | reading     | with one bit wrong at its start  |
        | management  | with one bit wrong at its end    |
        | management  | with one bit wrong in its middle |
        | management  | with one bit wrong at its start  |
        | maintenance | with one bit wrong at its end    |
        | maintenance | with one bit wrong in its middle |
        | maintenance | with one bit wrong at its start  |

    @negative @case:AUT-19
    Scenario Outline: The <client> client is not let in <how>
      Given the <client> client has an open association
      When the <client> client answers a new challenge <how>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | how                                                            |
        | reading     | with the answer of an earlier association                      |
        | reading     | with a fresh answer to the challenge of an earlier association |
        | management  | with the answer of an earlier association                      |
        | management  | with a fresh answer to the challenge of an earlier association |
        | maintenance | with the answer of an earlier association                      |
        | maintenance | with a fresh answer to the challenge of an earlier association |
