@association
Feature: Opening an association
  A client and a meter exchange COSEM data only inside an application association. The client proposes in its
  AARQ how they shall talk; the meter accepts or rejects the proposal in its AARE.

  Rule: A meter opens each association that it declares

    @case:ASC-03
    Scenario Outline: The <client> client opens its association as declared
      When the <client> client opens its association
      Then the association is open with the diagnostic that its mechanism calls for
      And the <client> client can read the current association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: The AARE that accepts says all that a client needs to know

    @case:ASC-04
    Scenario Outline: The AARE for the <client> client is well formed and complete
      When the <client> client opens its association
      Then the AARE that accepts is well formed and complete

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-05
    Scenario Outline: The AARE repeats the application context of the <client> client
      When the <client> client opens its association
      Then the AARE names the application context that the <client> client has proposed

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-15
    Scenario Outline: The AARE tells the <client> client the system title of the meter
      When the <client> client opens its association
      Then the AARE carries a system title of the manufacturer
      And every client that needs it is told the same title as the <client> client

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:ASC-19
    Scenario Outline: The AARE names the mechanism of the <client> client
      When the <client> client opens its association
      Then the AARE names the mechanism that the <client> client has proposed

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A meter takes every AARQ that the standard allows

    @case:ASC-09
    Scenario Outline: The <client> client may name <versions> of ACSE
      When the <client> client opens its association naming <versions>
      Then the association is open with the diagnostic that its mechanism calls for

      Examples:
        | client      | versions                     |
        | public      | version1 alone               |
        | public      | version1 and another version |
        | reading     | version1 alone               |
        | reading     | version1 and another version |
        | management  | version1 alone               |
        | management  | version1 and another version |
        | maintenance | version1 alone               |
        | maintenance | version1 and another version |

    @case:ASC-11
    Scenario Outline: Fields that COSEM does not use are tolerated from the <client> client
      When the <client> client opens its association with every field that COSEM does not use
      Then the association is open as without those fields

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-22
    Scenario Outline: The <client> client may ask for a quality of service
      When the <client> client opens its association asking for a quality of service
      Then the association is open with the diagnostic that its mechanism calls for
      And the <client> client can read the current association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:ASC-43
    Scenario Outline: The <client> client may code a length in more octets than it needs
      When the <client> client opens its association with a length in its long form
      Then the association is open with the diagnostic that its mechanism calls for

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: A user id decides nothing where users are not told apart

    @case:ASC-40
    Scenario Outline: The <client> client is answered alike each time it names a user
      When the <client> client opens its association three times naming a user
      Then the meter has opened it each time, or rejected the user each time
      But the <client> client can still open its association

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
