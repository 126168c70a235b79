@get
Feature: GET
  Reading is what a meter is there for. A client must be able to tell each answer by its request, and to trust that
  whatever it may not read, or asks in nonsense, comes to nothing but an error.

  Rule: A value is answered once, whole and under the number of its request

    @case:GET-01
    Scenario Outline: The <client> client reads what every association shows
      Given the <client> client has an open association
      When the <client> client reads its association, the logical device name and the clock
      Then each value comes whole in the reply to its request

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:GET-02
    Scenario Outline: The <client> client numbers its reads in every way
      Given the <client> client has an open association
      When the <client> client reads with each number and in either priority
      Then each value comes whole in the reply to its request

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:GET-02 @needs:conf.blockGet
    Scenario Outline: The <client> client numbers a long read
      Given the <client> client has an open association for short replies
      When the <client> client reads its object list in either priority
      Then each block comes under the number and in the priority of the request

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:GET-29
    Scenario Outline: The <client> client reads the same a hundred times
      Given the <client> client has an open association
      When the <client> client reads the logical device name over and over, 100 times
      Then the replies differ in nothing but their number

      Examples:
        | client  |
        | public  |
        | reading |

    @case:GET-03
    Scenario Outline: The <client> client says that it waits for no reply
      Given the <client> client has an open association
      When the <client> client reads and says that it waits for no reply
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: Attribute zero is all attributes of an object, and only where that was negotiated

    @case:GET-10
    Scenario Outline: The <client> client reads all attributes of an object at once
      Given the <client> client has an open association
      When the <client> client reads whole objects, and each of their attributes alone
      Then each object has as many elements as attributes, and the same values

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-11
    Scenario Outline: The <client> client reads a whole object without having negotiated it
      Given the <client> client has opened its association without attribute0-supported-with-get
      When the <client> client reads a whole object all the same
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: What is not there, or not for this client, is answered by an error

    @negative @case:GET-06
    Scenario Outline: The <client> client reads from an object that does not exist
      Given the <client> client has an open association
      When the <client> client reads from an object that does not exist
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-07
    Scenario Outline: The <client> client mistakes the class of an object
      Given the <client> client has an open association
      When the <client> client reads its association as if that were a register
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-08
    Scenario Outline: The <client> client reads attributes that the class does not have
      Given the <client> client has an open association
      When the <client> client reads attributes that its class does not have
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-09
    Scenario Outline: The <client> client reads an attribute that it may not read
      Given the <client> client has an open association
      When the <client> client reads the attribute that is listed without read right
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A selection is made or refused, never ignored

    @negative @case:GET-12
    Scenario Outline: The <client> client selects in a way that nobody has defined
      Given the <client> client has an open association
      When the <client> client selects from the profile in a way that nobody has defined
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-13
    Scenario Outline: The <client> client selects without having negotiated it
      Given the <client> client has opened its association without selective-access
      When the <client> client reads a range of the profile
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-14
    Scenario Outline: The <client> client selects from what has no parts
      Given the <client> client has an open association
      When the <client> client reads a range of the name of its association
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A malformed request is refused and does no harm

    @negative @case:GET-04
    Scenario Outline: The <client> client sends a kind of read that nobody has defined
      Given the <client> client has an open association
      When the <client> client sends a kind of read that nobody has defined
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-05
    Scenario Outline: The <client> client breaks its reads off
      Given the <client> client has an open association
      When the <client> client sends reads that end after each octet of what they ask for
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:GET-30
    Scenario Outline: The <client> client sends more than a read
      Given the <client> client has an open association
      When the <client> client sends a read with an octet behind it
      Then the meter refuses each attempt
      And nothing but that read is served
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
