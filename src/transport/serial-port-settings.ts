import { LocalProtocolError } from '#dlms/errors';

export type Parity = 'none' | 'even' | 'odd';

/** How octets are put on a serial line. */
export interface SerialPortSettings {
  /** bits a second */
  readonly baud: number;
  readonly dataBits: 7 | 8;
  readonly parity: Parity;
  readonly stopBits: 1 | 2;
}

/** HDLC and everything else that is not ASCII (IEC 62056-46 5.2). */
export const eightNoneOne = (baud: number): SerialPortSettings => ({
  baud,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
});

/** IEC 62056-21 in its ASCII modes (5.1.2), which begin at 300 baud. */
export const sevenEvenOne = (baud: number): SerialPortSettings => ({
  baud,
  dataBits: 7,
  parity: 'even',
  stopBits: 1,
});

/** As people write it: `9600 8N1`. */
export function settingsText({ baud, dataBits, parity, stopBits }: SerialPortSettings): string {
  return `${baud} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
}

/** @throws LocalProtocolError for a speed that is no whole number of bits a second */
export function checkedSettings(settings: SerialPortSettings): SerialPortSettings {
  const { baud } = settings;
  if (Number.isInteger(baud) && baud > 0 && baud <= 0xff_ff_ff_ff) return settings;
  throw new LocalProtocolError(`baud rate ${baud}: expected a whole number from 1`);
}

export function sameSettings(a: SerialPortSettings, b: SerialPortSettings): boolean {
  return a.baud === b.baud && sameFormat(a, b);
}

/** Equal but for the speed. */
export function sameFormat(a: SerialPortSettings, b: SerialPortSettings): boolean {
  return a.dataBits === b.dataBits && a.parity === b.parity && a.stopBits === b.stopBits;
}

/** Bits on the line for one octet: start, data, parity, stop. */
export function bitsPerOctet({ dataBits, parity, stopBits }: SerialPortSettings): number {
  return 1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits;
}

/** How long so many octets keep the line busy, in ms. */
export function transmissionMs(octets: number, settings: SerialPortSettings): number {
  return (octets * bitsPerOctet(settings) * 1000) / settings.baud;
}
