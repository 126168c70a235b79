@association
Feature: Users of a client
  A client may be a room full of people. Where the meter keeps a list of them, it must know who is calling.

  Rule: A meter that keeps a list of users opens to those on it, and to no others

    @case:ASC-39
    Scenario: The reading client calls in the name of a listed user
      When the reading client opens its association in the name of a listed user
      Then the association is open and shows that user

    @case:ASC-39
    Scenario: The reading client calls in the name of a user who is not listed
      When the reading client opens its association in the name of a user who is not listed
      Then the meter rejects it and names the user id as the cause
      And the reading client can still open its association
