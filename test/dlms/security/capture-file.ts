import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '#dlms/codec/hex';

const FOLDER = join(__dirname, '../../../fixtures/vectors/captures');

/** Line traffic between foreign implementations, as noted down with it by a third one. */
export interface Capture {
  readonly guek: Uint8Array;
  readonly gak: Uint8Array;
  readonly dedicatedKey: Uint8Array | undefined;
  readonly titles: Readonly<Record<Direction, Uint8Array>>;
  readonly messages: readonly Message[];
}

export type Direction = 'C>S' | 'S>C';

export interface Message {
  readonly from: Direction;
  /** without wrapper header, HDLC frame and LLC header; undefined for a frame that carries none */
  readonly apdu: Uint8Array | undefined;
  /** what the annotation says was deciphered */
  readonly annotation: { readonly key: 'global' | 'dedicated'; readonly plain: Uint8Array } | undefined;
}

export function captureNames(): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));
}

export function readCapture(name: string): Capture {
  const text = readFileSync(join(FOLDER, name), 'latin1');
  const dedicated = /DK=([0-9A-F]+)/.exec(text)?.[1];
  return {
    guek: fromHex(field(text, /EK\(global unicast\)=([0-9A-F]+)/)),
    gak: fromHex(field(text, /AK=([0-9A-F]+)/)),
    dedicatedKey: dedicated === undefined ? undefined : fromHex(dedicated),
    titles: {
      'C>S': fromHex(field(text, /client system title=([0-9A-F]+)/)),
      'S>C': fromHex(field(text, /server system title=([0-9A-F]+)/)),
    },
    messages: text
      .split(/^(?=[CS]>[CS] )/m)
      .slice(1)
      .map(messageOf),
  };
}

function messageOf(text: string): Message {
  const from = text.startsWith('C>S') ? 'C>S' : 'S>C';
  const octets = fromHex(field(text, /^[CS]>[CS] ([0-9A-F]+)/));
  const plain = /; tag [0-9A-F]+ VALID\n\s+; plaintext: ([0-9A-F]+)/.exec(text)?.[1];
  const key = text.includes('key=dedicated') ? 'dedicated' : 'global';
  return {
    from,
    apdu: octets[0] === 0x7e ? hdlcApdu(octets) : octets.subarray(8),
    annotation: plain === undefined ? undefined : { key, plain: fromHex(plain) },
  };
}

/** Between the LLC header and FCS and flag; none of the ciphered APDUs is segmented. */
function hdlcApdu(frame: Uint8Array): Uint8Array | undefined {
  const buffer = Buffer.from(frame);
  const llc = Math.max(buffer.indexOf('E6E600', 'hex'), buffer.indexOf('E6E700', 'hex'));
  return llc < 0 ? undefined : frame.subarray(llc + 3, -3);
}

function field(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`capture has no ${pattern.source}`);
  return value;
}
