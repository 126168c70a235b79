@authentication
Feature: Authentication by password
  With low level security the client sends a secret in its AARQ, and the meter compares it with its own. What is
  nearly right is wrong.

  Rule: The right password opens the association

    @case:AUT-03
    Scenario: The reading client opens its association with its password
      When the reading client opens its association
      Then the association is open with the diagnostic that its mechanism calls for
      And the reading client can read the logical device name

    @case:AUT-08
    Scenario: The right password counts right after a wrong one
      Given the reading client has been rejected for its password
      When the reading client opens its association with the right one as soon as it may
      Then the association is open with the diagnostic that its mechanism calls for
      And the reading client can read the logical device name

  Rule: A wrong password opens nothing

    @negative
    Scenario Outline: A password that is <wrong> is rejected
      When the reading client opens its association with a password that is <wrong>
      Then the meter refuses each attempt
      But the reading client can still open its association

      @case:AUT-04
      Examples: One bit away
        | wrong                              |
        | wrong in one bit of its last octet |
        | wrong in one bit of its first octet |

      @case:AUT-05
      Examples: Nothing in it
        | wrong |
        | empty |

      @case:AUT-06
      Examples: Too short or too long
        | wrong                       |
        | cut short by its last octet |
        | followed by a zero octet    |
        | followed by one more letter |

      @case:AUT-07
      Examples: Not there at all
        | wrong  |
        | absent |

  Rule: Where wrong passwords lock a client out, they do so for as long as is declared

    @slow @case:AUT-09
    Scenario: Not even the right password opens within the lock-out
      When the reading client locks itself out and tries its right password within the lock-out and after it
      Then the right password has opened its association only after the lock-out
      And the reading client can still open its association
