import type { BlockCheck } from './block-check';
import type { Identification } from './identification';
import type { Parity } from './parity';
import type { ProgrammingSettings } from './programming-mode';
import type { Offer } from './selection';
import type { Confirmation } from './sign-on-decisions';
import type { Pace } from './transmitter';

/** The local port of a meter (IC 19, iec62056-21.md 8). Times are milliseconds. */
export interface SignOnServerSettings extends ProgrammingSettings {
  /** device address, empty where there is none */
  readonly address: string;
  /** third letter: reaction time; Z: mode and speed; escape `2`: HDLC is offered */
  readonly identification: Identification;
  /** Z of lower speeds that are taken as well */
  readonly lowerBaudCharacters: readonly string[];
  readonly hasProgramming: boolean;
  readonly hasHdlc: boolean;
  /** `plain`: readout without STX, ETX and BCC */
  readonly readoutFrame: 'checked' | 'plain';
  readonly confirmation: Confirmation;
  /** more than 1500, at most 2200 */
  readonly optionSelectWaitMs: number;
  /** 60 000 to 120 000 */
  readonly inactivityMs: number;
  /** a battery meter: it hears nothing until it is woken */
  readonly isBattery: boolean;
  readonly parity: Parity;
  readonly pace: Pace;
  readonly blockCheck: BlockCheck;
}

/** Everything but who the meter is. */
export const USUAL_SERVER: Omit<SignOnServerSettings, 'identification'> = {
  address: '',
  lowerBaudCharacters: [],
  hasProgramming: true,
  hasHdlc: true,
  readoutFrame: 'checked',
  confirmation: 'new-speed',
  optionSelectWaitMs: 1800,
  inactivityMs: 90_000,
  isBattery: false,
  parity: 'software',
  pace: 'paced',
  blockCheck: 'xor',
  partialBlock: 32,
  longestMessage: 4096,
  errors: { password: 'ER02', locked: 'ER03', command: 'ER01' },
};

export function offerOf({ identification, lowerBaudCharacters, hasProgramming, hasHdlc }: SignOnServerSettings): Offer {
  return { baudCharacter: identification.baudCharacter, lowerBaudCharacters, hasProgramming, hasHdlc };
}
