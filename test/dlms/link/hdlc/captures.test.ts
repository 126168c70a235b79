import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { decodeClientAddress, decodeServerAddress } from '#dlms/link/hdlc/address';
import type { ControlField } from '#dlms/link/hdlc/control';
import { corrupt } from '#dlms/link/hdlc/edit';
import { decodeFrame, encodeFrame, type HdlcFrame } from '#dlms/link/hdlc/frame';
import { FrameReader } from '#dlms/link/hdlc/frame-reader';
import { judgeResponseLlc, readLlc } from '#dlms/link/hdlc/llc';
import { decodeParameters, encodeParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { Reassembly } from '#dlms/link/hdlc/segmentation';

const FOLDER = join(__dirname, '../../../../fixtures/vectors/captures');

interface Line {
  readonly from: 'C>S' | 'S>C';
  readonly octets: Uint8Array;
  /** what a third implementation says about the frame */
  readonly note: string;
  readonly parameters: string | undefined;
}

const CAPTURES = readdirSync(FOLDER)
  .filter((name) => name.startsWith('hdlc-'))
  .map((name) => ({ name, lines: linesOf(readFileSync(join(FOLDER, name), 'latin1')) }));

function linesOf(text: string): Line[] {
  return text
    .split(/^(?=[CS]>[CS] )/m)
    .slice(1)
    .map((part) => ({
      from: part.startsWith('C>S') ? 'C>S' : 'S>C',
      octets: fromHex(/^[CS]>[CS] ([0-9A-F]+)/.exec(part)?.[1] ?? ''),
      note: /; (HDLC len=.*)/.exec(part)?.[1]?.trim() ?? '',
      parameters: /; negotiation parameters: (.*)/.exec(part)?.[1]?.trim(),
    }));
}

/** In the words of the annotation. */
function noteOf(frame: HdlcFrame, from: Line['from'], length: number): string {
  const [server, client] = from === 'C>S' ? [frame.destination, frame.source] : [frame.source, frame.destination];
  const upper = decodeServerAddress(server)?.upper;
  const sap = decodeClientAddress(client);
  const [to, by] = from === 'C>S' ? [upper, sap] : [sap, upper];
  const checks = frame.information.length > 0 ? 'HCS ok FCS ok' : 'FCS ok';
  const more = frame.segmented ? 'SEGMENTED ' : '';
  return `HDLC len=${length} dst=[${to}] src=[${by}] ${words(frame.control)} ${more}${checks}`;
}

function words(control: ControlField): string {
  const numbers = control.kind === 'I' ? ` N(S)=${control.ns}` : '';
  const received = 'nr' in control ? ` N(R)=${control.nr}` : '';
  return `${control.kind}${numbers}${received} P/F=${control.pf ? 1 : 0}`;
}

describe.each(CAPTURES)('$name', ({ lines }) => {
  it('has frames', () => {
    expect(lines.length).toBeGreaterThan(5);
  });

  it('decodes as a third implementation says, and encodes to the same octets', () => {
    for (const { from, octets, note } of lines) {
      const frame = decodeFrame(octets);
      expect(noteOf(frame, from, octets.length - 2)).toBe(note);
      expect(toHex(encodeFrame(frame))).toBe(toHex(octets));
    }
  });

  it('is found in a stream, one flag between frames or two, octet by octet', () => {
    const stream = concat(...lines.map(({ octets }, index) => (index % 2 === 1 ? octets.subarray(1) : octets)));
    const reader = new FrameReader(undefined);
    const events = [...stream].flatMap((octet) => reader.push(Uint8Array.of(octet), 0));
    expect(events.map((event) => [event.kind, toHex(event.octets)])).toEqual(
      lines.map(({ octets }) => ['frame', toHex(octets)]),
    );
  });

  it('is found with garbage between the frames, in one piece', () => {
    const noise = (index: number): Uint8Array =>
      Uint8Array.from({ length: 1 + (index % 19) }, (_, at) => (index * 67 + at * 29) & 0xff);
    const stream = concat(...lines.flatMap(({ octets }, index) => [noise(index), octets]));
    const found = new FrameReader(100).push(stream, 0).filter(({ kind }) => kind === 'frame');
    expect(found.map(({ octets }) => toHex(octets))).toEqual(lines.map(({ octets }) => toHex(octets)));
  });

  it('has parameters that read as noted, and write again', () => {
    const fields = lines.filter(({ parameters }) => parameters !== undefined);
    expect(fields.length).toBeGreaterThan(0);
    for (const { octets, parameters } of fields) {
      const { information } = decodeFrame(octets);
      const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive } =
        decodeParameters(information).parameters;
      expect(
        `max-info-tx=${maxInfoTransmit}, max-info-rx=${maxInfoReceive}, window-tx=${windowTransmit}, window-rx=${windowReceive}`,
      ).toBe(parameters);
      expect(toHex(encodeParameters(decodeParameters(information).parameters))).toBe(toHex(information));
    }
  });

  it('has one LLC header in each message', () => {
    const messages = new Reassembly(1 << 20);
    const heads = lines
      .map(({ octets, from }) => ({ frame: decodeFrame(octets), from }))
      .filter(({ frame, from }) => frame.control.kind === 'I' && from === 'S>C')
      .map(({ frame }) => messages.add({ information: frame.information, more: frame.segmented }))
      .filter((message) => message instanceof Uint8Array);
    expect(heads.length).toBeGreaterThan(1);
    expect(heads.map((message) => judgeResponseLlc(readLlc(message)))).toEqual(heads.map(() => 'right'));
  });

  it('is refused when a bit of any check is wrong', () => {
    for (const { octets } of lines) expect(() => decodeFrame(corrupt(octets).fcs(5))).toThrow('wrong FCS');
  });
});
