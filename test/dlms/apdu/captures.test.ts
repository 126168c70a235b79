import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { BlockCollector } from '#dlms/apdu/blocks';
import { decodeCiphered, encodeCiphered } from '#dlms/apdu/ciphered';
import { withOctet } from '#dlms/apdu/edit';
import { isCipheredTag } from '#dlms/apdu/tags';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { thrownBy } from '../codec/cut';

const FOLDER = join(__dirname, '../../../fixtures/vectors/captures');
const WRAPPER_HEADER = 8;
const NAMES = readdirSync(FOLDER).filter((name) => name.startsWith('wrapper-ln-'));

interface Captured {
  readonly line: number;
  readonly octets: Uint8Array;
}

/** APDUs on the line, and the plaintexts of the ciphered ones, whether or not they are ciphered inside an AARQ. */
function apdusOf(name: string): readonly Captured[] {
  const lines = readFileSync(join(FOLDER, name), 'latin1').split(/\r?\n/);
  return lines.flatMap((text, index) => {
    const [, wpdu] = /^[CS]>[CS] ([0-9A-F]+)$/.exec(text) ?? [];
    if (wpdu !== undefined) return [{ line: index + 1, octets: fromHex(wpdu).slice(WRAPPER_HEADER) }];
    const [, plaintext] = /; plaintext: ([0-9A-F]+)$/.exec(text) ?? [];
    return plaintext === undefined ? [] : [{ line: index + 1, octets: fromHex(plaintext) }];
  });
}

/** What is wrong in a capture by `../README.md`, as a strict decoder must say it. */
function knownFault(octets: Uint8Array): { readonly offset: number; readonly reason: string } | undefined {
  const [tag, length = 0] = octets;
  const withUserInformation = octets.length > 5;
  if (tag === 0x63 && withUserInformation) {
    return { offset: 1, reason: `RLRE: length ${length}, but ${length + 4} octet(s) follow` };
  }
  const surplus = tag === 0xc4 && octets[4] === 0x09 && octets[5] === 0x0c && octets.length === 36;
  return surplus ? { offset: 18, reason: 'get-response: 18 surplus octet(s)' } : undefined;
}

function expectFault(octets: Uint8Array, fault: { readonly offset: number; readonly reason: string }): void {
  const error = thrownBy(() => decodeApdu(octets));
  expect(error).toBeInstanceOf(PeerProtocolError);
  expect(error).toMatchObject({ offset: fault.offset, message: expect.stringContaining(`${fault.reason} at octet`) });
}

function expectDecoded({ octets }: Captured): void {
  const ciphered = decodeCiphered(octets);
  if (ciphered) {
    expect(toHex(encodeCiphered({ serviceTag: 0, ...ciphered }))).toBe(toHex(octets));
    return;
  }
  const notes: DecodeNote[] = [];
  const apdu = decodeApdu(octets, notes);
  expect(notes).toEqual([]);
  expect(toHex(encodeApdu(apdu))).toBe(toHex(octets));
  const inside = 'userInformation' in apdu ? apdu.userInformation : undefined;
  if (inside && !isCipheredTag(inside[0] ?? 0)) expect(toHex(encodeApdu(decodeApdu(inside)))).toBe(toHex(inside));
}

describe('captures between foreign implementations', () => {
  it('are there', () => expect(NAMES).toHaveLength(14));

  describe.each(NAMES)('%s', (name) => {
    const captured = apdusOf(name).map((apdu) => ({ ...apdu, fault: knownFault(apdu.octets) }));

    it('holds an association', () => expect(captured.length).toBeGreaterThanOrEqual(10));

    it.each(captured.filter(({ fault }) => !fault))('line $line decodes and encodes to itself', expectDecoded);

    it.each(captured.filter(({ fault }) => fault))('line $line is refused for what is wrong', ({ octets, fault }) => {
      if (fault) expectFault(octets, fault);
    });
  });

  it('hold every known fault', () => {
    const faults = NAMES.flatMap(apdusOf).flatMap(({ octets }) => knownFault(octets)?.reason.split(':')[0] ?? []);
    expect(faults.filter((apdu) => apdu === 'RLRE')).toHaveLength(13);
    expect(faults.filter((apdu) => apdu === 'get-response')).toHaveLength(2);
  });

  it('have a second fault behind the first in the RLRE: the length of its user-information', () => {
    const rlre = fromHex('6311800100BE0F040E0800065F1F040000021C04000007');
    expectFault(withOctet(rlre, 1, 0x15), { offset: 9, reason: 'user-information: 14 octet(s) needed, 13 left' });
  });
});

describe('long transfers in the captures', () => {
  function decodedOf(name: string): readonly Apdu[] {
    return apdusOf(name).flatMap(({ octets }) => (knownFault(octets) ? [] : [decodeApdu(octets)]));
  }

  it('a GET in blocks joins to an object list of 31', () => {
    const collector = new BlockCollector(10_000);
    for (const apdu of decodedOf('wrapper-ln-low-guruxjava.txt')) {
      if (apdu.kind !== 'get-response' || apdu.choice !== 'with-datablock' || 'error' in apdu.block) continue;
      collector.add({ ...apdu, rawData: apdu.block.rawData });
    }
    expect(collector.blockNumber).toBe(3);
    expect(decodeWholeData(collector.joined())).toMatchObject({ type: 'array', elements: { length: 31 } });
  });

  it('a GET in general block transfer joins to a get-response', () => {
    const parts = decodedOf('wrapper-ln-md5-guruxjava.txt').flatMap((apdu) =>
      apdu.kind === 'general-block-transfer' ? [apdu.blockData] : [],
    );
    expect(parts.filter((part) => part.length > 0)).toHaveLength(3);
    expect(decodeApdu(concat(...parts))).toMatchObject({
      kind: 'get-response',
      choice: 'normal',
      result: { data: { type: 'array', elements: { length: 31 } } },
    });
  });
});
