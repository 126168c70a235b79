@addressing
Feature: Logical devices
  A meter may be several devices in one case. Clients find them by a list and by their names; a list that is wrong
  sends values of one device to the account of another.

  Rule: The management logical device shows itself to everybody

    @case:ADR-25
    Scenario: The public client finds its way
      When the public client reads what the management logical device shows to everybody
      Then all of it was read

  Rule: The list of logical devices is true

    @case:ADR-24
    Scenario Outline: The <client> client reads the list, and each listed device is visited
      When the <client> client reads the list of logical devices and each of them is visited
      Then each listed device has the listed name, and each declared device is listed

      Examples:
        | client     |
        | public     |
        | reading    |
        | management |

  Rule: Each logical device has a name of its own

    @case:ADR-27
    Scenario: Each declared logical device tells its name
      When each declared logical device is asked for its name
      Then each name is as declared, well formed and unlike the others

  Rule: An association knows its two ends

    @case:ADR-28
    Scenario Outline: The association of the <client> client names that client and its device
      When the <client> client reads the partners of its association in each logical device that it can open
      Then they are the client and the logical device that were addressed

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
