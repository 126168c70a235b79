import { describe, expect, it } from 'vitest';
import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { array, enumerated, octetString, structure, visibleString } from '#dlms/codec/data-values';
import { fromHex } from '#dlms/codec/hex';
import { wrapKey } from '#dlms/security/key-wrap';
import type { MeterPolicy } from '#simulator/policy';
import { Bench, ciphered, deciphered, GET_NAME, getRequest, KEYS, MANAGEMENT } from './bench';

const KEK = fromHex('00112233445566778899AABBCCDDEEFF');
const BROADCAST = { ...KEYS, encryptionKey: fromHex('0F0E0D0C0B0A09080706050403020100') };
const NEW = { ...KEYS, encryptionKey: new Uint8Array(16).fill(0x5a) };
const [CONFIRMED, UNCONFIRMED] = [0xc1, 0x81];
const BROADCAST_CONTROL = 0x70;

function opened(policy: Partial<MeterPolicy> = {}): Bench {
  const bench = new Bench(policy);
  bench.openManagement(1);
  return bench;
}

function setDisplay(text: string, invokeIdAndPriority: number): Uint8Array {
  return encodeApdu({
    kind: 'set-request',
    choice: 'normal',
    invokeIdAndPriority,
    attribute: { classId: 1, logicalName: '0-0:96.13.0.255', attributeId: 2 },
    value: visibleString(text),
  });
}

const transfer = encodeApdu({
  kind: 'action-request',
  choice: 'normal',
  invokeIdAndPriority: CONFIRMED,
  method: { classId: 64, logicalName: '0-0:43.0.0.255', methodId: 2 },
  parameters: array(structure(enumerated(0), octetString(wrapKey(KEK, NEW.encryptionKey)))),
});

/** The plain reply to a protected request; an exception-response is plain anyhow. */
function asked(bench: Bench, plain: Uint8Array, counter: number, keys = KEYS, control = 0x30, replyKeys = keys) {
  const reply = bench.ask(MANAGEMENT, ciphered(plain, { counter, keys, control }));
  if (reply === undefined) return undefined;
  return decodeApdu(reply[0] === 0xd8 ? reply : deciphered(reply, replyKeys).plain);
}

function displayed(bench: Bench, counter: number): unknown {
  const reply = asked(bench, getRequest(1, '0-0:96.13.0.255', 2), counter);
  return reply?.kind === 'get-response' && reply.choice === 'normal' ? reply.result : reply;
}

describe('the broadcast key', () => {
  it('lets an unconfirmed SET take effect, which nobody answers, by counters of its own', () => {
    const bench = opened();
    expect(asked(bench, setDisplay('all', UNCONFIRMED), 0, BROADCAST, BROADCAST_CONTROL)).toBeUndefined();
    expect(displayed(bench, 4)).toEqual({ data: visibleString('all') });
    expect(asked(bench, setDisplay('again', UNCONFIRMED), 0, BROADCAST, BROADCAST_CONTROL)?.kind).toBe(
      'exception-response',
    );
    expect(displayed(bench, 5)).toEqual({ data: visibleString('all') });
  });

  it.each([
    ['a confirmed request', setDisplay('no', CONFIRMED), BROADCAST, BROADCAST_CONTROL],
    ['a request under the unicast key', setDisplay('no', UNCONFIRMED), KEYS, BROADCAST_CONTROL],
    ['a request without the key-set bit', setDisplay('no', UNCONFIRMED), BROADCAST, 0x30],
  ])('does nothing with %s', (_, request, keys, control) => {
    const bench = opened();
    expect(asked(bench, request, 9, keys, control)?.kind).toBe('exception-response');
    expect(displayed(bench, 10)).toEqual({ data: visibleString('welcome') });
  });
});

describe('a new GUEK', () => {
  const isServed = (bench: Bench, counter: number, keys = KEYS) =>
    asked(bench, GET_NAME, counter, keys)?.kind === 'get-response';

  it('is in force behind the reply, which is under the old one, and counts from 0', () => {
    const bench = opened();
    expect(asked(bench, transfer, 4)?.kind).toBe('action-response');
    expect(isServed(bench, 0, NEW)).toBe(true);
    expect(isServed(bench, 100)).toBe(false);
  });

  it('may wait for the next association', () => {
    const bench = opened({ keysOfAssociation: ({ atOpening }) => atOpening });
    asked(bench, transfer, 4);
    expect(isServed(bench, 0, NEW)).toBe(false);
    expect(isServed(bench, 5)).toBe(true);
  });

  it('answers under itself, or beside the old one, in a meter that does so', () => {
    const early = opened({ keysOfReply: () => 'now' });
    expect(asked(early, transfer, 4, KEYS, 0x30, NEW)?.kind).toBe('action-response');
    const both = opened({ honoursFormerKeys: () => true });
    asked(both, transfer, 4);
    expect([isServed(both, 0, NEW), isServed(both, 5)]).toEqual([true, true]);
  });

  it('is there after a power cycle', () => {
    const bench = opened();
    asked(bench, transfer, 4);
    bench.meter.powerCycle(bench.now);
    const [setup] = bench.meter.model.logicalDevices.map(({ objects }) => objects.get('0-0:43.0.0.255'));
    expect(setup).toMatchObject({ material: { keys: { guek: NEW.encryptionKey } } });
  });
});
