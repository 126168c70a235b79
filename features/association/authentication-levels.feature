@authentication
Feature: Levels of authentication
  Whoever does not prove who he is gets the little that is meant for everybody, and nothing else. A client that is
  asked for a proof cannot choose a weaker one, and nobody can read what the proofs are made of.

  Rule: Everybody may open the public association

    @case:AUT-01
    Scenario: The public client opens its association without authentication
      When the public client opens its association
      Then the association is open with the diagnostic that its mechanism calls for
      And the public client can read the logical device name and its object list

  Rule: What is meant for a privileged client is kept from the public one

    @negative @case:AUT-02
    Scenario: The public client cannot read what only the management client may
      Given the public client is told what only the management client may read
      When the public client reads it all the same
      Then the meter refuses each attempt
      But the public client is still served

    @negative @case:AUT-02 @needs:test.write
    Scenario: The public client cannot write what only the management client may
      Given the public client is told the test value that the management client reads
      When the public client writes that value back
      Then the meter refuses each attempt
      But the public client is still served

  Rule: A secret is readable by nobody

    @negative @case:AUT-34
    Scenario Outline: The <client> client cannot read the secret of any association
      Given the <client> client has an open association
      When the <client> client reads the secret of each association that it sees
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A client is not served with a weaker proof than its own

    @negative @case:AUT-35
    Scenario Outline: The <client> client is rejected <how>
      When the <client> client opens its association <how>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples: Nothing
        | client      | how                    |
        | reading     | without authentication |
        | management  | without authentication |
        | maintenance | without authentication |

      @needs:auth.hls
      Examples: A password
        | client      | how                  |
        | reading     | with a mere password |
        | management  | with a mere password |
        | maintenance | with a mere password |
