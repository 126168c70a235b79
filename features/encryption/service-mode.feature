@encryption
Feature: Service parameters behind the terminal cover
  What a meter measures by is changed only by somebody who stands before it and has broken its seal. The switch under
  the terminal cover is that seal for a program: no key, password or access right stands in for it.

  Rule: While the cover is closed, a service parameter cannot be written

    @negative @case:SEC-901
    Scenario Outline: The <client> client cannot write a service parameter behind a closed cover
      Given the <client> client has an open association
      When the <client> client writes a service parameter
      Then the meter refuses each attempt
      And the service parameter keeps its value
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A try behind the closed cover leaves a trace

    @negative @case:SEC-902
    Scenario Outline: A try of the <client> client behind the closed cover is logged
      Given the <client> client has an open association
      When the <client> client writes a service parameter and looks into the event log
      Then the meter refuses each attempt
      And the try is in the event log once, with its time
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: While the cover is open, who has the right may write

    @case:SEC-903
    Scenario Outline: The <client> client writes a service parameter while the cover is open
      Given the <client> client has an open association while the terminal cover is open
      When the <client> client writes a service parameter
      Then the <client> client finds the service parameter written, and has put back what was there

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: Opening and closing the cover are events

    @case:SEC-904
    Scenario: The opening and the closing of the cover are logged
      Given the bench can open and close the terminal cover
      And the management client has an open association
      When the bench opens and closes the terminal cover while the management client watches the event log
      Then the opening and the closing are in the event log once each, with their times

  Rule: Nothing that a client has or does stands in for the open cover

    @negative @case:SEC-905
    Scenario Outline: The <client> client with <key> does not get around the cover by writing <form>
      Given the <client> client has an open association under <key>
      When the <client> client writes a service parameter <form>
      Then the meter refuses each attempt
      And the service parameter keeps its value
      But the <client> client is still served

      Examples:
        | client      | key            | form           |
        | management  | its global key | in one request |
        | maintenance | its global key | in one request |

      @needs:conf.multiple
      Examples:
        | client      | key            | form      |
        | management  | its global key | in a list |
        | maintenance | its global key | in a list |

      @needs:conf.blockSet
      Examples:
        | client      | key            | form      |
        | management  | its global key | in blocks |
        | maintenance | its global key | in blocks |

      @needs:sec.dedicated
      Examples:
        | client      | key             | form           |
        | management  | a dedicated key | in one request |
        | maintenance | a dedicated key | in one request |

  Rule: Closing the cover takes the right away at once

    @negative @case:SEC-906
    Scenario Outline: The <client> client can no longer write once the cover is closed in the middle of its association
      Given the <client> client has an open association while the terminal cover is open
      When the <client> client writes a service parameter before and after the cover is closed
      Then the write before was served
      And the meter refuses each attempt
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: A loss of power neither opens the cover nor wipes the log

    @negative @case:SEC-907
    Scenario Outline: After a loss of power the <client> client still cannot write, and the log remembers it
      Given the <client> client has tried in vain to write a service parameter
      When the supply is cut and the <client> client writes the service parameter once more
      Then the meter refuses each attempt
      And the <client> client still finds the earlier entry in the event log
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: An open cover gives no rights

    @negative @case:SEC-908
    Scenario: The reading client gains nothing by an open cover
      Given the reading client has an open association while the terminal cover is open
      When the reading client writes a service parameter
      Then the meter refuses each attempt
      And the service parameter keeps its value
      But the reading client is still served
