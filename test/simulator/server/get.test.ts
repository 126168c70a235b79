import { describe, expect, it } from 'vitest';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeSelection } from '#dlms/apdu/descriptors';
import type { GetResponse } from '#dlms/apdu/get';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import {
  ALL_BITS,
  Bench,
  ciphered,
  deciphered,
  GET_LIST,
  GET_NAME,
  getRequest,
  MANAGEMENT,
  PUBLIC,
  publicAarq,
  READING,
  readingAarq,
} from './bench';

const NAME: AttributeSelection = { attribute: { classId: 1, logicalName: '0-0:42.0.0.255', attributeId: 2 } };
const MISSING: AttributeSelection = {
  attribute: { classId: 1, logicalName: '255-255:255.255.255.255', attributeId: 2 },
};
const SECRET: AttributeSelection = { attribute: { classId: 15, logicalName: '0-0:40.0.0.255', attributeId: 7 } };
const OBJECT_LIST: AttributeSelection = { attribute: { classId: 15, logicalName: '0-0:40.0.0.255', attributeId: 2 } };

/** An association of the reading client, which has lists, blocks, selective access and attribute 0. */
function opened(clientMaxReceivePduSize = 0, without: readonly string[] = []): Bench {
  const bench = new Bench();
  const proposedConformance = new Set([...ALL_BITS].filter((bit) => !without.includes(bit)));
  bench.ask(READING, readingAarq({ clientMaxReceivePduSize, proposedConformance }));
  return bench;
}

function hex(octets: Uint8Array | undefined): string {
  return toHex(octets ?? new Uint8Array(0));
}

function list(...attributes: readonly AttributeSelection[]): Uint8Array {
  return encodeApdu({ kind: 'get-request', choice: 'with-list', invokeIdAndPriority: 0xc1, attributes });
}

function next(blockNumber: number): Uint8Array {
  return encodeApdu({ kind: 'get-request', choice: 'next', invokeIdAndPriority: 0xc1, blockNumber });
}

function blockOf(apdu: Apdu | undefined): Extract<GetResponse, { choice: 'with-datablock' }> {
  if (apdu?.kind !== 'get-response' || apdu.choice !== 'with-datablock') throw new Error(`no block but ${apdu?.kind}`);
  return apdu;
}

/** All raw data of a long GET, with the sizes of the APDUs that carried it. */
function readLong(bench: Bench, request: Uint8Array): { raw: Uint8Array; sizes: number[]; numbers: number[] } {
  const parts: Uint8Array[] = [];
  const sizes: number[] = [];
  const numbers: number[] = [];
  let octets = bench.ask(READING, request);
  for (;;) {
    const block = blockOf(octets && decodeApdu(octets));
    sizes.push(octets?.length ?? 0);
    numbers.push(block.blockNumber);
    if (!('rawData' in block.block)) throw new Error(block.block.error);
    parts.push(block.block.rawData);
    if (block.lastBlock) return { raw: concat(...parts), sizes, numbers };
    octets = bench.ask(READING, next(block.blockNumber));
  }
}

