@association
Feature: Who is calling
  Titles and mechanism in the AARQ say who the client is and how it will prove that. Where they are missing or mean
  nothing, the meter cannot know whom it would serve.

  Rule: Where a system title is needed it has eight octets

    @negative
    Scenario Outline: The <client> client is rejected when its system title is <fault>
      When the <client> client sends a system title that is <fault>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      @case:ASC-12
      Examples: Too short
        | client      | fault          |
        | management  | one octet long |
        | maintenance | one octet long |

      @case:ASC-13
      Examples: Too long
        | client      | fault               |
        | management  | two octets too long |
        | maintenance | two octets too long |

      @case:ASC-14
      Examples: Absent
        | client      | fault   |
        | management  | missing |
        | maintenance | missing |

  Rule: Authentication is selected, named and proved, or it did not take place

    @negative @case:ASC-16
    Scenario Outline: The <client> client is rejected when it does not select authentication
      When the <client> client names its mechanism without selecting authentication
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:ASC-17
    Scenario Outline: The <client> client is rejected when it names an unknown mechanism
      When the <client> client names a mechanism that nobody has defined
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:ASC-18
    Scenario Outline: The <client> client is rejected when it names no mechanism
      When the <client> client selects authentication without naming a mechanism
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A dedicated key is taken only from a protected InitiateRequest, and only a whole one

    @negative @case:ASC-20
    Scenario Outline: A dedicated key that the <client> client sends in clear opens nothing
      When the <client> client sends a dedicated key in clear
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @negative @case:ASC-21
    Scenario Outline: A dedicated key of the <client> client that is <fault> is refused
      When the <client> client sends a dedicated key that is <fault>
      Then the meter refuses each attempt
      But the <client> client can still open its association

      Examples:
        | client      | fault               |
        | management  | one octet too short |
        | management  | one octet too long  |
        | maintenance | one octet too short |
        | maintenance | one octet too long  |
