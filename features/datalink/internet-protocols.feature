@wrapper
Feature: Meters in the newer internet
  A meter on a mobile network may have no address of the old kind at all. Nothing above the address may notice.

  Rule: A meter serves by IPv6 as it serves by IPv4

    @case:WRP-22
    Scenario Outline: The <client> client visits the meter by both
      When the <client> client opens, reads and releases by IPv4 and by IPv6
      Then it has been served alike

      Examples:
        | client     |
        | public     |
        | reading    |
        | management |
