import { LocalProtocolError } from '#dlms/errors';
import { type Announcement, announcedBy } from './baud-character';
import { codesOf, textOf } from './character';
import { malformed } from './malformed';

/** What a meter says of itself (IEC 62056-21 6.3.2). */
export interface Identification {
  /** FLAG letters; the third one in lower case where the meter answers after 20 ms already */
  readonly manufacturer: string;
  /** Z: mode and speed */
  readonly baudCharacter: string;
  /** the W of each escape `\W` before the identification; `2`: HDLC is offered */
  readonly escapes: readonly string[];
  /** what remains of the 16 characters */
  readonly text: string;
}

const LONGEST = 16;
const WHOLE = /^\/([A-Z]{2}[A-Za-z])([\x20-\x7e])((?:\\[\x20-\x7e])*)([\x20-\x7e]*)\r\n$/;
const SHAPES: readonly RegExp[] = [
  /^\//,
  /^\/[A-Z]/,
  /^\/[A-Z]{2}/,
  /^\/[A-Z]{2}[A-Za-z]/,
  /^\/[A-Z]{2}[A-Za-z][\x20-\x7e]/,
];

/**
 * `/ manufacturer Z [\ W]… text CR LF`, 7 to 23 characters.
 * @throws LocalProtocolError when a field is out of its range
 */
export function encodeIdentification(identification: Identification): Uint8Array {
  const { manufacturer, baudCharacter, escapes, text } = identification;
  const codes = codesOf(`/${manufacturer}${baudCharacter}${escapes.map((w) => `\\${w}`).join('')}${text}\r\n`);
  const fault = faultOf(codes);
  if (fault !== undefined) throw new LocalProtocolError(`identification: ${fault.reason}`);
  return codes;
}

/** @throws PeerProtocolError at the first character that is out of place */
export function decodeIdentification(codes: Uint8Array): Identification {
  const fault = faultOf(codes);
  if (fault !== undefined) throw malformed(`identification: ${fault.reason}`, codes, fault.offset);
  const [, manufacturer = '', baudCharacter = '', escapes = '', text = ''] = WHOLE.exec(textOf(codes)) ?? [];
  return { manufacturer, baudCharacter, escapes: [...escapes].filter((_, i) => i % 2 === 1), text };
}

export function offersHdlc({ escapes }: Identification): boolean {
  return escapes.includes('2');
}

export function announcementOf(identification: Identification): Announcement {
  return announcedBy(identification.baudCharacter, offersHdlc(identification));
}

/** The least time between a message and its answer, by the third letter (IEC 62056-21 6.3.2). */
export function leastReactionMs({ manufacturer }: Identification): 20 | 200 {
  return /^..[a-z]/.test(manufacturer) ? 20 : 200;
}

interface Fault {
  readonly reason: string;
  readonly offset: number;
}

function faultOf(codes: Uint8Array): Fault | undefined {
  const text = textOf(codes);
  const offset = SHAPES.findIndex((shape) => !shape.test(text));
  if (offset >= 0) return { reason: offset < 4 ? 'three FLAG letters expected' : 'no baud-rate character', offset };
  if (/^[/!]$/.test(text.charAt(4))) return { reason: 'no baud-rate character', offset: 4 };
  if (!WHOLE.test(text)) return { reason: 'printable characters and CR LF expected', offset: firstOdd(text) };
  const body = text.slice(5, -2);
  if (body.length > LONGEST) return { reason: `more than ${LONGEST} characters`, offset: 5 + LONGEST };
  return faultInBody(body);
}

/** `/` and `!` are delimiters, `\` always leads an escape. */
function faultInBody(body: string): Fault | undefined {
  const plain = body.replace(/\\[\x20-\x7e]/g, '..');
  const offset = plain.search(/[/!\\]/);
  return offset < 0 ? undefined : { reason: 'a delimiter within', offset: 5 + offset };
}

function firstOdd(text: string): number {
  const at = text.slice(5).search(/[^\x20-\x7e]/);
  return at < 0 ? text.length : 5 + at;
}
