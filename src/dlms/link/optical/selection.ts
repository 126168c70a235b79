import { selectedBaud } from './baud-character';
import type { BaudRate } from './line-speed';
import type { OptionSelect } from './option-select';

/** What a meter lets a client choose from. */
export interface Offer {
  /** Z of the identification */
  readonly baudCharacter: string;
  /** lower speeds that are taken as well */
  readonly lowerBaudCharacters: readonly string[];
  readonly hasProgramming: boolean;
  readonly hasHdlc: boolean;
}

export type Target = 'readout' | 'programming' | 'hdlc';

/** What an option select brings; `unsupported` is as good as none at all. */
export type Selection =
  | { readonly target: Target; readonly baud: BaudRate }
  | { readonly target: 'unsupported'; readonly baud: 300 };

const UNSUPPORTED: Selection = { target: 'unsupported', baud: 300 };
const TARGETS: Readonly<Record<string, Target>> = { '00': 'readout', '01': 'programming', '22': 'hdlc' };

/**
 * The right answer to an option select (IEC 62056-21 6.3.3): V and Y together say what, Z at which speed. Z=0 stays at
 * 300 Bd whatever was offered.
 */
export function selected({ protocol, baudCharacter, mode }: OptionSelect, offer: Offer): Selection {
  const target = TARGETS[protocol + mode];
  const baud = speedOf(baudCharacter, offer);
  if (target === undefined || baud === undefined || !isOffered(target, offer)) return UNSUPPORTED;
  return { target, baud };
}

function speedOf(z: string, { baudCharacter, lowerBaudCharacters }: Offer): BaudRate | undefined {
  const isMine = z === '0' || z === baudCharacter || lowerBaudCharacters.includes(z);
  return isMine ? selectedBaud(z) : undefined;
}

function isOffered(target: Target, { hasProgramming, hasHdlc }: Offer): boolean {
  return target === 'readout' || (target === 'programming' ? hasProgramming : hasHdlc);
}
