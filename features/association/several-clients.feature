@association
Feature: Several clients of one meter
  Head-end, field tool and customer may read the same meter in the same minute. Each has an association of its own,
  with its own rights, keys and counters.

  Rule: Each client has its own association and no other

    @case:ASC-37
    Scenario Outline: The management and <other> clients read one after the other
      When the management and <other> clients read in turn
      Then each client has had its own association and nothing of the other

      Examples:
        | other   |
        | public  |
        | reading |

    @case:ASC-37 @needs:aa.concurrent
    Scenario Outline: The management and <other> clients read at the same time
      When the management and <other> clients read turn and turn about on two connections
      Then each client has had its own association and nothing of the other

      Examples:
        | other   |
        | public  |
        | reading |
