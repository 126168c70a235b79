import type { Instant } from '#dlms/link/hdlc/instant';

/** Every speed that Z can tell, in bits per second (IEC 62056-21 6.3.14). */
export const BAUD_RATES = [300, 600, 1200, 2400, 4800, 9600, 19200] as const;
export type BaudRate = (typeof BAUD_RATES)[number];

/** 7E1: seven data bits, even parity, one stop bit; 8N1: eight data bits, no parity, one stop bit. */
export type LineFormat = '7E1' | '8N1';

export interface LineSpeed {
  readonly baud: BaudRate;
  readonly format: LineFormat;
}

/** Where every sign-on begins (IEC 62056-21 6.3). */
export const START_SPEED: LineSpeed = { baud: 300, format: '7E1' };
/** Where a meter sends of its own accord: mode D. */
export const PUSH_SPEED: LineSpeed = { baud: 2400, format: '7E1' };

/**
 * The line changes: after everything that was handed out before has left it to the last stop bit (drain), and before
 * anything that is handed out later. `format` is the one on the wire: where parity is made in software the port stays 8N1.
 */
export interface SpeedChange extends LineSpeed {
  readonly kind: 'change-speed';
  readonly at: Instant;
}

const BITS = 10;

/** How long so many characters take: start bit, eight bits with or without parity, stop bit. */
export function transmissionMs(characters: number, baud: number): number {
  return (characters * BITS * 1000) / baud;
}
