import { encodeApdu } from '#dlms/apdu/apdu';
import { type ControlField, decodeControl } from '#dlms/link/hdlc/control';
import { encodeFrame, FLAG, type HdlcFrame } from '#dlms/link/hdlc/frame';
import { LLC_RESPONSE, withLlc, withoutLlc } from '#dlms/link/hdlc/llc';
import type { NullAnswer } from './null-answers';

type Said = Pick<HdlcFrame, 'control'> & Partial<Pick<HdlcFrame, 'information'>>;

/** Never in a connection, whatever it is asked for. */
export function refusingStation(): (octets: Uint8Array) => Uint8Array[] {
  return (octets) =>
    framesIn(octets)
      .filter(isPoll)
      .map((frame) => backTo(frame, { control: { kind: 'DM', pf: true } }));
}

/** Agrees to every frame that polls it, whatever its checks, addresses and numbers; `answer` speaks for it above. */
export function agreeableStation(answer: NullAnswer): (octets: Uint8Array) => Uint8Array[] {
  let heard = 0;
  const say = (frame: HdlcFrame): Said => {
    const { control } = frame;
    if (control.kind === 'I') heard = (control.ns + 1) & 7;
    if (control.kind === 'SNRM') heard = 0;
    return agreement(frame, heard, answer);
  };
  return (octets) => {
    const said = framesIn(octets).map((frame) => ({ frame, reply: say(frame) }));
    return said.filter(({ frame }) => isPoll(frame)).map(({ frame, reply }) => backTo(frame, reply));
  };
}

function agreement({ control, segmented, information }: HdlcFrame, heard: number, answer: NullAnswer): Said {
  if (control.kind === 'RR' || control.kind === 'RNR' || segmented)
    return { control: { kind: 'RR', nr: heard, pf: true } };
  if (control.kind !== 'I') return { control: { kind: 'UA', pf: true } };
  const apdu = encodeApdu(answer(withoutLlc(information)));
  return { control: { kind: 'I', ns: control.nr, nr: heard, pf: true }, information: withLlc(LLC_RESPONSE, apdu) };
}

function isPoll({ control }: { readonly control: ControlField }): boolean {
  return control.pf;
}

function backTo({ source, destination }: HdlcFrame, { control, information = NOTHING }: Said): Uint8Array {
  return encodeFrame({ destination: source, source: destination, control, segmented: false, information });
}

const NOTHING = new Uint8Array(0);
const LENGTH_HIGH = 0x07;
const SEGMENTED = 0x08;
const CHECK = 2;

/** By the length field as far as there are octets for it; whatever flags are missing. */
function framesIn(octets: Uint8Array): HdlcFrame[] {
  const frames: HdlcFrame[] = [];
  for (let at = 0; at < octets.length; ) {
    const length = (((octets[at] ?? 0) & LENGTH_HIGH) << 8) | (octets[at + 1] ?? 0);
    const isFill = octets[at] === FLAG;
    const frame = isFill ? undefined : frameIn(octets.subarray(at, at + Math.max(1, length)));
    if (frame !== undefined) frames.push(frame);
    at += isFill ? 1 : Math.max(1, length);
  }
  return frames;
}

/** @param octets what stands between two flags */
function frameIn(octets: Uint8Array): HdlcFrame | undefined {
  const source = endOfAddress(octets, 2);
  const control = endOfAddress(octets, source);
  const octet = octets[control];
  if (octet === undefined) return undefined;
  return {
    destination: octets.slice(2, source),
    source: octets.slice(source, control),
    control: decodeControl(octet),
    segmented: ((octets[0] ?? 0) & SEGMENTED) !== 0,
    information: octets.slice(control + 1 + CHECK, Math.max(control + 1 + CHECK, octets.length - CHECK)),
  };
}

function endOfAddress(octets: Uint8Array, from: number): number {
  let at = from;
  while (at < octets.length && ((octets[at] ?? 1) & 1) === 0) at++;
  return at + 1;
}
