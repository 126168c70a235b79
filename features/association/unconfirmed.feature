@association
Feature: Associations that nobody confirms
  A client that speaks to many meters at once cannot wait for an answer from each. It says so in its AARQ, and the
  meter does what it is told without a word.

  Rule: A meter does not answer where no answer is allowed

    @case:ASC-35 @needs:conf.set
    Scenario: The reading client writes in an unconfirmed association
      When the reading client writes in an association that it does not let the meter confirm
      Then the meter has kept silent and has written the value
      And the reading client can still open its association
