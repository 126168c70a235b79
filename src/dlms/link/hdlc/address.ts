import { LocalProtocolError } from '#dlms/errors';

/** Octets of a server address on the wire. */
export type ServerAddressLength = 1 | 2 | 4;

/**
 * Where a frame goes or comes from on the meter's side (IEC 62056-46 6.4.2.2). `upper`: the logical device, `lower`:
 * the physical device on the line. Each part has 7 bits in the form of two octets and 14 bits in that of four.
 */
export type ServerAddress =
  | { readonly length: 1; readonly upper: number; readonly lower?: undefined }
  | { readonly length: 2 | 4; readonly upper: number; readonly lower: number };

export const NO_STATION = 0x00;
export const MANAGEMENT_CLIENT = 0x01;
export const PUBLIC_CLIENT = 0x10;
export const ALL_CLIENTS = 0x7f;
export const MANAGEMENT_DEVICE = 0x01;

/** Reserved values by the bits that a part has (IEC 62056-46 6.4.2.3). */
const ALL_STATION = { 7: 0x7f, 14: 0x3fff } as const;
const CALLING = { 7: 0x7e, 14: 0x3ffe } as const;

export type UpperKind = 'no-station' | 'all-station' | 'individual';
export type LowerKind = UpperKind | 'calling' | 'absent';

/**
 * @param upper 0..7F in one and two octets, 0..3FFF in four
 * @param lower as `upper`; undefined in one octet and only there
 * @throws LocalProtocolError when a part does not fit
 */
export function serverAddress(length: ServerAddressLength, upper: number, lower?: number): ServerAddress {
  checkPart('upper', upper, length);
  if (length === 1) {
    if (lower !== undefined) throw new LocalProtocolError('a server address of one octet has no lower part');
    return { length, upper };
  }
  if (lower === undefined) throw new LocalProtocolError(`a server address of ${length} octets needs a lower part`);
  checkPart('lower', lower, length);
  return { length, upper, lower };
}

/** All logical devices of all physical devices. */
export function allStations(length: ServerAddressLength): ServerAddress {
  const all = ALL_STATION[bitsOf(length)];
  return length === 1 ? { length, upper: all } : { length, upper: all, lower: all };
}

/** The device that has opened the physical connection itself, whatever its address (IEC 62056-46 6.4.2.3). */
export function callingDevice(length: 2 | 4, upper: number = MANAGEMENT_DEVICE): ServerAddress {
  return serverAddress(length, upper, CALLING[bitsOf(length)]);
}

export function upperKind({ upper, length }: ServerAddress): UpperKind {
  if (upper === NO_STATION) return 'no-station';
  return upper === ALL_STATION[bitsOf(length)] ? 'all-station' : 'individual';
}

export function lowerKind({ lower, length }: ServerAddress): LowerKind {
  if (lower === undefined) return 'absent';
  if (lower === NO_STATION) return 'no-station';
  if (lower === CALLING[bitsOf(length)]) return 'calling';
  return lower === ALL_STATION[bitsOf(length)] ? 'all-station' : 'individual';
}

/** Seven bits an octet, the lowest bit set in the last one: upper part first. */
export function encodeServerAddress({ length, upper, lower = 0 }: ServerAddress): Uint8Array {
  if (length === 1) return Uint8Array.of((upper << 1) | 1);
  if (length === 2) return Uint8Array.of(upper << 1, (lower << 1) | 1);
  return Uint8Array.of(highSeven(upper), lowSeven(upper), highSeven(lower), lowSeven(lower) | 1);
}

/** @returns undefined for a length that no server address has: 3 octets, or more than 4 */
export function decodeServerAddress(octets: Uint8Array): ServerAddress | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  switch (isEnded(octets) ? octets.length : 0) {
    case 1:
      return { length: 1, upper: a >>> 1 };
    case 2:
      return { length: 2, upper: a >>> 1, lower: b >>> 1 };
    case 4:
      return { length: 4, upper: ((a >>> 1) << 7) | (b >>> 1), lower: ((c >>> 1) << 7) | (d >>> 1) };
    default:
      return undefined;
  }
}

/** @param client 0..7F, always one octet */
export function encodeClientAddress(client: number): Uint8Array {
  checkPart('client address', client, 1);
  return Uint8Array.of((client << 1) | 1);
}

/** @returns undefined for more than one octet */
export function decodeClientAddress(octets: Uint8Array): number | undefined {
  return octets.length === 1 && isEnded(octets) ? (octets[0] as number) >>> 1 : undefined;
}

/** Whether the lowest bit is set in the last octet and nowhere else. */
export function isEnded(octets: Uint8Array): boolean {
  const last = octets.length - 1;
  for (let i = 0; i < last; i++) if ((octets[i] as number) & 1) return false;
  return last >= 0 && ((octets[last] as number) & 1) === 1;
}

/** `1/17 in 4 octets`, `1 in 1 octet`. */
export function serverAddressText({ length, upper, lower }: ServerAddress): string {
  return `${upper}${lower === undefined ? '' : `/${lower}`} in ${length} octet${length === 1 ? '' : 's'}`;
}

function bitsOf(length: ServerAddressLength): 7 | 14 {
  return length === 4 ? 14 : 7;
}

function checkPart(what: string, value: number, length: ServerAddressLength): void {
  const highest = length === 4 ? 0x3fff : 0x7f;
  if (Number.isInteger(value) && value >= 0 && value <= highest) return;
  throw new LocalProtocolError(`${what}: ${value} is not in 0..${highest}`);
}

function highSeven(part: number): number {
  return (part >>> 7) << 1;
}

function lowSeven(part: number): number {
  return (part & 0x7f) << 1;
}
