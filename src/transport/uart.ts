import type { SerialPortSettings } from './serial-port-settings';

/**
 * What a receiver makes of an octet sent with other settings. Deterministic, and like a real port where that is of use:
 * a receiver at 8N1 hears 7E1 as seven bits below the parity bit, as from 8N1 one can speak 7E1 in software. What a
 * port would flag as an error comes out changed.
 */
export function heardAs(octet: number, sender: SerialPortSettings, receiver: SerialPortSettings): number {
  if (sender.baud !== receiver.baud) return 0xff;
  if (equalButStopBits(sender, receiver)) return octet & dataMask(sender);
  if (isEightNone(receiver) && isSevenParity(sender)) return withParity(octet & 0x7f, sender);
  if (isEightNone(sender) && isSevenParity(receiver)) {
    return octet === withParity(octet & 0x7f, receiver) ? octet & 0x7f : (octet & 0x7f) | 0x80;
  }
  return (octet ^ 0x80) & 0xff;
}

/** Seven bits with the parity bit above them, as IEC 62056-21 has it on the line. */
function withParity(seven: number, { parity }: SerialPortSettings): number {
  let ones = 0;
  for (let bits = seven; bits > 0; bits >>= 1) ones += bits & 1;
  const set = parity === 'even' ? ones % 2 === 1 : ones % 2 === 0;
  return set ? seven | 0x80 : seven;
}

function equalButStopBits(a: SerialPortSettings, b: SerialPortSettings): boolean {
  return a.dataBits === b.dataBits && a.parity === b.parity;
}

function isEightNone({ dataBits, parity }: SerialPortSettings): boolean {
  return dataBits === 8 && parity === 'none';
}

function isSevenParity({ dataBits, parity }: SerialPortSettings): boolean {
  return dataBits === 7 && parity !== 'none';
}

function dataMask({ dataBits }: SerialPortSettings): number {
  return dataBits === 7 ? 0x7f : 0xff;
}
