import type { PeerProtocolError } from '#dlms/errors';
import type { Announcement } from './baud-character';
import type { DataSet } from './data-set';
import type { Identification } from './identification';
import type { BaudRate, LineFormat, SpeedChange } from './line-speed';
import type { Message } from './message';
import type { ReaderEvent } from './message-reader';
import type { Readout } from './readout';

/** What nobody answered. */
export type Unanswered = 'request' | 'option-select' | 'identification' | 'command';

export type SignOnClientEvent =
  | SpeedChange
  /** our own octets, come back from the head and taken away */
  | { readonly kind: 'echo'; readonly octets: Uint8Array }
  /** `reactionMs`: from the end of the request to the start of the answer, as far as the line delivers characters singly */
  | ({
      readonly kind: 'identified';
      readonly identification: Identification;
      readonly reactionMs: number;
    } & Announcement)
  /** modes A and B know neither option select nor HDLC; their readout follows */
  | { readonly kind: 'not-offered'; readonly goal: 'programming' | 'hdlc' | 'option' }
  /** `isChecked`: it came with a right BCC */
  | { readonly kind: 'readout'; readonly readout: Readout; readonly isChecked: boolean }
  /** P0: programming mode is entered, the operand is for P2 */
  | { readonly kind: 'password-asked'; readonly operand: string }
  | { readonly kind: 'acknowledged' }
  /** an address may be left out where it is the one that was asked for */
  | { readonly kind: 'answer'; readonly sets: readonly DataSet[] }
  /** an error message */
  | { readonly kind: 'error'; readonly text: string }
  /** octets are HDLC from now on; `confirmation`: the format in which it came, as bit 7 tells */
  | {
      readonly kind: 'hdlc';
      readonly baud: BaudRate;
      readonly confirmation: LineFormat | 'absent';
      readonly isEchoing: boolean;
    }
  /** mode D */
  | { readonly kind: 'pushed'; readonly identification: Identification; readonly readout: Readout }
  /** the last message is sent again, or NAK asks for it */
  | { readonly kind: 'repeated'; readonly by: 'silence' | 'NAK' | 'our NAK'; readonly attempt: number }
  /** however often it was tried, NAK or a faulty message came back; a break follows */
  | { readonly kind: 'given-up' }
  | { readonly kind: 'no-response'; readonly to: Unanswered }
  | { readonly kind: 'signed-off'; readonly by: 'break' | 'meter' | 'inactivity' }
  /** what is not waited for, e.g. an answer after its time */
  | { readonly kind: 'late'; readonly message: Message }
  | { readonly kind: 'dropped'; readonly event: Extract<ReaderEvent, { kind: 'dropped' | 'nulls' }> }
  /** the meter breaks the rules */
  | { readonly kind: 'violation'; readonly error: PeerProtocolError };
