import { expect, it } from 'vitest';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { fromHex, toHex } from '#dlms/codec/hex';
import golden from '../../../fixtures/vectors/golden.json';
import { expectEveryCutRefused } from '../codec/cut';

const TOPICS: Readonly<Record<'acse' | 'axdr_xdlms' | 'security', Readonly<Record<string, string>>>> = golden;

export function vector(topic: keyof typeof TOPICS, name: string): string {
  const hex = TOPICS[topic][name];
  if (hex === undefined) throw new Error(`no golden vector ${topic}/${name}`);
  return hex;
}

/** Decoded it is `expected`, without notes; `expected` encoded is the vector; so is the round trip; no cut decodes. */
export function fourWays(topic: keyof typeof TOPICS, name: string, expected: Apdu): void {
  const hex = vector(topic, name);
  it(`${name}: decodes`, () => {
    const notes: DecodeNote[] = [];
    expect(decodeApdu(fromHex(hex), notes)).toStrictEqual(expected);
    expect(notes).toEqual([]);
  });
  it(`${name}: encodes`, () => expect(toHex(encodeApdu(expected))).toBe(hex));
  it(`${name}: survives the round trip`, () => expect(toHex(encodeApdu(decodeApdu(fromHex(hex))))).toBe(hex));
  it(`${name}: is refused cut anywhere`, () => expectEveryCutRefused(fromHex(hex), decodeApdu));
}
