@keys
Feature: Key pairs and certificates
  In suites 1 and 2 a meter signs by key pairs that it makes by itself, and believes those whose certificates an
  authority has signed. A certificate that it takes too easily lets a stranger speak as a client.

  Rule: A meter makes its key pairs itself and proves that it has them

    @case:KEY-17
    Scenario Outline: The meter makes a key pair and asks for its certificate at the word of the <client> client
      Given the <client> client has an open association
      When the <client> client has the spare key pair of the meter made anew
      Then the certificate request to the <client> client is right and for a new key

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A meter keeps a certificate as it was given, until it is removed

    @case:KEY-18
    Scenario Outline: The <client> client imports a certificate, gets it back and removes it
      Given the <client> client has left no test certificate in the meter
      When the <client> client imports a certificate, exports it and removes it
      Then the meter had the certificate and has it no more

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A meter imports no certificate that it cannot trust

    @negative @case:KEY-19
    Scenario Outline: The <client> client cannot import a certificate <flaw>
      Given the <client> client has left no test certificate in the meter
      When the <client> client imports a certificate <flaw>
      Then the meter refuses each attempt
      And the list of certificates is what it was
      But the <client> client is still served

      Examples:
        | client      | flaw                                |
        | management  | of an issuer that it does not know  |
        | management  | for somebody without a system title |
        | management  | whose key usage fits no purpose     |
        | management  | whose signature has one bit changed |
        | maintenance | of an issuer that it does not know  |
        | maintenance | for somebody without a system title |
        | maintenance | whose key usage fits no purpose     |
        | maintenance | whose signature has one bit changed |
