import type { SerialPortSettings } from './serial-port-settings';

/** Fewer octets than these could look like anything. */
const ENOUGH = 4;

/**
 * What a person should try where nothing of what was received made sense.
 * @param octets as received, all of them garbled
 * @returns undefined where the octets give no hint
 */
export function settingsSuspicion(octets: Uint8Array, { baud, dataBits }: SerialPortSettings): string | undefined {
  if (octets.length < ENOUGH) return undefined;
  if (octets.every((octet) => octet === 0xff || octet === 0))
    return `wrong speed suspected: the port is at ${baud} baud`;
  if (dataBits !== 8 || !octets.some((octet) => octet > 0x7f)) return undefined;
  if (octets.every((octet) => isText(octet & 0x7f) && hasEvenParity(octet)))
    return 'wrong parity suspected: the octets are text at 7E1, the port is at 8 data bits';
  return undefined;
}

/** Printing characters and those that frame them in IEC 62056-21: SOH, STX, ETX, EOT, ACK, CR, LF, NAK. */
function isText(octet: number): boolean {
  return (octet >= 0x20 && octet < 0x7f) || [1, 2, 3, 4, 6, 0x0a, 0x0d, 0x15].includes(octet);
}

function hasEvenParity(octet: number): boolean {
  let ones = 0;
  for (let bits = octet; bits > 0; bits >>= 1) ones += bits & 1;
  return ones % 2 === 0;
}
