@association
Feature: Using the services
  The conformance block of the AARE is a promise: a service whose bit is set works, and one whose bit is not set is
  refused, even if the meter has it.

  Rule: A service that was negotiated works

    @case:ASC-28
    Scenario Outline: The <client> client uses <service>, which it has negotiated
      Given the <client> client has opened its association with <service>
      When the <client> client uses its service <service>
      Then that service has been served

      @needs:conf.get
      Examples: Reading
        | client      | service |
        | public      | get     |
        | reading     | get     |
        | management  | get     |
        | maintenance | get     |

      @needs:conf.set @needs:test.write
      Examples: Writing
        | client      | service |
        | reading     | set     |
        | management  | set     |
        | maintenance | set     |

      @needs:conf.action @needs:test.method
      Examples: Methods
        | client      | service |
        | management  | action  |
        | maintenance | action  |

      @needs:conf.blockGet
      Examples: Reading in blocks
        | client      | service                         |
        | public      | block-transfer-with-get-or-read |
        | reading     | block-transfer-with-get-or-read |
        | management  | block-transfer-with-get-or-read |
        | maintenance | block-transfer-with-get-or-read |

      @needs:conf.blockSet @needs:test.write
      Examples: Writing in blocks
        | client      | service                          |
        | management  | block-transfer-with-set-or-write |
        | maintenance | block-transfer-with-set-or-write |

      @needs:conf.blockAction @needs:test.method
      Examples: Methods in blocks
        | client      | service                    |
        | management  | block-transfer-with-action |
        | maintenance | block-transfer-with-action |

      @needs:conf.multiple
      Examples: Lists
        | client      | service             |
        | reading     | multiple-references |
        | management  | multiple-references |
        | maintenance | multiple-references |

      @needs:conf.selective @needs:test.profile
      Examples: Selection
        | client      | service          |
        | reading     | selective-access |
        | management  | selective-access |
        | maintenance | selective-access |

      @needs:conf.attribute0Get
      Examples: All attributes at once
        | client      | service                       |
        | reading     | attribute0-supported-with-get |
        | management  | attribute0-supported-with-get |
        | maintenance | attribute0-supported-with-get |

      @needs:conf.generalProtection @needs:sec
      Examples: General protection
        | client      | service            |
        | management  | general-protection |
        | maintenance | general-protection |

  Rule: A service that was not negotiated is refused

    @negative @case:ASC-29
    Scenario Outline: The <client> client uses <service>, which it has not proposed
      Given the <client> client has opened its association without <service>
      When the <client> client uses <service> all the same
      Then the meter refuses each attempt
      And nothing has been changed
      But the <client> client is still served

      @needs:conf.set @needs:test.write
      Examples: Writing
        | client      | service |
        | reading     | set     |
        | management  | set     |
        | maintenance | set     |

      @needs:conf.action @needs:test.method
      Examples: Methods
        | client      | service |
        | management  | action  |
        | maintenance | action  |

      @needs:conf.blockGet
      Examples: Reading in blocks
        | client      | service                         |
        | public      | block-transfer-with-get-or-read |
        | reading     | block-transfer-with-get-or-read |
        | management  | block-transfer-with-get-or-read |
        | maintenance | block-transfer-with-get-or-read |

      @needs:conf.blockSet @needs:test.write
      Examples: Writing in blocks
        | client      | service                          |
        | management  | block-transfer-with-set-or-write |
        | maintenance | block-transfer-with-set-or-write |

      @needs:conf.blockAction
      Examples: Methods in blocks
        | client      | service                    |
        | management  | block-transfer-with-action |
        | maintenance | block-transfer-with-action |

      @needs:conf.multiple
      Examples: Lists
        | client      | service             |
        | reading     | multiple-references |
        | management  | multiple-references |
        | maintenance | multiple-references |

      @needs:conf.selective @needs:test.profile
      Examples: Selection
        | client      | service          |
        | reading     | selective-access |
        | management  | selective-access |
        | maintenance | selective-access |

      @needs:conf.attribute0Get
      Examples: All attributes at once
        | client      | service                       |
        | reading     | attribute0-supported-with-get |
        | management  | attribute0-supported-with-get |
        | maintenance | attribute0-supported-with-get |

      @needs:conf.generalProtection @needs:sec
      Examples: General protection
        | client      | service            |
        | management  | general-protection |
        | maintenance | general-protection |

    @negative @case:ASC-29
    Scenario Outline: The <client> client uses get, which it has not proposed
      Given the <client> client has opened its association without get
      When the <client> client uses get all the same
      Then the meter refuses each attempt
      But the <client> client can still open its association

      @needs:conf.get
      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
