@encryption
Feature: Security policy and access rights
  The security policy says how well messages must be protected at least, an access right may ask for more where one
  attribute is worth it. A meter that lets a weaker message pass makes the stronger ones worthless.

  Rule: A request weaker than the policy demands gets nothing

    @negative @case:SEC-25
    Scenario Outline: A plain request of the <client> client under <key> gets nothing
      Given the <client> client has an open association under <key>
      When the <client> client reads without any protection
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client     | key             |
        | management | a dedicated key |

    @negative @case:SEC-25
    Scenario Outline: An AARQ of the <client> client with an unprotected InitiateRequest opens nothing
      When the <client> client opens with an unprotected InitiateRequest
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:SEC-26
    Scenario Outline: A request of the <client> client under <key> with nothing but <strength> gets nothing
      Given the <client> client has an open association under <key>
      When the <client> client reads with nothing but <strength>
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      | key            | strength             |
        | management  | its global key | authentication alone |
        | management  | its global key | encryption alone     |
        | maintenance | its global key | authentication alone |
        | maintenance | its global key | encryption alone     |

      @needs:sec.dedicated
      Examples:
        | client     | key             | strength             |
        | management | a dedicated key | authentication alone |
        | management | a dedicated key | encryption alone     |

  Rule: A response has the protection of its request, and at least that of the policy

    @case:SEC-27
    Scenario Outline: Values and errors for the <client> client under <key> come with <strength> as they were asked for
      Given the <client> client has an open association under <key>
      When the <client> client asks with <strength> for what there is and for what there is not
      Then each reply to the <client> client is protected with the services of its request
      And the <client> client gets a value for the one and an error for the other

      Examples:
        | client      | key            | strength                 |
        | management  | its global key | authenticated encryption |
        | maintenance | its global key | authenticated encryption |

      @needs:sec.dedicated
      Examples:
        | client      | key             | strength                 |
        | management  | a dedicated key | authenticated encryption |
        | maintenance | a dedicated key | authenticated encryption |

      @needs:sec.authOnly
      Examples:
        | client      | key            | strength             |
        | management  | its global key | authentication alone |
        | maintenance | its global key | authentication alone |

      @needs:sec.encOnly
      Examples:
        | client      | key            | strength         |
        | management  | its global key | encryption alone |
        | maintenance | its global key | encryption alone |

  Rule: A policy can be raised, and takes effect at once

    @case:SEC-28
    Scenario: The policy of the maintenance client is raised step by step
      Given the maintenance client has an open association
      When the maintenance client raises its security policy step by step
      Then each step succeeds and the policy shows it
      And what satisfied the policy before is refused from then on
      And what satisfies the new policy is served

  Rule: A policy cannot be lowered

    @negative @case:SEC-29
    Scenario: The policy of the management client stays when it is asked to be weaker
      Given the management client has an open association
      When the management client tries to weaken its security policy
      Then the meter refuses each attempt
      And the policy is what it was
      But the management client is still served

  Rule: An access right that demands more than the policy is kept

    @negative @case:SEC-30
    Scenario Outline: An attribute that is specially protected gives the <client> client nothing for less
      Given the <client> client knows the access rights of its association
      When the <client> client reads a specially protected attribute with too little protection, then with enough
      Then the meter refuses each attempt
      And the read with enough protection is served
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A meter shows the security by which it talks

    @case:SEC-31
    Scenario Outline: The Security setup of the <client> client shows what the wire does
      When the <client> client reads its Security setup
      Then suite, policy and title are those by which the <client> client and the meter talk

      Examples:
        | client      |
        | management  |
        | maintenance |
