@wrapper
Feature: Devices behind a gateway
  A gas or water meter may have no line of its own. The meter beside it passes on what is addressed to it, and must not
  mix up whom it came from.

  Rule: A gateway passes requests on to the device they name, and to no other

    @case:WRP-21
    Scenario: The public client reads a device behind the meter
      When the public client opens and reads a device behind the meter, and reads one that is not there
      Then the first has answered under its own address, and the second has not
      And the public client can still open its association
