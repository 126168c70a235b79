@authentication
Feature: Answering a challenge with a shared secret
  The answer is a digest, or what a function of the manufacturer's makes of the challenge, and it takes the secret to
  compute it. Both sides answer by the same rule, so that the meter proves itself as well.

  Rule: Both sides answer by the function that is declared

    Scenario Outline: The <client> client opens its association by <function>
      When the <client> client opens its association
      Then the association is open with the diagnostic that its mechanism calls for
      And the meter has answered the challenge of the client rightly
      And the <client> client can read the logical device name

      @case:AUT-21
      Examples: The manufacturer's own
        | client      | function                    |
        | reading     | the manufacturer's function |
        | management  | the manufacturer's function |
        | maintenance | the manufacturer's function |

      @case:AUT-22
      Examples: MD5
        | client      | function              |
        | reading     | MD5 over its secret   |
        | management  | MD5 over its secret   |
        | maintenance | MD5 over its secret   |

      @case:AUT-23
      Examples: SHA-1
        | client      | function              |
        | reading     | SHA-1 over its secret |
        | management  | SHA-1 over its secret |
        | maintenance | SHA-1 over its secret |

      @case:AUT-28
      Examples: SHA-256
        | client      | function                                       |
        | reading     | SHA-256 over its secret, titles and challenges |
        | management  | SHA-256 over its secret, titles and challenges |
        | maintenance | SHA-256 over its secret, titles and challenges |

  Rule: An answer says who gives it to whom

    @negative @case:AUT-29
    Scenario Outline: The <client> client is not let in by an answer as the meter would give it
      Given the <client> client has an open association
      When the <client> client answers a new challenge with the two system titles swapped
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |
