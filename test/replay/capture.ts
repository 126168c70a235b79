import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '#dlms/codec/hex';
import { decodeFrame } from '#dlms/link/hdlc/frame';
import { withoutLlc } from '#dlms/link/hdlc/llc';
import { decodeParameters, type ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { Reassembly } from '#dlms/link/hdlc/segmentation';

const FOLDER = join(__dirname, '../../fixtures/vectors/captures');
const WRAPPER_HEADER = 8;

export interface Line {
  readonly from: 'C>S' | 'S>C';
  /** one frame with its flags, or one WPDU */
  readonly octets: Uint8Array;
}

/** Line traffic between two foreign implementations. */
export interface Capture {
  readonly name: string;
  readonly link: 'hdlc' | 'wrapper';
  readonly client: number;
  readonly lines: readonly Line[];
  /** the challenge of the meter, where there is one */
  readonly stoc: Uint8Array | undefined;
}

export function captureNames(link: Capture['link']): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.startsWith(`${link}-`))
    .map((name) => name.replace(/\.txt$/, ''));
}

export function readCapture(name: string): Capture {
  const text = readFileSync(join(FOLDER, `${name}.txt`), 'latin1');
  const lines = [...text.matchAll(/^([CS]>[CS]) ([0-9A-F]+)\r?$/gm)].map(([, from, hex = '']): Line => {
    return { from: from === 'C>S' ? 'C>S' : 'S>C', octets: fromHex(hex) };
  });
  const stoc = /responding-authentication-value=([0-9A-F]+)/.exec(text)?.[1];
  return {
    name,
    link: name.startsWith('hdlc-') ? 'hdlc' : 'wrapper',
    client: Number(/client=(\d+)/.exec(text)?.[1]),
    lines,
    stoc: stoc === undefined ? undefined : fromHex(stoc),
  };
}

export function readCaptures(link: Capture['link']): readonly Capture[] {
  return captureNames(link).map(readCapture);
}

/** The messages of one side, put together from segments, LLC header and wrapper header left out. */
export function apdusOf({ link, lines }: Capture, from: Line['from']): readonly Uint8Array[] {
  const octets = lines.filter((line) => line.from === from).map((line) => line.octets);
  return link === 'wrapper' ? octets.map((wpdu) => wpdu.subarray(WRAPPER_HEADER)) : messagesOf(octets);
}

function messagesOf(frames: readonly Uint8Array[]): readonly Uint8Array[] {
  const reassembly = new Reassembly(1 << 20);
  return frames.flatMap((octets) => {
    const { control, information, segmented } = decodeFrame(octets);
    if (control.kind !== 'I') return [];
    const message = reassembly.add({ information, more: segmented });
    return message instanceof Uint8Array ? [withoutLlc(message)] : [];
  });
}

/** What the foreign client proposes with its SNRM. */
export function proposalOf({ lines }: Capture): ProposedParameters {
  const [snrm] = lines;
  return snrm === undefined ? {} : decodeParameters(decodeFrame(snrm.octets).information).parameters;
}

/** Whether the foreign client leaves the link by DISC; the others drop the line. */
export function endsByDisc({ lines }: Capture): boolean {
  return lines.some(({ from, octets }) => from === 'C>S' && decodeFrame(octets).control.kind === 'DISC');
}
