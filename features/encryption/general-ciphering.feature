@encryption
Feature: General ciphering
  A message in general ciphering says who it is from, whom it is for, which exchange it belongs to and how its key is
  to be had. All of that is authenticated with it; a key may be named, sent along wrapped, or agreed on the spot.

  Rule: A reply repeats the transaction of its request, turns its titles around, and names a key that opens it

    @case:SEC-47
    Scenario Outline: The <client> client is answered under its global key by name, asking with <strength>
      Given the <client> client has an open association
      When the <client> client reads with general ciphering under its global key by name, with <strength>
      Then each reply to the <client> client comes in the layers of its request
      And the results for the <client> client in layers are right

      Examples:
        | client      | strength                 |
        | management  | authenticated encryption |
        | maintenance | authenticated encryption |

      @needs:sec.authOnly
      Examples:
        | client      | strength             |
        | management  | authentication alone |
        | maintenance | authentication alone |

    @case:SEC-48
    Scenario Outline: The <client> client is answered under a wrapped key
      Given the <client> client has an open association
      When the <client> client reads with general ciphering under a wrapped key, with authenticated encryption
      Then each reply to the <client> client comes in the layers of its request
      And the results for the <client> client in layers are right

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:SEC-49
    Scenario Outline: The <client> client is answered under a key agreed from an ephemeral key
      Given the <client> client has an open association
      When the <client> client reads with general ciphering under a key agreed from an ephemeral key, with authenticated encryption
      Then each reply to the <client> client comes in the layers of its request
      And the results for the <client> client in layers are right

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:SEC-50
    Scenario Outline: The <client> client is answered under a key agreed from static keys
      Given the <client> client has an open association
      When the <client> client reads with general ciphering under a key agreed from static keys, with authenticated encryption
      Then each reply to the <client> client comes in the layers of its request
      And the results for the <client> client in layers are right

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A key that was tampered with opens nothing

    @negative @case:SEC-51
    Scenario Outline: The <client> client gets nothing under <broken key>
      Given the <client> client has an open association
      When the <client> client reads under <broken key>
      Then the meter refuses each attempt
      But the <client> client is still served

      @needs:key.kek
      Examples:
        | client      | broken key                                 |
        | management  | a wrapped key of which one bit was changed |
        | maintenance | a wrapped key of which one bit was changed |

      @needs:key.agreement
      Examples:
        | client      | broken key                                |
        | management  | an ephemeral key that is wrongly signed   |
        | maintenance | an ephemeral key that is wrongly signed   |
        | management  | an ephemeral key that is not on the curve |
        | maintenance | an ephemeral key that is not on the curve |

  Rule: A message for somebody else is not served

    @negative @case:SEC-52
    Scenario Outline: The <client> client gets nothing under <key> for a message to another recipient
      Given the <client> client has an open association
      When the <client> client reads under <key>, in the name of another recipient
      Then the meter refuses each attempt
      But the <client> client is still served

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

  Rule: General ciphering is no way around policy and counters

    @negative @case:SEC-25 @needs:sec.generalCiphering
    Scenario Outline: A request of the <client> client in a layer that protects nothing gets nothing
      Given the <client> client has an open association
      When the <client> client reads in a layer that protects nothing
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:SEC-26 @needs:sec.generalCiphering
    Scenario Outline: A request of the <client> client in general ciphering with nothing but <strength> gets nothing
      Given the <client> client has an open association
      When the <client> client reads in general ciphering with nothing but <strength>
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      | strength             |
        | management  | authentication alone |
        | management  | encryption alone     |
        | maintenance | authentication alone |
        | maintenance | encryption alone     |

    @negative @case:SEC-33 @needs:sec.generalCiphering
    Scenario Outline: A request of the <client> client in general ciphering is refused the second time
      Given the <client> client has an open association
      When the <client> client sends one request in general ciphering twice
      Then the request in general ciphering is served once
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |
