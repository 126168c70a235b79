@sign-on
Feature: Sign-on at the local port
  A hand-held unit begins slowly and with parity, learns who the meter is and what it can do, and goes over to HDLC.
  Whoever leaves a meter must find it again where every sign-on begins.

  Rule: A meter tells who it is when it is asked, and nobody else does

    @case:IEC-01
    Scenario: The public client asks the meter who it is
      When the public client asks the meter to identify itself
      Then the meter identifies itself in due form and time

    @case:IEC-02
    Scenario: The public client asks the meter by its device address
      When the public client asks for the device address of the meter, with and without leading zeros
      Then the meter identifies itself each time

    @negative @case:IEC-03
    Scenario: The public client asks for the device address of another meter
      When the public client asks for a device address that is wrong in its last character, and then for the right one
      Then only the right address is answered
      But the public client can still open its association

    @negative @case:IEC-14
    Scenario: The public client sends noise in place of a request
      When the public client sends noise, pauses and asks the meter to identify itself
      Then only the request is answered
      But the public client can still open its association

    @case:IEC-12
    Scenario: The port does not return what the public client sends
      When the public client speaks on the line for the first time
      Then the first that comes back is the answer

  Rule: A meter in mode E goes over to HDLC at the rate that is selected

    @case:IEC-04
    Scenario: The public client selects HDLC
      When the public client selects HDLC at the rate of the identification
      Then the meter speaks HDLC at the selected rate
      And the meter has confirmed the change in due form

    @case:IEC-05
    Scenario: The public client selects every declared rate
      When the public client selects HDLC at each declared rate up to that of the identification
      Then the meter speaks HDLC at each of them

    @case:IEC-07
    Scenario Outline: The public client connects <soon> after the change of rate
      When the public client selects HDLC and connects <soon> after the change of rate
      Then the meter speaks HDLC at the selected rate

      Examples:
        | soon                       |
        | as soon as it may          |
        | as late as a meter answers |

    @negative @case:IEC-06
    Scenario: The public client selects a rate that was not offered
      When the public client selects HDLC one rate above that of the identification
      Then the meter reads out slowly or keeps silent
      But the public client can still open its association

  Rule: A meter that is not told what is wanted reads out

    @case:IEC-08
    Scenario: The public client selects nothing
      When the public client selects nothing after the identification
      Then the meter reads out slowly after the time for a selection
      And the meter identifies itself when it is asked again

  Rule: A meter that is left goes back to where every sign-on begins

    @case:IEC-09
    Scenario: The public client disconnects
      Given the public client has an open association
      When the public client disconnects and asks the meter to identify itself
      Then the meter identifies itself when it is asked again

    @case:IEC-10
    Scenario: The public client breaks the sign-on off
      When the public client sends a break after the identification and asks again
      Then the break was answered by nothing
      And the meter identifies itself when it is asked again

    @case:IEC-10
    Scenario: The public client breaks a readout off
      When the public client sends a break in a running readout and asks again
      Then the break was answered by nothing but the rest of the readout
      And the meter identifies itself when it is asked again

    @slow @case:IEC-11
    Scenario: The public client leaves its link alone
      Given the public client has an open association
      When the public client is silent on its link for longer than the inactivity time-out, polls it and asks again
      Then the meter no longer answers on the link
      And the meter identifies itself when it is asked again

  Rule: A meter without sign-on speaks HDLC at once

    @case:IEC-13
    Scenario Outline: The <client> client connects without sign-on
      When the <client> client connects without sign-on and opens its association
      Then the link was accepted and the association with it

      Examples:
        | client     |
        | public     |
        | reading    |
        | management |
