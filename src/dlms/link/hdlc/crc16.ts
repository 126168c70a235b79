/** CRC-16/X-25, the check sequence of HCS and FCS (IEC 62056-46 6.4.2.6, hdlc.md 4). Sent low octet first. */
const REFLECTED_POLYNOMIAL = 0x8408;
const FINAL_XOR = 0xffff;

/** The register before the first octet. */
export const CRC_START = 0xffff;

/** What the register holds after data and a right check sequence, whatever the data was. */
export const CRC_RESIDUE = 0xf0b8;

/** Octets of a stride; what one of them adds to the register does not depend on the others, so they need not wait for each other. */
const STRIDE = 8;

/** For each octet what it leaves in the register when 0 to 7 octets follow it in its stride: eight tables of 256, one after another. */
const TABLE = remainders();

function remainders(): Uint16Array {
  const table = new Uint16Array(STRIDE * 256);
  for (let octet = 0; octet < 256; octet++) table[octet] = remainder(octet);
  for (let i = 256; i < table.length; i++) {
    const before = table[i - 256] as number;
    table[i] = (before >>> 8) ^ (table[before & 0xff] as number);
  }
  return table;
}

function remainder(octet: number): number {
  let value = octet;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ REFLECTED_POLYNOMIAL : value >>> 1;
  return value;
}

/** The register after the octets `from`..`to`-1, so that a sum can be carried on. */
export function crcRegister(octets: Uint8Array, from: number, to: number, register: number = CRC_START): number {
  const strides = to - ((to - from) % STRIDE);
  let value = register;
  let i = from;
  for (; i < strides; i += STRIDE) value = afterStride(octets, i, value);
  for (; i < to; i++) value = (value >>> 8) ^ (TABLE[(value ^ (octets[i] as number)) & 0xff] as number);
  return value;
}

/** The register has 16 bits: it meets the first two octets, and those that follow stand alone. */
function afterStride(octets: Uint8Array, at: number, register: number): number {
  const first = (octets[at] as number) ^ (register & 0xff);
  const second = (octets[at + 1] as number) ^ (register >>> 8);
  return (
    (TABLE[0x700 | first] as number) ^
    (TABLE[0x600 | second] as number) ^
    (TABLE[0x500 | (octets[at + 2] as number)] as number) ^
    (TABLE[0x400 | (octets[at + 3] as number)] as number) ^
    (TABLE[0x300 | (octets[at + 4] as number)] as number) ^
    (TABLE[0x200 | (octets[at + 5] as number)] as number) ^
    (TABLE[0x100 | (octets[at + 6] as number)] as number) ^
    (TABLE[octets[at + 7] as number] as number)
  );
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
