import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';

/** A logical name in the one form in which we print and compare it: `1-0:1.8.0.255`. */
export type Obis = `${number}-${number}:${number}.${number}.${number}.${number}`;

const OURS = /^(\d{1,3})-(\d{1,3}):(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const SIX_DECIMALS = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
/** [A-][B:]C.D[.E][*F or &F] (IEC 62056-61); C and D may be letters in readouts */
const READOUT = /^(?:(\d{1,3})-)?(?:(\d{1,3}):)?(\d{1,3}|[CFLP])\.(\d{1,3}|[CFLP])(?:\.(\d{1,3}))?(?:[*&](\d{1,3}))?$/;
const TWELVE_DIGITS = /^[0-9a-fA-F]{12}$/;
const LETTERS: Readonly<Record<string, number>> = { C: 96, F: 97, L: 98, P: 99 };

/** The six octets A B C D E F of a logical name. @throws PeerProtocolError when they are not six */
export function decodeObis(octets: Uint8Array): Obis {
  if (octets.length !== 6)
    throw new PeerProtocolError(
      `logical name: 6 octets expected, got ${octets.length}`,
      octets,
      Math.min(octets.length, 6),
    );
  return `${at(octets, 0)}-${at(octets, 1)}:${at(octets, 2)}.${at(octets, 3)}.${at(octets, 4)}.${at(octets, 5)}`;
}

function at(octets: Uint8Array, index: number): number {
  return octets[index] ?? 0;
}

/** The six octets A B C D E F. @throws LocalProtocolError when this is no OBIS code or a group is beyond 255 */
export function encodeObis(obis: Obis): Uint8Array {
  return encodedOnce(obis).slice();
}

/** A client asks for the same few objects over and over: reading the text costs more than all the rest of a request. */
const encoded = new Map<Obis, Uint8Array>();
const MOST_ENCODED = 4096;

function encodedOnce(obis: Obis): Uint8Array {
  const known = encoded.get(obis);
  if (known !== undefined) return known;
  const octets = new Uint8Array(groupsOf(OURS.exec(obis), obis));
  if (encoded.size >= MOST_ENCODED) encoded.clear();
  encoded.set(obis, octets);
  return octets;
}

/**
 * Any of the usual ways to write an OBIS code: `1-0:1.8.0.255`, `1-0:1.8.0*255`, `1-0:1.8.0`, `1.0.1.8.0.255`,
 * `0100010800FF`, and of readouts and displays `1.8.0`, `1.8.1*01`, `1.6.1&02`, `C.1.0`, `F.F`, `P.01`.
 *
 * A missing F is 255, a missing E is 0, a missing B is 0. A missing A is 0 where C is 96 or 97 (general service and error
 * objects) and else 1, electricity: a guess that a meter's object list may contradict.
 * @throws LocalProtocolError naming the text when it is none of these or a group is beyond 255
 */
export function parseObis(text: string): Obis {
  if (TWELVE_DIGITS.test(text)) return decodeObis(new Uint8Array(Buffer.from(text, 'hex')));
  const whole = OURS.exec(text) ?? SIX_DECIMALS.exec(text);
  return whole === null ? parseReadout(text) : decodeObis(new Uint8Array(groupsOf(whole, text)));
}

function parseReadout(text: string): Obis {
  const match = READOUT.exec(text);
  if (match === null) throw notObis(text);
  const [, a, b = '0', c = '', d = '', e = '0', f = '255'] = match;
  const medium = a ?? (c === 'C' || c === 'F' || c === '96' || c === '97' ? '0' : '1');
  return decodeObis(new Uint8Array([medium, b, c, d, e, f].map((group) => groupValue(group, text))));
}

function groupsOf(match: RegExpExecArray | null, text: string): number[] {
  if (match === null) throw notObis(text);
  return match.slice(1).map((group) => groupValue(group, text));
}

function groupValue(group: string, text: string): number {
  const value = LETTERS[group] ?? Number(group);
  if (value > 255) throw new LocalProtocolError(`"${text}" is no OBIS code: ${group} is beyond 255`);
  return value;
}

function notObis(text: string): LocalProtocolError {
  return new LocalProtocolError(`"${text}" is no OBIS code, write it like 1-0:1.8.0.255`);
}
