@encryption
Feature: General protected messages
  Beside a protected message for each service there is one for all of them, which hides what it carries and names
  its sender. It may be used where client and meter have agreed on general protection.

  Rule: A general message is answered by a general message of the meter

    @case:SEC-08
    Scenario Outline: The <client> client is answered under its global key in general form
      Given the <client> client has an open association under its global key
      When the <client> client reads with a general message
      Then each reply is protected like its request
      And each general message to the <client> client bears the title of the meter
      And the results for the <client> client are right

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:SEC-09
    Scenario Outline: The <client> client is answered under its dedicated key in general form
      Given the <client> client has an open association under a dedicated key
      When the <client> client reads with a general message
      Then each reply is protected like its request
      And each general message to the <client> client bears the title of the meter
      And the results for the <client> client are right

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:SEC-11
    Scenario Outline: Every general message to the <client> client under <key> bears the title of the meter
      Given the <client> client has an open association under <key>
      When the <client> client asks with general messages for what there is and for what there is not
      Then each general message to the <client> client bears the title of the meter

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.generalDed
      Examples:
        | client      | key             |
        | management  | a dedicated key |
        | maintenance | a dedicated key |

  Rule: A meter uses the general form only where general protection was agreed

    @case:SEC-10
    Scenario Outline: With general protection the <client> client is answered in the form of its request
      Given the <client> client has an open association under its global key
      When the <client> client reads with a service-specific and with a general message
      Then each reply has the form of its request
      And the results for the <client> client are right

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:SEC-10
    Scenario Outline: Without general protection the <client> client gets nothing for a general message
      Given the <client> client has an open association without general protection
      When the <client> client reads with a service-specific and with a general message
      Then the service-specific message is answered in its own form
      And the <client> client gets nothing for the general message, and no general message at all
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A general message of another sender is refused

    @negative @case:SEC-12
    Scenario Outline: A general message under <key> that names another sender than the <client> client is refused
      Given the <client> client has an open association under <key>
      When the <client> client reads with a general message of a foreign sender
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.generalDed
      Examples:
        | client      | key             |
        | management  | a dedicated key |
        | maintenance | a dedicated key |
