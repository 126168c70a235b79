@addressing
Feature: Addresses in HDLC
  Many meters may hang on one line, and many clients may call them there. A meter that answers calls that are not for
  it talks into the answers of others; one that answers under another name is not found again.

  Rule: A meter answers under the address by which it was called

    Scenario Outline: The <client> client connects by an address of <length>
      When the <client> client connects by an address of <length>
      Then the meter confirms the link from the very address that was called

      @case:ADR-01
      Examples:
        | client     | length    |
        | public     | one octet |
        | management | one octet |

      @case:ADR-02
      Examples:
        | client     | length     |
        | public     | two octets |
        | management | two octets |

      @case:ADR-03
      Examples:
        | client     | length      |
        | public     | four octets |
        | management | four octets |

    @case:ADR-04
    Scenario Outline: The <client> client speaks with the meter in each form of its address
      When the <client> client connects, opens, reads and disconnects in each form of address
      Then each reply comes from the very address that was called

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ADR-13
    Scenario: A client answers the call of a meter whose address it does not know
      When the meter has called and is asked for a link without its address
      Then the meter confirms each link and tells its real address

  Rule: Nobody answers what is addressed to nobody, or in no right way

    @negative
    Scenario Outline: The <client> client asks for a link <how>
      When the <client> client asks for a link <how>
      Then nobody answers
      And the meter confirms a right request for a link
      But the <client> client can still open its association

      @case:ADR-05
      Examples:
        | client     | how                        |
        | public     | to its upper address alone |
        | management | to its upper address alone |

      @case:ADR-07
      Examples:
        | client     | how                           |
        | public     | from an address of two octets |
        | management | from an address of two octets |

      @case:ADR-08
      Examples:
        | client     | how                                        |
        | public     | to a logical device next to a right one    |
        | public     | to a logical device far from any right one |
        | management | to a logical device next to a right one    |

      @case:ADR-09
      Examples:
        | client     | how                                         |
        | public     | to a physical device next to the right one  |
        | public     | to a physical device far from the right one |
        | management | to a physical device next to the right one  |

      @case:ADR-12
      Examples:
        | client     | how           |
        | public     | to no station |
        | management | to no station |

      @case:ADR-14
      Examples:
        | client     | how                          |
        | public     | from the no-station address  |
        | public     | from the all-station address |
        | management | from the no-station address  |
        | management | from the all-station address |

    @negative @case:ADR-06
    Scenario Outline: The <client> client asks for a link <how>, and gets none
      When the <client> client asks for a link <how>
      Then nobody answers
      And no link was begun
      And the meter confirms a right request for a link
      But the <client> client can still open its association

      Examples:
        | client     | how                            |
        | public     | to an address of three octets |
        | public     | to an address of five octets  |
        | management | to an address of three octets |
        | management | to an address of five octets  |

    @negative @case:ADR-10
    Scenario Outline: The <client> client asks all stations for a link
      When the <client> client asks for a link to all stations
      Then nobody answers
      And no link was begun
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

    @negative @case:ADR-26 @needs:hdlc
    Scenario Outline: The <client> client asks for a link to every reserved address
      When the <client> client asks for a link and an association at every reserved address
      Then the meter refuses each attempt
      And no other answer came
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | management |

  Rule: Nobody is served under the address of a client that does not exist

    @negative @case:ADR-15
    Scenario Outline: The <client> client asks for a link under an address that is <address>
      When the <client> client asks for a link and an association under a client address that is <address>
      Then the meter refuses each attempt
      And no other answer came
      But the <client> client can still open its association

      Examples:
        | client     | address                |
        | public     | next to a right one    |
        | public     | far from any right one |
        | reading    | next to a right one    |
        | management | next to a right one    |
        | management | far from any right one |

  Rule: What is said to everybody is done in silence

    @case:ADR-11 @needs:aa.unconfirmed @needs:conf.set
    Scenario: The reading client writes to all stations in an association that nobody confirms
      When the reading client writes to all stations, first asking for no answer and then for one
      Then nobody answers, and only what asks for no answer is done

    @case:ADR-11 @needs:aa.preestablished @needs:conf.set
    Scenario: The pre-established client writes to all stations
      When the pre-established client writes to all stations as the reading client watches
      Then nobody answers, and only what asks for no answer is done

  Rule: Links on one line have nothing to do with each other

    @case:ADR-16
    Scenario: The public client has links to two logical devices
      When the public client begins a link to a second logical device and ends the first one
      Then each link was begun, answered and ended by itself

    @case:ADR-17
    Scenario Outline: The <second> client takes over the line of the <first> client
      When the <first> client and then at once the <second> client connect, open and read on one line
      Then each of them was served on a link of its own and with its own rights

      Examples:
        | first      | second      |
        | public     | management  |
        | management | public      |
        | reading    | maintenance |
