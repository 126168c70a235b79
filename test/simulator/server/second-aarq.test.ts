import { describe, expect, it } from 'vitest';
import { decodeApdu } from '#dlms/apdu/apdu';
import { toHex } from '#dlms/codec/hex';
import { Bench, GET_NAME, PUBLIC, publicAarq } from './bench';

describe('a second AARQ', () => {
  const NARROW = publicAarq({ proposedConformance: new Set(['selective-access']) });

  it('replaces the association when it is accepted', () => {
    const bench = new Bench();
    bench.ask(PUBLIC, publicAarq());
    expect(bench.askFor(PUBLIC, NARROW)).toMatchObject({ result: 'accepted' });
    expect(toHex(bench.ask(PUBLIC, GET_NAME) ?? new Uint8Array(0))).toBe('D80102');
  });

  it('leaves the association alone when it is rejected', () => {
    const bench = new Bench();
    bench.ask(PUBLIC, publicAarq());
    expect(bench.askFor(PUBLIC, publicAarq({ proposedDlmsVersionNumber: 5 }))).toMatchObject({
      result: 'rejected-permanent',
    });
    expect(bench.ask(PUBLIC, GET_NAME)?.[0]).toBe(0xc4);
  });
});

describe('an AARQ', () => {
  it('that proposes version 7 is answered with version 6', () => {
    const reply = new Bench().askFor(PUBLIC, publicAarq({ proposedDlmsVersionNumber: 7 }));
    const userInformation = reply?.kind === 'AARE' ? reply.userInformation : undefined;
    expect(decodeApdu(userInformation ?? new Uint8Array(0))).toMatchObject({ negotiatedDlmsVersionNumber: 6 });
  });
});
