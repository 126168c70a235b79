@encryption
Feature: Security suites with elliptic curves
  Above the first security suite there are two that add signatures and key agreement; the second of them doubles the
  length of every key. What they protect with symmetric keys is protected as ever, under their own names.

  Rule: A reply is protected with the suite, the key and the services of its request

    @case:SEC-45
    Scenario Outline: <service> of the <client> client in suite 1 is answered in it
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

    @case:SEC-46
    Scenario Outline: <service> of the <client> client in suite 2 is answered in it
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
