import type { BaudRate, SpeedChange } from './line-speed';
import type { ReaderEvent } from './message-reader';
import type { OptionSelect } from './option-select';
import type { ProgrammingEvent } from './programming-mode';
import type { Selection } from './selection';

/** `hdlc`: its session is over; `password`: too many wrong ones. */
export type SignOffCause = 'break' | 'inactivity' | 'hdlc' | 'password' | 'no-option' | 'line';

export type SignOnServerEvent =
  | SpeedChange
  /** every message, faulty message and noise that was heard */
  | { readonly kind: 'heard'; readonly event: ReaderEvent }
  /** heard while we were answering already */
  | { readonly kind: 'ignored'; readonly event: ReaderEvent }
  | { readonly kind: 'woken' }
  | { readonly kind: 'selected'; readonly option: OptionSelect; readonly selection: Selection }
  /** octets are HDLC from now on: they go to its station, until `hdlcEnded` */
  | { readonly kind: 'hdlc'; readonly baud: BaudRate }
  | ProgrammingEvent
  | { readonly kind: 'readout-sent' }
  | { readonly kind: 'pushed' }
  | { readonly kind: 'signed-off'; readonly cause: SignOffCause };
