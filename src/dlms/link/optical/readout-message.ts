import { textOf } from './character';
import type { DataSet } from './data-set';
import { encodeIdentification, type Identification } from './identification';
import type { Message } from './message';
import { encodeReadout } from './readout';

type Lines = readonly (readonly DataSet[])[];

/** A readout on request. `plain`: without STX, ETX and BCC. */
export function readoutMessage(lines: Lines, frame: 'checked' | 'plain'): Message {
  const text = textOf(encodeReadout(lines));
  return frame === 'plain' ? { kind: 'text', text } : { kind: 'data', data: { text, isLast: true } };
}

/** What mode D sends: identification, an empty line, data lines, `!` (IEC 62056-21 6.4.4). */
export function pushMessage(identification: Identification, lines: Lines): Message {
  return { kind: 'text', text: `${textOf(encodeIdentification(identification))}\r\n${textOf(encodeReadout(lines))}` };
}
