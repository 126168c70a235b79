import type { BlockCheck } from './block-check';
import type { EchoSetting } from './echo-filter';
import type { BaudRate, LineFormat } from './line-speed';
import type { OptionSelect } from './option-select';
import type { Parity } from './parity';
import type { Pace } from './transmitter';

/** What a sign-on is for. `baudCharacter`: the Z of the option select, in place of the offered one. */
export type SignOnGoal =
  /** no option select at once: the caller goes on */
  | { readonly kind: 'identification' }
  /** no option select at all: the readout at 300 Bd is waited for */
  | { readonly kind: 'no-option' }
  | { readonly kind: 'readout' | 'programming' | 'hdlc'; readonly baudCharacter?: string }
  /** this option select, right or wrong; what comes is listened to at this speed */
  | { readonly kind: 'option'; readonly option: OptionSelect; readonly baudAfter: BaudRate };

/** Times are milliseconds. */
export interface SignOnClientSettings {
  /** device address, empty: whoever hears it */
  readonly address: string;
  readonly parity: Parity;
  readonly pace: Pace;
  readonly echo: EchoSetting;
  /** NUL characters and a pause before the request, for battery meters */
  readonly wakesUp: boolean;
  /** from the end of our message; at least 1500 */
  readonly responseMs: number;
  /** transmissions of one message, the first included */
  readonly attempts: number;
  /** from the end of a message to our answer; undefined: a little more than the meter's third letter asks for */
  readonly reactionMs: number | undefined;
  /** the fastest speed that our side can do */
  readonly maximumBaud: BaudRate;
  /** in which format the confirmation of mode E is read: 8N1 spares a real port a change, and shows bit 7 */
  readonly confirmationFormat: LineFormat;
  readonly confirmationMs: number;
  /** from the end of HDLC to the next request, so that the meter has changed its speed */
  readonly pauseMs: number;
  /** after so much silence the meter has signed off */
  readonly inactivityMs: number;
  readonly blockCheck: BlockCheck;
  /** characters of a data message, and of an answer put together from partial blocks */
  readonly longestMessage: number;
}

export const USUAL_CLIENT: SignOnClientSettings = {
  address: '',
  parity: 'software',
  pace: 'paced',
  echo: 'auto',
  wakesUp: false,
  responseMs: 2000,
  attempts: 3,
  reactionMs: undefined,
  maximumBaud: 19200,
  confirmationFormat: '8N1',
  confirmationMs: 1500,
  pauseMs: 2000,
  inactivityMs: 120_000,
  blockCheck: 'xor',
  longestMessage: 262_144,
};
