import { type Identification, leastReactionMs } from './identification';
import type { LineFormat } from './line-speed';
import type { Message } from './message';
import type { CharacterJudgement } from './message-reader';
import { strictCharacters } from './message-reader';
import type { OptionSelect } from './option-select';
import { conformingProgramming, type ProgrammingDecisions } from './programming-decisions';
import { isSameAddress } from './request';
import { type Offer, type Selection, selected } from './selection';

/** When a meter that goes over to HDLC says so: the standard as read here, or as found in the field. */
export type Confirmation = 'new-speed' | 'old-speed' | 'none';

/**
 * Every decision that the standard gives to a meter on its local port (IEC 62056-21), each a function with one right
 * answer. The server half asks and decides nothing itself. Times are milliseconds.
 */
export interface SignOnDecisions extends CharacterJudgement, ProgrammingDecisions {
  /** Right: a request without address, or with ours, leading zeros aside. */
  answersRequest(addresses: { readonly asked: string; readonly own: string }): boolean;
  /** Right: the one that is set up. */
  identifies(own: Identification): Identification;
  /** From the end of a message to our answer. Right: the least that our third letter announces. */
  reactionMs(own: Identification): number;
  /** Right: the time that is set up, more than 1500 and at most 2200. */
  optionSelectWaitMs(configured: number): number;
  /** Right: only what is offered, at the offered speed, a lower one that is supported, or 300 Bd. */
  selects(option: OptionSelect, offer: Offer): Selection;
  /** To no option select, a faulty one, or one that cannot be had. Right: readout at 300 Bd. */
  withoutOption(): 'readout' | 'silence';
  /** Does the line change to the speed that was selected? Right: yes. */
  changesSpeed(): boolean;
  /** Right: as set up. */
  confirmsHdlc(configured: Confirmation): Confirmation;
  /** Right: 8N1. */
  hdlcFormat(): LineFormat;
  /** Right: the end of HDLC returns the line to 300 Bd 7E1. */
  leavesHdlc(): boolean;
  /** To NAK. Right: the last message is sent again. */
  repeatsOnRequest(): boolean;
  /** To a break. Right: back to the start. */
  obeysBreak(): boolean;
  /** Right: nothing. */
  answersBreak(): 'nothing' | 'ACK';
  /** Right: a running readout is an operation, which a break does not cut. */
  breakInReadout(): 'after-the-block' | 'at-once';
  /** The silence after which we are back at the start; undefined for never. Right: as set up, 60 000 to 120 000. */
  signOffAfterMs(configured: number): number | undefined;
  /** Does this restart that time? Right: every valid message. */
  restartsSignOnTime(by: 'message' | 'faulty' | 'noise'): boolean;
  /** Answer to characters that are no request, at the start. Right: nothing. */
  answersNoise(): 'nothing' | 'identification';
  /** Does a battery meter answer without its wake-up? Right: no. */
  answersAsleep(): boolean;
  /** Does the port return what it receives? Right: no. */
  echoes(): boolean;
  /** What really goes out for a message. Right: its octets, with even parity where the line wants it from us. */
  sentMessage(octets: Uint8Array, message: Message): Uint8Array;
}

export const conformingSignOn: SignOnDecisions = {
  ...strictCharacters,
  ...conformingProgramming,
  answersRequest: ({ asked, own }) => asked === '' || isSameAddress(asked, own),
  identifies: (own) => own,
  reactionMs: leastReactionMs,
  optionSelectWaitMs: (configured) => configured,
  selects: selected,
  withoutOption: () => 'readout',
  changesSpeed: () => true,
  confirmsHdlc: (configured) => configured,
  hdlcFormat: () => '8N1',
  leavesHdlc: () => true,
  repeatsOnRequest: () => true,
  obeysBreak: () => true,
  answersBreak: () => 'nothing',
  breakInReadout: () => 'after-the-block',
  signOffAfterMs: (configured) => configured,
  restartsSignOnTime: (by) => by === 'message',
  answersNoise: () => 'nothing',
  answersAsleep: () => false,
  echoes: () => false,
  sentMessage: (octets) => octets,
};
