@encryption
Feature: Forged messages
  Whoever does not hold both keys of a client must get nothing from the meter, however close he comes: not a value,
  and not an error that only one who had read the message could give.

  Rule: A message that was enciphered otherwise than the association agreed is refused

    @negative
    Scenario Outline: A request of the <client> client under <key> with <forgery> is refused
      Given the <client> client has an open association under <key>
      When the <client> client reads with <forgery>
      Then the meter refuses each attempt
      But the <client> client is still served

      @case:SEC-13
      Examples: the title in the initialization vector
        | client      | key            | forgery                |
        | management  | its global key | a foreign system title |
        | maintenance | its global key | a foreign system title |

      @case:SEC-13 @needs:sec.dedicated
      Examples: the title in the initialization vector
        | client     | key             | forgery                |
        | management | a dedicated key | a foreign system title |

      @case:SEC-13 @needs:sec.generalGlo
      Examples: the title in the initialization vector of a general message
        | client      | key            | forgery                                     |
        | management  | its global key | a foreign system title in a general message |
        | maintenance | its global key | a foreign system title in a general message |

      @case:SEC-13 @needs:sec.generalDed
      Examples: the title in the initialization vector of a general message
        | client     | key             | forgery                                     |
        | management | a dedicated key | a foreign system title in a general message |

      @case:SEC-14
      Examples: the encryption key
        | client      | key            | forgery                                 |
        | management  | its global key | an encryption key wrong in its last bit |
        | maintenance | its global key | an encryption key wrong in its last bit |
        | management  | its global key | another encryption key                  |
        | maintenance | its global key | another encryption key                  |

      @case:SEC-14 @needs:sec.dedicated
      Examples: the encryption key
        | client     | key             | forgery                                 |
        | management | a dedicated key | an encryption key wrong in its last bit |
        | management | a dedicated key | another encryption key                  |

      @case:SEC-15
      Examples: the authentication key
        | client      | key            | forgery                                     |
        | management  | its global key | an authentication key wrong in its last bit |
        | maintenance | its global key | an authentication key wrong in its last bit |
        | management  | its global key | no authentication key                       |
        | maintenance | its global key | no authentication key                       |

      @case:SEC-15 @needs:sec.dedicated
      Examples: the authentication key
        | client     | key             | forgery                                     |
        | management | a dedicated key | an authentication key wrong in its last bit |
        | management | a dedicated key | no authentication key                       |

    @negative @case:SEC-15
    Scenario Outline: An association of the <client> client as if there were no authentication key serves nothing
      When the <client> client opens an association and reads as if there were no authentication key
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A message that was changed on its way is refused

    @negative
    Scenario Outline: A request of the <client> client under <key> is refused that arrives with <forgery>
      Given the <client> client has an open association under <key>
      When the <client> client reads with <forgery>
      Then the meter refuses each attempt
      But the <client> client is still served

      @case:SEC-16
      Examples: the tag
        | client      | key            | forgery                    |
        | management  | its global key | one bit of the tag changed |
        | maintenance | its global key | one bit of the tag changed |

      @case:SEC-16 @needs:sec.dedicated
      Examples: the tag
        | client     | key             | forgery                    |
        | management | a dedicated key | one bit of the tag changed |

      @case:SEC-17
      Examples: the text
        | client      | key            | forgery                     |
        | management  | its global key | one bit of the text changed |
        | maintenance | its global key | one bit of the text changed |

      @case:SEC-17 @needs:sec.dedicated
      Examples: the text
        | client     | key             | forgery                     |
        | management | a dedicated key | one bit of the text changed |

      @case:SEC-18
      Examples: the length of the tag
        | client      | key            | forgery                |
        | management  | its global key | a tag cut by one octet |
        | maintenance | its global key | a tag cut by one octet |
        | management  | its global key | a tag of eight octets  |
        | maintenance | its global key | a tag of eight octets  |
        | management  | its global key | a tag of four octets   |
        | maintenance | its global key | a tag of four octets   |
        | management  | its global key | its tag left out       |
        | maintenance | its global key | its tag left out       |

      @case:SEC-18 @needs:sec.dedicated
      Examples: the length of the tag
        | client     | key             | forgery                |
        | management | a dedicated key | a tag cut by one octet |
        | management | a dedicated key | a tag of eight octets  |
        | management | a dedicated key | a tag of four octets   |
        | management | a dedicated key | its tag left out       |

      @case:SEC-19
      Examples: surplus octets
        | client      | key            | forgery                 |
        | management  | its global key | an octet behind the tag |
        | maintenance | its global key | an octet behind the tag |

      @case:SEC-19 @needs:sec.dedicated
      Examples: surplus octets
        | client     | key             | forgery                 |
        | management | a dedicated key | an octet behind the tag |

      @case:SEC-24
      Examples: the length of the message
        | client      | key            | forgery                |
        | management  | its global key | a length one too big   |
        | maintenance | its global key | a length one too big   |
        | management  | its global key | a length one too small |
        | maintenance | its global key | a length one too small |

      @case:SEC-24 @needs:sec.dedicated
      Examples: the length of the message
        | client     | key             | forgery                |
        | management | a dedicated key | a length one too big   |
        | management | a dedicated key | a length one too small |

  Rule: A security control octet that does not fit the association is refused

    @negative
    Scenario Outline: A request of the <client> client under <key> is refused that has <forgery>
      Given the <client> client has an open association under <key>
      When the <client> client reads with <forgery>
      Then the meter refuses each attempt
      But the <client> client is still served

      @case:SEC-20
      Examples: the suite
        | client      | key            | forgery                |
        | management  | its global key | another security suite |
        | maintenance | its global key | another security suite |

      @case:SEC-20 @needs:sec.dedicated
      Examples: the suite
        | client     | key             | forgery                |
        | management | a dedicated key | another security suite |

      @case:SEC-21
      Examples: the key-set
        | client      | key            | forgery               |
        | management  | its global key | the broadcast key-set |
        | maintenance | its global key | the broadcast key-set |

      @case:SEC-21 @needs:sec.dedicated
      Examples: the key-set
        | client     | key             | forgery               |
        | management | a dedicated key | the broadcast key-set |

      @case:SEC-22
      Examples: compression
        | client      | key            | forgery               |
        | management  | its global key | compression announced |
        | maintenance | its global key | compression announced |

      @case:SEC-22 @needs:sec.dedicated
      Examples: compression
        | client     | key             | forgery               |
        | management | a dedicated key | compression announced |

      @case:SEC-23
      Examples: no protection
        | client      | key            | forgery                 |
        | management  | its global key | no protection announced |
        | maintenance | its global key | no protection announced |

      @case:SEC-23 @needs:sec.dedicated
      Examples: no protection
        | client     | key             | forgery                 |
        | management | a dedicated key | no protection announced |