describe('GET', () => {
  it.each([0x41, 0xc1, 0x4f, 0xcf])('answers with invoke-id-and-priority %d', (octet) => {
    expect(opened().ask(READING, getRequest(1, '0-0:42.0.0.255', 2, octet))?.[2]).toBe(octet);
  });

  it.each<[string, Uint8Array, string]>([
    ['an object that does not exist', getRequest(1, '255-255:255.255.255.255', 2), 'C401C10104'],
    ['an object of another class', getRequest(3, '0-0:42.0.0.255', 2), 'C401C10109'],
    ['an attribute beyond the class', getRequest(1, '0-0:42.0.0.255', 99), 'C401C10104'],
    ['a negative attribute', getRequest(1, '0-0:42.0.0.255', -1), 'C401C10104'],
    ['the secret of its association', getRequest(15, '0-0:40.0.0.255', 7), 'C401C10103'],
    ['an object of another client', getRequest(64, '0-0:43.0.0.255', 2), 'C401C10104'],
  ])('of %s', (_what, request, reply) => {
    expect(hex(opened().ask(READING, request))).toBe(reply);
  });

  it('of a specially protected attribute needs the protection', () => {
    const bench = new Bench();
    bench.openManagement();
    const reply = bench.ask(MANAGEMENT, ciphered(getRequest(64, '0-0:43.0.0.255', 2), { counter: 4 }));
    expect(hex(deciphered(reply ?? new Uint8Array(0)).plain)).toBe('C401C100166C');
  });

  it('without confirmation is not answered', () => {
    const bench = opened();
    expect(bench.ask(READING, getRequest(1, '0-0:42.0.0.255', 2, 0x81))).toBeUndefined();
    expect(bench.ask(READING, GET_NAME)?.[0]).toBe(0xc4);
  });

  it.each<[string, string, string]>([
    ['an unknown choice', 'C004C1000100002A0000FF0200', 'D80202'],
    ['a surplus octet', 'C001C1000100002A0000FF0200FF', 'D80203'],
    ['an unknown tag', 'AA01C1', 'D80202'],
    ['a get-response from the client', 'C401C10103', 'D80202'],
  ])('and %s is refused, and the association stays', (_what, request, reply) => {
    const bench = opened();
    expect(hex(bench.ask(READING, fromHex(request)))).toBe(reply);
    expect(bench.ask(READING, GET_NAME)?.[0]).toBe(0xc4);
  });

  it('is refused wherever it is cut', () => {
    const bench = opened();
    for (let length = 1; length < GET_NAME.length; length++) {
      expect(hex(bench.ask(READING, GET_NAME.subarray(0, length))), `cut to ${length}`).toBe('D80203');
    }
    expect(bench.ask(READING, GET_NAME)?.[0]).toBe(0xc4);
  });

  it('longer than the meter takes is refused', () => {
    const bench = opened();
    expect(hex(bench.ask(READING, list(...Array.from({ length: 103 }, () => NAME))))).toBe('D80104');
    expect(bench.ask(READING, GET_NAME)?.[0]).toBe(0xc4);
  });

  it('without its conformance bit is refused', () => {
    expect(hex(opened(0, ['get']).ask(READING, GET_NAME))).toBe('D80102');
  });
});

describe('GET of attribute 0', () => {
  it('holds one element per attribute, null-data where nothing may be read', () => {
    const reply = opened().askFor(READING, getRequest(15, '0-0:40.0.0.255', 0));
    const data =
      reply?.kind === 'get-response' && reply.choice === 'normal' && 'data' in reply.result && reply.result.data;
    if (data === undefined || data === false || data.type !== 'structure') throw new Error('no structure');
    expect(data.elements).toHaveLength(11);
    expect(data.elements[6]).toEqual({ type: 'null-data' });
  });

  it('is unknown without its conformance bit', () => {
    const bench = opened(0, ['attribute0-supported-with-get']);
    expect(hex(bench.ask(READING, getRequest(15, '0-0:40.0.0.255', 0)))).toBe('C401C10104');
  });
});

describe('GET with a list', () => {
  it('gives as many results in the same order, good and bad', () => {
    expect(opened().askFor(READING, list(NAME, MISSING, SECRET, NAME))).toMatchObject({
      choice: 'with-list',
      results: [{ data: {} }, { error: 'object-undefined' }, { error: 'read-write-denied' }, { data: {} }],
    });
  });

  it('may be empty', () => {
    expect(hex(opened().ask(READING, list()))).toBe('C403C100');
  });

  it('comes in blocks when it is long', () => {
    const { raw } = readLong(opened(128), list(NAME, OBJECT_LIST));
    expect(raw[0]).toBe(2);
    const whole = opened().ask(READING, list(NAME, OBJECT_LIST));
    expect(toHex(raw)).toBe(hex(whole).slice(6));
  });

  it('is refused without its conformance bit', () => {
    expect(hex(opened(0, ['multiple-references']).ask(READING, list(NAME, NAME)))).toBe('D80102');
  });
});

