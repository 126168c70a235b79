import { describe, expect, it } from 'vitest';
import { type CipheredApdu, type CipheredForm, decodeCiphered, encodeCiphered } from '#dlms/apdu/ciphered';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { expectEveryCutRefused, thrownBy } from '../codec/cut';
import { vector } from './four-ways';

type Row = readonly [topic: 'acse' | 'security', name: string, form: CipheredForm, tag: number, serviceTag: number];

const VECTORS: readonly Row[] = [
  ['acse', 'init_gloded', 'glo', 0x21, 0x01],
  ['acse', 'initresp_glo', 'glo', 0x28, 0x08],
  ['acse', 'hls_action_ded', 'ded', 0xd3, 0xc3],
  ['acse', 'hls_action_glo', 'glo', 0xcb, 0xc3],
  ['acse', 'hls_actresp_ded', 'ded', 0xd7, 0xc7],
  ['acse', 'hls_actresp_glo', 'glo', 0xcf, 0xc7],
  ['acse', 'ded_get', 'ded', 0xd0, 0xc0],
  ['security', 'get_auth', 'glo', 0xc8, 0xc0],
  ['security', 'get_enc', 'glo', 0xc8, 0xc0],
  ['security', 'get_ae', 'glo', 0xc8, 0xc0],
  ['security', 'get_bcast', 'glo', 0xc8, 0xc0],
  ['security', 'get_s1_auth', 'glo', 0xc8, 0xc0],
  ['security', 'get_s2_ae', 'glo', 0xc8, 0xc0],
];

describe('service-specific ciphering', () => {
  it.each(VECTORS)('%s/%s: %s', (topic, name, form, tag, serviceTag) => {
    const hex = vector(topic, name);
    const content = fromHex(hex.slice(4));
    expect(decodeCiphered(fromHex(hex))).toStrictEqual({ form, tag, serviceTag, content });
    expect(toHex(encodeCiphered({ form, serviceTag, content }))).toBe(hex);
    expectNoCutOpened(fromHex(hex));
  });

  it('has lengths beyond 127', () => {
    const content = new Uint8Array(300).fill(7);
    const octets = encodeCiphered({ form: 'glo', serviceTag: 0xc4, content });
    expect(toHex(octets.subarray(0, 4))).toBe('CC82012C');
    expect(decodeCiphered(octets)?.content).toEqual(content);
  });

  it('is not there for an exception-response: our fault', () => {
    const impossible = { form: 'glo', serviceTag: 0xd8, content: new Uint8Array(5) } as const;
    expect(() => encodeCiphered(impossible)).toThrow(LocalProtocolError);
  });

  it('carries no system title', () => {
    const impossible = {
      form: 'ded',
      serviceTag: 0xc0,
      systemTitle: new Uint8Array(8),
      content: new Uint8Array(5),
    } as const;
    expect(() => encodeCiphered(impossible)).toThrow(LocalProtocolError);
  });
});

describe('general ciphering', () => {
  const systemTitle = fromHex('4D4D4D0000BC614E');

  it.each([
    ['gglo', 'general-glo', 0xdb],
    ['gded', 'general-ded', 0xdc],
  ] as const)('%s: %s', (name, form, tag) => {
    const hex = vector('security', name);
    const content = fromHex(hex.slice(22));
    expect(decodeCiphered(fromHex(hex))).toStrictEqual({ form, tag, systemTitle, content });
    expect(toHex(encodeCiphered({ form, serviceTag: 0xc0, systemTitle, content }))).toBe(hex);
    expectNoCutOpened(fromHex(hex));
  });

  it('may leave the system title out', () => {
    const decoded: CipheredApdu = { form: 'general-glo', tag: 0xdb, content: fromHex('3000000001') };
    expect(decodeCiphered(fromHex('DB00053000000001'))).toStrictEqual(decoded);
    expect(toHex(encodeCiphered({ form: 'general-glo', serviceTag: 0xc0, content: decoded.content }))).toBe(
      'DB00053000000001',
    );
  });

  it('refuses a system title of seven octets', () => {
    const error = thrownBy(() => decodeCiphered(fromHex('DB074D4D4D0000BC61053000000001')));
    expect(error).toBeInstanceOf(PeerProtocolError);
    expect(error).toMatchObject({ offset: 1, message: expect.stringContaining('0 or 8 octets expected, got 7') });
  });
});

describe('the length of a ciphered APDU', () => {
  const hex = vector('security', 'get_ae');

  it('must not leave octets over', () => {
    const error = thrownBy(() => decodeCiphered(fromHex(`${hex}00`)));
    expect(error).toBeInstanceOf(PeerProtocolError);
    expect(error).toMatchObject({ offset: 32, message: expect.stringContaining('1 surplus octet(s)') });
  });

  it('may be longer than needed, which is noted', () => {
    const notes: DecodeNote[] = [];
    expect(decodeCiphered(fromHex(`C8811E${hex.slice(4)}`), notes)?.content).toEqual(fromHex(hex.slice(4)));
    expect(notes.map(({ code, offset }) => [code, offset])).toEqual([['length-not-minimal', 1]]);
  });
});

it.each(['', 'C001C100080000010000FF0200', 'D80101', 'DD00', '601D', 'CE00', 'E0'])('%s is not ciphered', (hex) => {
  expect(decodeCiphered(fromHex(hex))).toBeUndefined();
});

/** Without any octet there is no tag, and so nothing ciphered. */
function expectNoCutOpened(octets: Uint8Array): void {
  expectEveryCutRefused(octets, (cut) => {
    if (cut.length === 0) throw new PeerProtocolError('nothing', cut, 0);
    return decodeCiphered(cut);
  });
}
