@association
Feature: Before an association is open
  Whoever reaches the meter's link is a stranger until an association is open. The meter owes a stranger nothing but
  an answer to an AARQ, and must not be harmed by what strangers send.

  Rule: Without an association no data are served

    @negative @case:ASC-01
    Scenario Outline: The <client> client reads nothing before it has opened its association
      When the <client> client reads the current association without having opened it
      Then the meter refuses each attempt
      But the <client> client can open its association on the same connection

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A ciphered message before any association does no harm

    @negative @case:ASC-02
    Scenario Outline: <form> ciphering by the <client> client before its association is refused
      When the <client> client sends random octets in <form> ciphering before any association
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | form             |
        | management  | service-specific |
        | management  | general          |
        | maintenance | service-specific |
        | maintenance | general          |
