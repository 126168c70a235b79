@association
Feature: Associations that are there without an opening
  A message to a thousand meters cannot wait until each of them has agreed. For such clients the meter holds an
  association ready, and nobody opens or ends it.

  Rule: A pre-established association serves without an opening, and can be neither opened nor released

    @case:ASC-38
    Scenario: The pre-established client uses its association and tries to open and to release it
      When the pre-established client asks for a service before and after it has tried to open and to release, watched by the management client
      Then it was served both times, and neither opened nor released anything
      And the public client can still open its association
