@encryption
Feature: Global and dedicated keys
  A message is protected with the global key, which outlives the association, or with a dedicated key, which the
  client hands over in its AARQ and which dies with the association. A key that opens more than its own messages
  protects nothing.

  Rule: A reply is protected with the key and the services of its request

    @case:SEC-01
    Scenario Outline: <service> under the global key of the <client> client is answered under it
      Given the <client> client has an open association under its global key
      When the <client> client uses the <service> service with authenticated encryption
      Then each reply is protected like its request
      And the results for the <client> client are right

      Examples:
        | client      | service |
        | management  | GET     |
        | maintenance | GET     |

      @needs:test.write
      Examples:
        | client      | service |
        | management  | SET     |
        | maintenance | SET     |

      @needs:test.method
      Examples:
        | client      | service |
        | management  | ACTION  |
        | maintenance | ACTION  |

    @case:SEC-04
    Scenario Outline: <service> under a dedicated key of the <client> client is answered under it
      Given the <client> client has an open association under a dedicated key
      When the <client> client uses the <service> service with authenticated encryption
      Then each reply is protected like its request
      And the results for the <client> client are right

      Examples:
        | client      | service |
        | management  | GET     |
        | maintenance | GET     |

      @needs:test.write
      Examples:
        | client      | service |
        | management  | SET     |
        | maintenance | SET     |

      @needs:test.method
      Examples:
        | client      | service |
        | management  | ACTION  |
        | maintenance | ACTION  |

  Rule: A meter takes each service of protection that its policy and its access rights allow

    @case:SEC-02
    Scenario Outline: A request of the <client> client that is only authenticated is served
      Given the <client> client has an open association under its global key
      When the <client> client uses the GET service with authentication alone
      Then each reply to the <client> client is protected as its request and the policy demand
      And the results for the <client> client are right

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:SEC-03
    Scenario Outline: A request of the <client> client that is only encrypted is served
      Given the <client> client has an open association under its global key
      When the <client> client uses the GET service with encryption alone
      Then each reply to the <client> client is protected as its request and the policy demand
      And the results for the <client> client are right

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: Each key opens the messages of its own kind only

    @negative @case:SEC-05
    Scenario Outline: The keys of the <client> client do not stand for one another
      Given the <client> client has an open association under a dedicated key
      When the <client> client swaps its global and its dedicated key
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:SEC-06
    Scenario Outline: Without a dedicated key the <client> client gets nothing by a dedicated message
      Given the <client> client has an open association under its global key
      When the <client> client reads under dedicated keys that it never agreed
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A dedicated key dies with its association

    @negative @case:SEC-07
    Scenario Outline: A dedicated key of the <client> client is dead in an association under <key>
      Given the <client> client has released an association under a dedicated key
      And the <client> client has an open association under <key>
      When the <client> client reads under the dedicated key of the released association
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      | key             |
        | management  | its global key  |
        | management  | a dedicated key |
        | maintenance | its global key  |
        | maintenance | a dedicated key |
