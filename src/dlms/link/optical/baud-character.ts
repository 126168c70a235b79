import { BAUD_RATES, type BaudRate } from './line-speed';

/** How a meter is talked to (IEC 62056-21 6.4). D is not announced by Z: it sends unasked. */
export type Mode = 'A' | 'B' | 'C' | 'D' | 'E';

/** What the baud-rate character Z says; `baud` is undefined where Z is reserved. */
export interface Announcement {
  readonly mode: Exclude<Mode, 'D'>;
  readonly baud: BaudRate | undefined;
}

const MODE_B = 'ABCDEFGHI';
const MODE_C = '0123456789';

/**
 * Mode and speed by Z (IEC 62056-21 6.3.14).
 * @param hasHdlc whether the identification offers HDLC by the escape `\2`: mode E in place of C
 */
export function announcedBy(z: string, hasHdlc: boolean): Announcement {
  const inC = MODE_C.indexOf(z);
  if (inC >= 0) return { mode: hasHdlc ? 'E' : 'C', baud: BAUD_RATES[inC] };
  const inB = MODE_B.indexOf(z);
  return inB >= 0 ? { mode: 'B', baud: BAUD_RATES[inB + 1] } : { mode: 'A', baud: 300 };
}

/** The Z of modes C and E for a speed. */
export function baudCharacter(baud: BaudRate): string {
  return String(BAUD_RATES.indexOf(baud));
}

/** The speed that Z selects in modes C and E; undefined where it is none or reserved. */
export function selectedBaud(z: string): BaudRate | undefined {
  return z.length === 1 ? BAUD_RATES[MODE_C.indexOf(z)] : undefined;
}
