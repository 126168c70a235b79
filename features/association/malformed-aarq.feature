@association
Feature: An AARQ that is not well formed
  Lines lose octets and clients have bugs. Whatever arrives in place of an AARQ, the meter opens nothing by mistake
  and takes the next right AARQ.

  Rule: An AARQ that is not whole opens nothing

    @negative @slow @case:ASC-42
    Scenario Outline: The AARQ of the <client> client is cut after each of its octets
      When the <client> client sends its AARQ cut after each octet, and the whole one after each
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client     |
        | public     |
        | reading    |
        | management |

  Rule: An AARQ that says two things opens nothing, or what the AARE says

    @case:ASC-44
    Scenario Outline: The AARQ of the <client> client has its fields out of order
      When the <client> client swaps its mechanism and its application context in the AARQ
      Then the meter has opened nothing, or what its AARE names for the <client> client
      But the <client> client can still open its association

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-44
    Scenario Outline: The AARQ of the <client> client names two application contexts
      When the <client> client names a second application context in the AARQ
      Then the meter has opened nothing, or what its AARE names for the <client> client
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
