@encryption
Feature: Secrets stay in the meter
  Keys and passwords go into a meter and never come out. One readable key undoes all protection of all its clients.

  Rule: No attribute shows a key or a password

    @case:SEC-58
    Scenario Outline: Nothing that the <client> client can read is a secret
      Given the <client> client knows the objects of its association
      When the <client> client reads every attribute of them
      Then no value shows a key or password that the <client> client or another one has

      Examples:
        | client      |
        | public      |
        | reading     |
        | management  |
        | maintenance |
