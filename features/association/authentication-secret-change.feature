@authentication
Feature: Changing a secret
  Whoever installs or reads a meter must be able to give it a secret that nobody knew before. From then on the new one
  counts, and the old one is worth nothing.

  Rule: After a change the new secret opens, and nothing but the new one

    @case:AUT-33
    Scenario Outline: The <client> client changes its secret and changes it back
      Given the <client> client has an open association
      When the <client> client changes its secret, opens with the old and the new one and restores it
      Then the new secret has opened its association, and the old one does so again
      And the meter has refused the old secret in between
      And the <client> client can still open its association

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |
