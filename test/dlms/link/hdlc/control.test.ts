import { describe, expect, it } from 'vitest';
import { type ControlField, controlText, decodeControl, encodeControl } from '#dlms/link/hdlc/control';

const OCTETS = Array.from({ length: 256 }, (_, octet) => octet);

describe('the control field', () => {
  it.each<[number, ControlField, string]>([
    [0x10, { kind: 'I', ns: 0, nr: 0, pf: true }, 'I N(S)=0 N(R)=0 P/F'],
    [0x32, { kind: 'I', ns: 1, nr: 1, pf: true }, 'I N(S)=1 N(R)=1 P/F'],
    [0xfc, { kind: 'I', ns: 6, nr: 7, pf: true }, 'I N(S)=6 N(R)=7 P/F'],
    [0x20, { kind: 'I', ns: 0, nr: 1, pf: false }, 'I N(S)=0 N(R)=1'],
    [0x11, { kind: 'RR', nr: 0, pf: true }, 'RR N(R)=0 P/F'],
    [0xe1, { kind: 'RR', nr: 7, pf: false }, 'RR N(R)=7'],
    [0x35, { kind: 'RNR', nr: 1, pf: true }, 'RNR N(R)=1 P/F'],
    [0x93, { kind: 'SNRM', pf: true }, 'SNRM P/F'],
    [0x83, { kind: 'SNRM', pf: false }, 'SNRM'],
    [0x53, { kind: 'DISC', pf: true }, 'DISC P/F'],
    [0x73, { kind: 'UA', pf: true }, 'UA P/F'],
    [0x63, { kind: 'UA', pf: false }, 'UA'],
    [0x1f, { kind: 'DM', pf: true }, 'DM P/F'],
    [0x97, { kind: 'FRMR', pf: true }, 'FRMR P/F'],
    [0x13, { kind: 'UI', pf: true }, 'UI P/F'],
    [0x03, { kind: 'UI', pf: false }, 'UI'],
    [0x19, { kind: 'unsupported', octet: 0x19, pf: true }, 'unsupported 19 P/F'],
    [0x0d, { kind: 'unsupported', octet: 0x0d, pf: false }, 'unsupported 0D'],
    [0xff, { kind: 'unsupported', octet: 0xff, pf: true }, 'unsupported FF P/F'],
    [0xaf, { kind: 'unsupported', octet: 0xaf, pf: false }, 'unsupported AF'],
  ])('%i', (octet, control, text) => {
    expect(decodeControl(octet)).toEqual(control);
    expect(encodeControl(control)).toBe(octet);
    expect(controlText(control)).toBe(text);
  });

  it('decodes and encodes every octet', () => {
    expect(OCTETS.map((octet) => encodeControl(decodeControl(octet)))).toEqual(OCTETS);
  });

  it('knows 128 I, 32 supervisory and twelve unnumbered octets', () => {
    const kinds = OCTETS.map((octet) => decodeControl(octet).kind);
    expect(kinds.filter((kind) => kind === 'I')).toHaveLength(128);
    expect(kinds.filter((kind) => kind === 'RR' || kind === 'RNR')).toHaveLength(32);
    expect(kinds.filter((kind) => kind === 'unsupported')).toHaveLength(256 - 128 - 32 - 12);
  });
});
