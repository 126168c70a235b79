@encryption
Feature: Access rights of every client
  Each client sees its own objects and has its own rights to them. What one client may know is no business of another,
  and an attribute that is worth more protection than the rest is worth it for writing as well.

  Rule: What only other clients may read is refused

    @negative @case:SEC-911
    Scenario Outline: The <client> client gets nothing that only other clients may read
      Given the object lists of the other clients show what the <client> client may not read
      When the <client> client reads each of these attributes
      Then the meter refuses each of these reads
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: What a client's own list names without a right to it is refused

    @negative @case:SEC-912
    Scenario Outline: The <client> client gets nothing that its list names without the right to read it
      Given the <client> client knows its own rights
      When the <client> client reads each attribute of its list that it has no right to read
      Then the meter refuses each of these reads
      But the <client> client is still served

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |

  Rule: The public client sees nothing of the meter's security

    @case:SEC-913
    Scenario: The list of the public client holds nothing to change or learn the security of the meter
      When the public client looks at its object list
      Then nothing in it lets a stranger touch the security of the meter

  Rule: A right that demands more protection than the policy is kept for writing, too

    @negative @case:SEC-914
    Scenario Outline: The <client> client cannot write a specially protected attribute with too little protection
      Given the <client> client knows its own rights
      When the <client> client writes a specially protected attribute with too little protection, then with enough
      Then the meter refuses each attempt
      And the attribute is written with enough protection alone
      But the <client> client is still served

      Examples:
        | client      |
        | management  |
        | maintenance |

  Rule: More protection than is demanded is always accepted

    @case:SEC-915
    Scenario Outline: The <client> client is served with every protection that is enough, and with more
      Given the <client> client knows its own rights
      When the <client> client reads with every protection that is enough, and with more
      Then each of these requests is served

      Examples:
        | client      |
        | management  |
        | maintenance |
