@association
Feature: Negotiating the services
  Client and meter agree on the services that both have. What is agreed works, what is not agreed is refused: else
  neither can rely on what the other one said.

  Rule: The meter grants what was proposed and what it declares, and nothing else

    @case:ASC-26
    Scenario Outline: The <client> client that proposes every service gets those that the meter declares
      When the <client> client proposes every service there is
      Then the meter grants the services that it declares for the <client> client

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-26
    Scenario Outline: The <client> client that proposes a single service gets no other
      When the <client> client proposes each of its services alone
      Then the meter grants that service alone, or refuses the proposal

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:ASC-25
    Scenario Outline: The <client> client is refused that proposes no service at all
      When the <client> client proposes no service at all
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: The answer is coded as the standard says

    @case:ASC-27
    Scenario Outline: The services granted to the <client> client are coded as a string of 24 bits
      When the <client> client opens its association
      Then the conformance block in the AARE is coded as 24 bits

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-34
    Scenario Outline: The answer to the <client> client names the referencing by logical names
      When the <client> client opens its association
      Then the VAA name in the AARE is that of referencing by logical names

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A second AARQ replaces the association or leaves it as it is

    @case:ASC-36
    Scenario Outline: The <client> client that sends a second AARQ has one association and not two
      When the <client> client sends a second AARQ with other services in its open association
      Then the parameters of one AARQ hold and those of the other do not
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
