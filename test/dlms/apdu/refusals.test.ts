import { describe, expect, it } from 'vitest';
import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { ACTION_RESULTS, DATA_ACCESS_RESULTS } from '#dlms/apdu/results';
import { failedServiceName, serviceErrorName } from '#dlms/apdu/service-error-names';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { fromHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { thrownBy } from '../codec/cut';

/** Octet, where it stands, and what is said of it. */
const REFUSALS: readonly (readonly [hex: string, offset: number, reason: string])[] = [
  ['C007C100', 1, 'get-request: unknown choice 7'],
  ['C400C100', 1, 'get-response: unknown choice 0'],
  ['C106C100', 1, 'set-request: unknown choice 6'],
  ['C506C100', 1, 'set-response: unknown choice 6'],
  ['C307C100', 1, 'action-request: unknown choice 7'],
  ['C705C100', 1, 'action-response: unknown choice 5'],
  ['C401C10200', 3, 'get-data-result: unknown choice 2'],
  ['C401C10105', 4, 'data-access-result: unknown code 5'],
  ['C402C101000000010200', 8, 'datablock result: unknown choice 2'],
  ['C402C1010000000101FF', 9, 'data-access-result: unknown code 255'],
  ['C403C10300', 3, 'number of get-data-results: 3 in 1 octet(s)'],
  ['C501C10A', 3, 'data-access-result: unknown code 10'],
  ['C701C11100', 3, 'action-result: unknown code 17'],
  ['C701C10002', 4, 'presence of return-parameters: expected 00 or 01, got 2'],
  ['C001C100080000010000FF02FF', 12, 'presence of access-selection: expected 00 or 01, got FF'],
  ['C301C10046000060030AFF0102', 12, 'presence of method-invocation-parameters: expected 00 or 01, got 2'],
  ['C401C1000E', 4, 'tag'],
  ['C501C10000', 4, 'set-response: 1 surplus octet(s)'],
  ['D80301', 1, 'state-error: unknown number 3'],
  ['D80001', 1, 'state-error: unknown number 0'],
  ['D80107', 2, 'service-error: unknown number 7'],
  ['D8010600', 3, 'invocation counter: 4 octet(s) needed, 1 left'],
  ['D8010100000000', 3, 'exception-response: 4 surplus octet(s)'],
  ['01020000065F1F0400007E1F04B0', 1, 'presence of dedicated-key: expected 00 or 01, got 2'],
  ['C2010007EA', 2, 'time: announced as present, but empty'],
  ['0F400000010507EA031D070000', 5, 'date-time: 0 or 12 octets expected, got 5'],
  ['D940000001000106', 7, 'access specification: unknown choice 6'],
  ['DA40000001000000010400', 9, 'access result: unknown choice 4'],
  ['C8013000', 0, 'tag C8 (glo-get-request) is protected, a plain APDU is expected'],
  ['DD00', 0, 'tag DD (general-ciphering) is protected, a plain APDU is expected'],
  ['0501020170', 0, 'tag 05 (read-request) is not an APDU that we decode'],
  ['FF', 0, 'tag FF (unassigned) is not an APDU that we decode'],
];

describe('a malformed APDU', () => {
  it.each(REFUSALS)('%s is refused at octet %d', (hex, offset, reason) => {
    const error = thrownBy(() => decodeApdu(fromHex(hex)));
    expect(error).toBeInstanceOf(PeerProtocolError);
    expect(error).toMatchObject({ offset, message: expect.stringContaining(reason) });
  });
});

describe('what is tolerated is noted', () => {
  it.each([
    ['C402C1FF0000000100020102', 'boolean-not-01', 3],
    ['C402C1010000000100810101', 'length-not-minimal', 9],
    ['0100010100065F1F0400007E1F04B0', 'legacy-form', 2],
    ['01000000065F0400007E1F04B0', 'old-conformance-tag', 5],
  ])('%s: %s', (hex, code, offset) => {
    const notes: DecodeNote[] = [];
    decodeApdu(fromHex(hex), notes);
    expect(notes.map((note) => [note.code, note.offset])).toEqual([[code, offset]]);
  });

  it('takes an explicit TRUE for response-allowed', () => {
    expect(decodeApdu(fromHex('0100010100065F1F0400007E1F04B0'))).toMatchObject({ responseAllowed: true });
  });

  it('and FALSE is FALSE', () => {
    expect(decodeApdu(fromHex('0100010000065F1F0400007E1F04B0'))).toMatchObject({ responseAllowed: false });
  });
});

describe('result codes', () => {
  it.each(Object.entries(DATA_ACCESS_RESULTS))('data-access-result %s is %d', (name, code) => {
    expect(decodeApdu(new Uint8Array([0xc5, 1, 0xc1, code]))).toMatchObject({ result: name });
  });

  it.each(Object.entries(ACTION_RESULTS))('action-result %s is %d', (name, code) => {
    expect(decodeApdu(new Uint8Array([0xc7, 1, 0xc1, code, 0]))).toMatchObject({ outcome: { result: name } });
  });

  it('are as many as the standard assigns', () => {
    const accepted = (prefix: readonly number[], suffix: readonly number[]) =>
      Array.from({ length: 256 }, (_, code) => new Uint8Array([...prefix, code, ...suffix])).filter(
        (octets) => thrownBy(() => decodeApdu(octets)) === undefined,
      ).length;
    expect(accepted([0xc5, 1, 0xc1], [])).toBe(16);
    expect(accepted([0xc7, 1, 0xc1], [0])).toBe(13);
  });
});

describe('service errors by name', () => {
  it.each([
    [{ service: 1, errorClass: 6, value: 1 }, 'initiateError', 'initiate / dlms-version-too-low'],
    [{ service: 1, errorClass: 0, value: 6 }, 'initiateError', 'application-reference / deciphering-error'],
    [{ service: 5, errorClass: 3, value: 2 }, 'read', 'service / service-unsupported'],
    [{ service: 9, errorClass: 8, value: 2 }, 'service 9', '8 / 2'],
    [{ service: 6, errorClass: 6, value: 9 }, 'write', 'initiate / 9'],
  ])('%o', (numbers, service, name) => {
    const error = { kind: 'confirmed-service-error', ...numbers } as const;
    expect([failedServiceName(error), serviceErrorName(error)]).toEqual([service, name]);
  });
});

describe('what we must not send', () => {
  it.each([
    ['an invocation-counter-error without counter', 'invocation-counter-error', {}],
    ['a counter with another error', 'deciphering-error', { invocationCounter: 1 }],
  ] as const)('%s: our fault', (_, serviceError, counter) => {
    const response = {
      kind: 'exception-response',
      stateError: 'service-not-allowed',
      serviceError,
      ...counter,
    } as const;
    expect(() => encodeApdu(response)).toThrow(LocalProtocolError);
  });

  it('a window that does not fit: our fault', () => {
    const block = { kind: 'general-block-transfer', lastBlock: false, streaming: false, window: 64 } as const;
    const numbers = { blockNumber: 1, blockNumberAcknowledged: 0, blockData: new Uint8Array(0) };
    expect(() => encodeApdu({ ...block, ...numbers })).toThrow(LocalProtocolError);
  });
});
