import { describe, expect, it } from 'vitest';
import type { ActionRequest } from '#dlms/apdu/action';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeSelection } from '#dlms/apdu/descriptors';
import type { SetRequest } from '#dlms/apdu/set';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { concat } from '#dlms/codec/hex';
import { ALL_BITS, Bench, ciphered, deciphered, getRequest, MANAGEMENT } from './bench';

const TEXT: AttributeSelection = { attribute: { classId: 1, logicalName: '0-0:96.13.0.255', attributeId: 2 } };
const READ_ONLY: AttributeSelection = { attribute: { classId: 1, logicalName: '0-0:96.1.0.255', attributeId: 2 } };
const SCRIPT = { classId: 9, logicalName: '0-0:10.0.0.255', methodId: 1 } as const;
const COUNT = getRequest(1, '0-0:96.15.0.255', 2);
const HELLO: Data = { type: 'visible-string', value: 'hello' };
const ONE: Data = { type: 'long-unsigned', value: 1 };
const ID = { invokeIdAndPriority: 0xc1 } as const;

/** A management association in which every request takes the next counter. */
class Management {
  readonly bench = new Bench();
  private counter = 4;

  constructor(without: readonly string[] = []) {
    this.bench.openManagement(1, {
      proposedConformance: new Set([...ALL_BITS].filter((bit) => !without.includes(bit))),
    });
  }

  ask(request: SetRequest | ActionRequest | Uint8Array): Apdu | undefined {
    const plain = request instanceof Uint8Array ? request : encodeApdu(request);
    const reply = this.bench.ask(MANAGEMENT, ciphered(plain, { counter: this.counter++ }));
    return reply && decodeApdu(reply[0] === 0xd8 ? reply : deciphered(reply).plain);
  }

  get text(): unknown {
    const reply = this.ask(getRequest(1, '0-0:96.13.0.255', 2));
    return reply?.kind === 'get-response' && reply.choice === 'normal' && reply.result;
  }

  get count(): unknown {
    const reply = this.ask(COUNT);
    return reply?.kind === 'get-response' && reply.choice === 'normal' && reply.result;
  }
}

const block = (blockNumber: number, rawData: Uint8Array, lastBlock = false) => ({ lastBlock, blockNumber, rawData });
const counted = (value: number) => ({ data: { type: 'double-long-unsigned', value } });

describe('SET', () => {
  it('writes what may be written', () => {
    const management = new Management();
    expect(management.ask({ kind: 'set-request', choice: 'normal', ...ID, ...TEXT, value: HELLO })).toMatchObject({
      result: 'success',
    });
    expect(management.text).toEqual({ data: HELLO });
  });

  it('writes without an answer when none is wanted', () => {
    const management = new Management();
    const request = {
      kind: 'set-request',
      choice: 'normal',
      invokeIdAndPriority: 0x81,
      ...TEXT,
      value: HELLO,
    } as const;
    expect(management.ask(request)).toBeUndefined();
    expect(management.text).toEqual({ data: HELLO });
  });

  it('tells why it does not write', () => {
    const management = new Management();
    const request = { kind: 'set-request', choice: 'normal', ...ID } as const;
    expect(management.ask({ ...request, ...READ_ONLY, value: HELLO })).toMatchObject({ result: 'read-write-denied' });
    expect(management.ask({ ...request, ...TEXT, value: { type: 'unsigned', value: 1 } })).toMatchObject({
      result: 'type-unmatched',
    });
  });

  it('writes a list, each by itself', () => {
    const management = new Management();
    const attributes = [READ_ONLY, TEXT];
    expect(
      management.ask({ kind: 'set-request', choice: 'with-list', ...ID, attributes, values: [HELLO, HELLO] }),
    ).toMatchObject({
      choice: 'with-list',
      results: ['read-write-denied', 'success'],
    });
    expect(management.text).toEqual({ data: HELLO });
  });

  it('writes nothing of a list with too few values', () => {
    const management = new Management();
    const before = management.text;
    const request = {
      kind: 'set-request',
      choice: 'with-list',
      ...ID,
      attributes: [TEXT, TEXT],
      values: [HELLO],
    } as const;
    expect(management.ask(request)).toMatchObject({ results: ['other-reason', 'other-reason'] });
    expect(management.text).toEqual(before);
  });

  it('joins blocks', () => {
    const management = new Management();
    const raw = encodeToBytes(HELLO);
    const first = {
      kind: 'set-request',
      choice: 'with-first-datablock',
      ...ID,
      ...TEXT,
      block: block(1, raw.subarray(0, 3)),
    } as const;
    expect(management.ask(first)).toMatchObject({ choice: 'datablock', blockNumber: 1 });
    const second = {
      kind: 'set-request',
      choice: 'with-datablock',
      ...ID,
      block: block(2, raw.subarray(3), true),
    } as const;
    expect(management.ask(second)).toMatchObject({ choice: 'last-datablock', result: 'success', blockNumber: 2 });
    expect(management.text).toEqual({ data: HELLO });
  });

  it('joins the blocks of a list', () => {
    const management = new Management();
    const raw = concat(Uint8Array.of(2), encodeToBytes(HELLO), encodeToBytes(HELLO));
    const attributes = [READ_ONLY, TEXT];
    const first = {
      kind: 'set-request',
      choice: 'with-list-and-first-datablock',
      ...ID,
      attributes,
      block: block(1, raw.subarray(0, 4)),
    } as const;
    expect(management.ask(first)).toMatchObject({ choice: 'datablock', blockNumber: 1 });
    const second = {
      kind: 'set-request',
      choice: 'with-datablock',
      ...ID,
      block: block(2, raw.subarray(4), true),
    } as const;
    expect(management.ask(second)).toMatchObject({
      choice: 'last-datablock-with-list',
      results: ['read-write-denied', 'success'],
    });
  });

  it('breaks off after a wrong block number, and without a first block', () => {
    const management = new Management();
    const second = (number: number) =>
      ({ kind: 'set-request', choice: 'with-datablock', ...ID, block: block(number, Uint8Array.of(1), true) }) as const;
    management.ask({
      kind: 'set-request',
      choice: 'with-first-datablock',
      ...ID,
      ...TEXT,
      block: block(1, Uint8Array.of(0x0a)),
    });
    expect(management.ask(second(3))).toMatchObject({
      choice: 'last-datablock',
      result: 'data-block-number-invalid',
      blockNumber: 3,
    });
    expect(management.ask(second(2))).toMatchObject({ choice: 'last-datablock', result: 'no-long-set-in-progress' });
  });

  it('refuses what was not negotiated', () => {
    const blocks = new Management(['block-transfer-with-set-or-write']);
    const first = {
      kind: 'set-request',
      choice: 'with-first-datablock',
      ...ID,
      ...TEXT,
      block: block(1, Uint8Array.of(1)),
    } as const;
    expect(blocks.ask(first)).toMatchObject({ kind: 'exception-response', serviceError: 'service-not-supported' });
    const set = new Management(['set']);
    expect(set.ask({ kind: 'set-request', choice: 'normal', ...ID, ...TEXT, value: HELLO })).toMatchObject({
      kind: 'exception-response',
    });
  });
});

describe('ACTION', () => {
  const call = { kind: 'action-request', choice: 'normal', ...ID, method: SCRIPT, parameters: ONE } as const;

  it('calls a method', () => {
    const management = new Management();
    expect(management.ask(call)).toMatchObject({ choice: 'normal', outcome: { result: 'success' } });
    expect(management.count).toEqual(counted(1));
  });

  it('does not call twice what was replayed', () => {
    const management = new Management();
    const request = ciphered(encodeApdu(call), { counter: 100 });
    management.bench.ask(MANAGEMENT, request);
    expect(decodeApdu(management.bench.ask(MANAGEMENT, request) ?? new Uint8Array(0))).toMatchObject({
      serviceError: 'invocation-counter-error',
      invocationCounter: 101,
    });
  });

  it.each<[string, Partial<typeof call.method>, string]>([
    ['an unknown object', { logicalName: '0-0:10.0.9.255' } as never, 'object-undefined'],
    ['an unknown method', { methodId: 9 } as never, 'object-undefined'],
    ['another class', { classId: 70 } as never, 'object-class-inconsistent'],
  ])('fails on %s', (_what, wrong, result) => {
    expect(new Management().ask({ ...call, method: { ...SCRIPT, ...wrong } })).toMatchObject({ outcome: { result } });
  });

  it('calls a list in order', () => {
    const management = new Management();
    const unknown = { ...SCRIPT, methodId: 9 };
    const request = {
      kind: 'action-request',
      choice: 'with-list',
      ...ID,
      methods: [SCRIPT, unknown, SCRIPT],
      parameters: [ONE, ONE, ONE],
    } as const;
    expect(management.ask(request)).toMatchObject({
      choice: 'with-list',
      outcomes: [{ result: 'success' }, { result: 'object-undefined' }, { result: 'success' }],
    });
    expect(management.count).toEqual(counted(2));
  });

  it('joins blocks', () => {
    const management = new Management();
    const raw = encodeToBytes(ONE);
    const first = {
      kind: 'action-request',
      choice: 'with-first-pblock',
      ...ID,
      method: SCRIPT,
      block: block(1, raw.subarray(0, 1)),
    } as const;
    expect(management.ask(first)).toMatchObject({ choice: 'next-pblock', blockNumber: 1 });
    const second = {
      kind: 'action-request',
      choice: 'with-pblock',
      ...ID,
      block: block(2, raw.subarray(1), true),
    } as const;
    expect(management.ask(second)).toMatchObject({ choice: 'normal', outcome: { result: 'success' } });
    expect(management.count).toEqual(counted(1));
  });

  it('breaks off after a wrong block number, and without a first block', () => {
    const management = new Management();
    const second = (number: number) =>
      ({ kind: 'action-request', choice: 'with-pblock', ...ID, block: block(number, Uint8Array.of(1), true) }) as const;
    management.ask({
      kind: 'action-request',
      choice: 'with-first-pblock',
      ...ID,
      method: SCRIPT,
      block: block(1, Uint8Array.of(0x12)),
    });
    expect(management.ask(second(3))).toMatchObject({ outcome: { result: 'long-action-aborted' } });
    expect(management.ask(second(2))).toMatchObject({ outcome: { result: 'no-long-action-in-progress' } });
    expect(management.ask({ kind: 'action-request', choice: 'next-pblock', ...ID, blockNumber: 1 })).toMatchObject({
      outcome: { result: 'no-long-action-in-progress' },
    });
    expect(management.count).toEqual(counted(0));
  });
});

describe('the security policy', () => {
  const activate = (policy: number) =>
    ({
      kind: 'action-request',
      choice: 'normal',
      ...ID,
      method: { classId: 64, logicalName: '0-0:43.0.0.255', methodId: 1 },
      parameters: { type: 'enum', value: policy },
    }) as const;

  it('is not lowered', () => {
    const management = new Management();
    expect(management.ask(activate(0))).toMatchObject({ outcome: { result: 'read-write-denied' } });
    expect(management.ask(getRequest(64, '0-0:43.0.0.255', 2))).toMatchObject({ result: { data: { value: 0x6c } } });
  });

  it('is lowered in a meter that lets it', () => {
    const bench = new Bench({ securityPolicyAfterActivation: ({ asked }) => asked });
    bench.openManagement();
    bench.ask(MANAGEMENT, ciphered(encodeApdu(activate(0)), { counter: 4 }));
    expect(bench.ask(MANAGEMENT, getRequest(64, '0-0:43.0.0.255', 2))?.[0]).toBe(0xc4);
  });
});
