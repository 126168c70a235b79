@authentication
Feature: Answering a challenge with a signature
  The answer is a signature over both titles and both challenges, by a key that a certificate vouches for. Nobody else
  has that key, not even the meter; so what the meter takes for a signature has to be one.

  Rule: Each side signs with its own key

    @case:AUT-30
    Scenario Outline: The <client> client opens its association by a signature
      When the <client> client opens its association
      Then the association is open with the diagnostic that its mechanism calls for
      And the meter has answered the challenge of the client rightly
      And the <client> client can read the logical device name

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

  Rule: What is no signature over these challenges opens nothing

    @negative @case:AUT-31
    Scenario Outline: The <client> client is not let in <how>
      Given the <client> client has an open association
      When the <client> client answers a new challenge <how>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | how                                                               |
        | reading     | with zero for the first number of the signature                   |
        | management  | with zero for the first number of the signature                   |
        | management  | with zero for the second number of the signature                  |
        | management  | with zero for both numbers of the signature                       |
        | management  | with the order of the curve for the first number of the signature |
        | management  | with a right signature over another challenge                     |
        | management  | with a right signature in the form that certificates have         |
        | maintenance | with zero for the first number of the signature                   |
        | maintenance | with zero for the second number of the signature                  |
        | maintenance | with zero for both numbers of the signature                       |
        | maintenance | with the order of the curve for the first number of the signature |
        | maintenance | with a right signature over another challenge                     |
        | maintenance | with a right signature in the form that certificates have         |

  Rule: A key counts for as much as its certificate

    @negative @case:AUT-32
    Scenario Outline: The <client> client is not let in with a certificate <doubt>
      Given the <client> client has a certified key for signatures
      When the <client> client presents a certificate <doubt>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | doubt                                                |
        | reading     | of an issuer that the meter does not know            |
        | management  | of an issuer that the meter does not know            |
        | management  | of a stranger who bears the name of the client's issuer |
        | maintenance | of an issuer that the meter does not know            |
        | maintenance | of a stranger who bears the name of the client's issuer |

    @negative @case:AUT-32
    Scenario Outline: The <client> client is not let in with its certificate for key agreement
      Given the <client> client has a certified key for key agreement
      When the <client> client presents a certificate of its key agreement key
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:AUT-32
    Scenario Outline: The <client> client is not let in by a signature of its key for key agreement
      Given the <client> client has a certified key for key agreement
      And the <client> client has an open association
      When the <client> client answers a new challenge signed with its key agreement key
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |

    @negative @case:AUT-32
    Scenario Outline: The <client> client is not let in with a certificate that has expired
      Given the <client> client has a certified key for signatures
      And the bench can issue certificates that the meter takes
      When the <client> client presents a certificate that has expired
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |
