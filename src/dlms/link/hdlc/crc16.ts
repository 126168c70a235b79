/** CRC-16/X-25, the check sequence of HCS and FCS (IEC 62056-46 6.4.2.6, hdlc.md 4). Sent low octet first. */
const REFLECTED_POLYNOMIAL = 0x8408;
const FINAL_XOR = 0xffff;

/** The register before the first octet. */
export const CRC_START = 0xffff;

/** What the register holds after data and a right check sequence, whatever the data was. */
export const CRC_RESIDUE = 0xf0b8;

const TABLE = Uint16Array.from({ length: 256 }, (_, octet) => remainder(octet));

function remainder(octet: number): number {
  let value = octet;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ REFLECTED_POLYNOMIAL : value >>> 1;
  return value;
}

/** The register after the octets `from`..`to`-1, so that a sum can be carried on. */
export function crcRegister(octets: Uint8Array, from: number, to: number, register: number = CRC_START): number {
  let value = register;
  for (let i = from; i < to; i++) {
    value = (value >>> 8) ^ (TABLE[(value ^ (octets[i] as number)) & 0xff] as number);
  }
  return value;
}

/** The check sequence over the octets `from`..`to`-1 as a number of 16 bits. */
export function crc16(octets: Uint8Array, from = 0, to = octets.length): number {
  return crcRegister(octets, from, to) ^ FINAL_XOR;
}

/** Writes the check sequence over `from`..`at`-1 into the two octets at `at`, low octet first. */
export function writeCheck(octets: Uint8Array, from: number, at: number): void {
  const check = crc16(octets, from, at);
  octets[at] = check & 0xff;
  octets[at + 1] = check >>> 8;
}
