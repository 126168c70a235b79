@encryption
Feature: General signing
  A signature tells, to others than the two who hold the keys as well, who has sent a message, and that nobody has
  changed it since. A client whose policy demands ciphering wraps what it has signed.

  Rule: A signed request is answered by a signed reply of the same transaction

    @case:SEC-54
    Scenario Outline: The <client> client is answered under the signature of the meter
      Given the <client> client has an open association
      When the <client> client reads with a signature
      Then each reply to the <client> client comes in the layers of its request
      And the results for the <client> client in layers are right

      Examples:
        | client      |
        | maintenance |

      @needs:sec.generalCiphering
      Examples:
        | client     |
        | management |

  Rule: A request whose signature does not stand for it is refused

    @negative @case:SEC-55
    Scenario Outline: The <client> client gets nothing for a signed message with <broken signature>
      Given the <client> client has an open association
      When the <client> client reads in a signed message with <broken signature>
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      | broken signature                 |
        | maintenance | one bit of its signature changed |
        | maintenance | the signature of another key     |
        | maintenance | its signature cut by one octet   |

      @needs:sec.generalCiphering
      Examples:
        | client     | broken signature                 |
        | management | one bit of its signature changed |
        | management | the signature of another key     |
        | management | its signature cut by one octet   |

  Rule: A meter that watches over transactions executes each of them once

    @negative @case:SEC-56
    Scenario Outline: A copy of a signed request of the <client> client is refused
      Given the <client> client has an open association
      When the <client> client sends one signed request again and again
      Then each signed request is served once
      But the <client> client is still served

      Examples:
        | client      |
        | maintenance |

      @needs:sec.generalCiphering
      Examples:
        | client     |
        | management |

    @negative @case:SEC-56 @needs:test.method
    Scenario Outline: A copy of a signed ACTION of the <client> client has no effect
      Given the <client> client has an open association
      When the <client> client sends one signed ACTION again and again
      Then each signed request is served once
      And the signed ACTION was executed once
      But the <client> client is still served

      Examples:
        | client      |
        | maintenance |

      @needs:sec.generalCiphering
      Examples:
        | client     |
        | management |

  Rule: Who both signs and ciphers, signs first

    @case:SEC-57
    Scenario Outline: The <client> client is answered in both layers that it has put on, under <key>
      Given the <client> client has an open association
      When the <client> client reads with a signature and general ciphering under <key> around it
      Then each reply to the <client> client comes in the layers of its request
      And the results for the <client> client in layers are right

      Examples:
        | client      | key                    |
        | management  | its global key by name |
        | maintenance | its global key by name |

      @needs:key.kek
      Examples:
        | client      | key           |
        | management  | a wrapped key |
        | maintenance | a wrapped key |

      @needs:key.agreement
      Examples:
        | client      | key                                |
        | management  | a key agreed from an ephemeral key |
        | maintenance | a key agreed from an ephemeral key |
        | management  | a key agreed from static keys      |
        | maintenance | a key agreed from static keys      |

    @case:SEC-57
    Scenario Outline: The <client> client gets nothing for a message that it has ciphered first
      Given the <client> client has an open association
      When the <client> client reads with general ciphering and a signature around it
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |
