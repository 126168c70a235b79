@association
Feature: Opening an association
  A client and a meter exchange COSEM data only inside an application association. The client proposes in its
  AARQ how they shall talk; the meter accepts or rejects the proposal in its AARE.

  Rule: A meter opens each association that it declares

    @case:ASC-03
    Scenario Outline: The <client> client opens its association as declared
      When the <client> client opens its association
      Then the association is open with the diagnostic that its mechanism calls for
      And the <client> client can read the current association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A meter rejects what it does not offer

    @negative @case:ASC-06
    Scenario Outline: An unknown application context is rejected to the <client> client
      When the <client> client proposes an application context that nobody has defined
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