describe('GET with selective access', () => {
  const entries = (from: number, to: number) => ({
    selector: 2,
    parameters: {
      type: 'structure' as const,
      elements: [
        { type: 'double-long-unsigned' as const, value: from },
        { type: 'double-long-unsigned' as const, value: to },
        { type: 'long-unsigned' as const, value: 1 },
        { type: 'long-unsigned' as const, value: 0 },
      ],
    },
  });
  const profile = { classId: 7, logicalName: '1-0:99.1.0.255', attributeId: 2 } as const;
  const request = (
    attribute: AttributeSelection['attribute'],
    selection: NonNullable<AttributeSelection['selection']>,
  ) => encodeApdu({ kind: 'get-request', choice: 'normal', invokeIdAndPriority: 0xc1, attribute, selection });

  it('reads the rows that are asked for', () => {
    const reply = opened().askFor(READING, request(profile, entries(1, 2)));
    expect(reply).toMatchObject({ result: { data: { type: 'array' } } });
  });

  it.each([
    ['an unknown selector', request(profile, { selector: 99, parameters: { type: 'null-data' } })],
    [
      'an attribute without selectors',
      request({ classId: 15, logicalName: '0-0:40.0.0.255', attributeId: 1 }, entries(1, 2)),
    ],
  ])('is an error on %s', (_what, octets) => {
    const reply = opened().askFor(READING, octets);
    expect(reply?.kind === 'get-response' && reply.choice === 'normal' && 'error' in reply.result).toBe(true);
  });

  it('is refused without its conformance bit', () => {
    expect(hex(opened(0, ['selective-access']).ask(READING, request(profile, entries(1, 2))))).toBe('D80102');
  });
});

describe('a long GET', () => {
  it.each([12, 64, 128, 512])('fills blocks up to %d octets and never beyond', (limit) => {
    const { raw, sizes, numbers } = readLong(opened(limit), GET_LIST);
    expect(Math.max(...sizes)).toBe(limit);
    expect(sizes.slice(0, -1).every((size) => size === limit)).toBe(true);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const whole = opened().ask(READING, GET_LIST);
    expect(toHex(raw)).toBe(hex(whole).slice(8));
    expect(decodeWholeData(raw).type).toBe('array');
  });

  it.each([64, 128, 150, 512])('counts the protection to the %d octets', (clientMaxReceivePduSize) => {
    const bench = new Bench();
    bench.openManagement(1, { clientMaxReceivePduSize });
    const octets = bench.ask(MANAGEMENT, ciphered(GET_LIST, { counter: 4 })) ?? new Uint8Array(0);
    expect(octets.length).toBeGreaterThan(clientMaxReceivePduSize - 2);
    expect(octets.length).toBeLessThanOrEqual(clientMaxReceivePduSize);
    expect(blockOf(decodeApdu(deciphered(octets).plain)).lastBlock).toBe(false);
  });

  it('is an error where blocks were not negotiated', () => {
    expect(hex(opened(128, ['block-transfer-with-get-or-read']).ask(READING, GET_LIST))).toBe('C401C101FA');
    expect(hex(opened(128, ['block-transfer-with-get-or-read']).ask(READING, next(1)))).toBe('D80102');
  });

  it('is over after a wrong block number', () => {
    const bench = opened(128);
    bench.ask(READING, GET_LIST);
    expect(hex(bench.ask(READING, next(5)))).toBe('C402C101000000050113');
    expect(hex(bench.ask(READING, next(1)))).toBe('C402C101000000010110');
  });

  it('is not there without being asked for', () => {
    expect(hex(opened(128).ask(READING, next(1)))).toBe('C402C101000000010110');
  });

  it('is over when something else is asked, and the next one begins with block 1', () => {
    const bench = opened(128);
    bench.ask(READING, GET_LIST);
    bench.ask(READING, next(1));
    expect(hex(bench.ask(READING, GET_NAME)).slice(0, 4)).toBe('C401');
    expect(hex(bench.ask(READING, next(2)))).toBe('C402C101000000020110');
    expect(blockOf(bench.askFor(READING, GET_LIST)).blockNumber).toBe(1);
  });

  it('is over once its last block is out', () => {
    const bench = opened(512);
    const { numbers } = readLong(bench, GET_LIST);
    expect(hex(bench.ask(READING, next(numbers.length))).slice(-4)).toBe('0110');
  });

  it('does not outlive its association', () => {
    const bench = opened(128);
    bench.ask(READING, GET_LIST);
    bench.ask(READING, readingAarq({ clientMaxReceivePduSize: 128 }));
    expect(hex(bench.ask(READING, next(1))).slice(-4)).toBe('0110');
  });
});

describe('two clients', () => {
  it('do not see each other', () => {
    const bench = opened();
    bench.ask(PUBLIC, publicAarq());
    expect(hex(bench.ask(PUBLIC, getRequest(3, '1-0:1.8.0.255', 2)))).toBe('C401C10104');
    expect(hex(bench.ask(READING, getRequest(3, '1-0:1.8.0.255', 2))).slice(0, 8)).toBe('C401C100');
  });
});
