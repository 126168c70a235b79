@encryption
Feature: Errors inside a ciphered association
  What goes wrong in a ciphered association must be said in a form that a client can trust or at least understand,
  and must not give away what protection hides.

  Rule: An error result is protected like a value

    @case:SEC-42
    Scenario Outline: An error result for the <client> client under <key> comes protected
      Given the <client> client has an open association under <key>
      When the <client> client reads an object that the meter does not have
      Then each reply is protected like its request
      And the answer is an error result

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client      | key             |
        | management  | a dedicated key |
        | maintenance | a dedicated key |

  Rule: Other errors are well formed, whatever protection they have

    @case:SEC-42
    Scenario Outline: Protected nonsense of the <client> client under <key> is answered in good form
      Given the <client> client has an open association under <key>
      When the <client> client protects something that is no request
      Then the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      | key            |
        | management  | its global key |
        | maintenance | its global key |

      @needs:sec.dedicated
      Examples:
        | client      | key             |
        | management  | a dedicated key |
        | maintenance | a dedicated key |

    @case:SEC-42
    Scenario Outline: An InitiateRequest of the <client> client is refused in good form
      When the <client> client proposes an older version of DLMS
      Then the InitiateRequest is refused by a well-formed error
      But the <client> client can still open its association

      Examples:
        | client      |
        | management  |
        | maintenance |
