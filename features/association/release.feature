@release
Feature: Ending an association
  A client releases its association when it has done its work, or its connection ends. Afterwards nothing may be
  left of the association: neither rights for whoever comes next, nor a place that nobody can have.

  Rule: A released association is over, and the connection is not

    @case:REL-01
    Scenario Outline: The <client> client releases its association
      Given the <client> client has an open association
      When the <client> client releases its association and reads
      Then the meter confirms the release
      And it serves the read no more

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:REL-02
    Scenario Outline: The <client> client releases its association with an RLRQ that holds nothing
      Given the <client> client has an open association
      When the <client> client sends an RLRQ that holds nothing and reads
      Then the meter answers with a well-formed RLRE
      And it serves the read no more

      Examples:
        | client  |
        | public  |
        | reading |

    @case:REL-11
    Scenario Outline: The <client> client releases without an association
      When the <client> client sends an RLRQ without an association
      Then the meter confirms, refuses or ignores it
      And the <client> client can open its association on that connection

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: Whoever opens with protection releases with protection

    @case:REL-03
    Scenario Outline: The meter shows the <client> client under protection what it releases
      Given the <client> client has an open association
      When the <client> client releases its association
      Then the RLRE holds under protection what was negotiated

      Examples:
        | client      |
        | management  |
        | maintenance |

    @case:REL-03
    Scenario Outline: Beside the management client, the <plain> client is released in clear
      When the management client and then the <plain> client open and release their associations
      Then the last RLRE holds nothing about its association

      Examples:
        | plain   |
        | public  |
        | reading |

    @negative @case:REL-04
    Scenario Outline: The management client is not released by an RLRQ <how>
      Given the management client has an open association
      When the management client sends an RLRQ <how>
      Then the meter refuses each attempt
      But the management client is still served

      Examples:
        | how                               |
        | without its InitiateRequest       |
        | with an unprotected InitiateRequest |
        | with a wrong authentication tag   |

  Rule: An association ends with its connection, and leaves its place to the next

    @case:REL-05
    Scenario Outline: The association of the <client> client ends with its link
      Given the <client> client has an open association
      When the <client> client disconnects its link, connects it again and reads
      Then the meter confirms both
      And it serves the read no more
      And the <client> client can open its association on that connection

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:REL-06
    Scenario Outline: The association of the <client> client ends when it closes the connection
      Given the <client> client has an open association
      When the <client> client closes its connections and reads on a new one
      Then it serves the read no more
      And the <client> client can open its association on that connection

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:REL-07
    Scenario Outline: The <client> client can come back when a connection breaks during a reply
      Given the <client> client has an open association
      When the connection of the <client> client is reset again and again while a long reply is coming
      Then the client is taken back each time

      Examples:
        | client     |
        | public     |
        | management |

    @slow @case:REL-12
    Scenario Outline: The <client> client can come back after it has vanished
      Given the <client> client has an open association
      When the <client> client vanishes without a word and comes back after the inactivity time-out
      Then the client is taken back

      Examples:
        | client     |
        | public     |
        | management |

  Rule: Associations can be opened and released without end

    @case:REL-08
    Scenario Outline: The <client> client opens, reads and releases over and over
      When the <client> client opens, reads and releases 50 times
      Then each time went well and none took much longer than the first

      Examples:
        | client     |
        | public     |
        | management |

  Rule: What was under way or written is neither confused nor lost

    @case:REL-09
    Scenario Outline: A broken long read of the <client> client begins anew
      Given the <client> client has read its object list in blocks
      When the <client> client reads it again, the connection breaks after the second block and it reads it anew
      Then the client gets the same object list

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

    @case:REL-10
    Scenario Outline: What the <client> client has written lasts beyond its association
      Given the <client> client has an open association
      When the <client> client writes the test value, leaves and comes back
      Then the value is the one that was written, and can be put back

      Examples:
        | client      |
        | management  |
        | maintenance |
