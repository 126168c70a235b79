import { describe, expect, it } from 'vitest';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { toHex } from '#dlms/codec/hex';
import { verifyGmacToken } from '#dlms/security/hls-gmac';
import {
  Bench,
  CTOS,
  ciphered,
  deciphered,
  GET_NAME,
  hlsAarq,
  INITIATE,
  KEYS,
  MAINTENANCE_KEYS,
  MANAGEMENT,
  passThree,
  SERVER_TITLE,
  token,
} from './bench';

/** A meter with an HLS association pending: counter 1 is used. */
function pending(): { bench: Bench; stoc: Uint8Array } {
  const bench = new Bench();
  const request = ciphered(encodeApdu(INITIATE), { counter: 1 });
  return { bench, stoc: bench.challengeOf(bench.askFor(MANAGEMENT, hlsAarq(request))) };
}

function hex(octets: Uint8Array | undefined): string {
  return toHex(octets ?? new Uint8Array(0));
}

function outcome(reply: Uint8Array | undefined): Apdu {
  return decodeApdu(deciphered(reply ?? new Uint8Array(0)).plain);
}

/** Carries pass 3 under the counter after the token's. */
function answered(bench: Bench, value: Uint8Array, carrier: number): Uint8Array | undefined {
  return bench.ask(MANAGEMENT, ciphered(passThree(value), { counter: carrier }));
}

describe('pass 3', () => {
  it.each([
    ['next', 2],
    ['far ahead', 102],
  ])('with the counter %s opens the association and answers the challenge of the client', (_what, counter) => {
    const { bench, stoc } = pending();
    const reply = outcome(answered(bench, token(stoc, counter), counter + 1));
    expect(reply).toMatchObject({ kind: 'action-response', outcome: { result: 'success' } });
    const value = 'outcome' in reply && reply.outcome.returnParameters;
    if (!value || !('data' in value) || value.data.type !== 'octet-string') throw new Error('no f(CtoS)');
    const right = {
      suite: 0,
      token: value.data.value,
      keys: KEYS,
      systemTitle: SERVER_TITLE,
      challenge: CTOS,
    } as const;
    expect(verifyGmacToken(right)).toBe(true);
    expect(
      deciphered(bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: counter + 2 })) ?? new Uint8Array(0)).plain[0],
    ).toBe(0xc4);
  });

  it('with the counter of the APDU around it is tolerated', () => {
    const { bench, stoc } = pending();
    expect(outcome(answered(bench, token(stoc, 2), 2))).toMatchObject({ outcome: { result: 'success' } });
  });

  it('uses three different counters of the meter', () => {
    const bench = new Bench();
    const aare = bench.askFor(MANAGEMENT, hlsAarq(ciphered(encodeApdu(INITIATE), { counter: 1 })));
    const first = aare?.kind === 'AARE' ? deciphered(aare.userInformation ?? new Uint8Array(0)).counter : -1;
    const reply = deciphered(answered(bench, token(bench.challengeOf(aare), 2), 3) ?? new Uint8Array(0));
    const inToken = Number.parseInt(toHex(reply.plain).slice(-32, -24), 16);
    expect([first, inToken, reply.counter]).toEqual([0, 1, 2]);
  });

  it.each<[string, (stoc: Uint8Array) => Uint8Array]>([
    ['a flipped bit', (stoc) => token(stoc, 2).map((octet, index) => (index === 16 ? octet ^ 1 : octet))],
    ['the counter of the AARQ', (stoc) => token(stoc, 1)],
    ['a lower counter', (stoc) => token(stoc, 0)],
    ['control octet 30', (stoc) => token(stoc, 2, 0x30)],
    ['control octet 20', (stoc) => token(stoc, 2, 0x20)],
    ['another suite', (stoc) => token(stoc, 2, 0x11)],
    [
      'a wrong authentication key',
      (stoc) => token(stoc, 2, 0x10, { ...KEYS, authenticationKey: MAINTENANCE_KEYS.authenticationKey }),
    ],
    [
      'a wrong encryption key',
      (stoc) => token(stoc, 2, 0x10, { ...KEYS, encryptionKey: MAINTENANCE_KEYS.encryptionKey }),
    ],
    ['another challenge', () => token(CTOS, 2)],
    ['sixteen octets', (stoc) => token(stoc, 2).subarray(0, 16)],
    ['no octets', () => new Uint8Array(0)],
  ])('with %s fails without data and ends the association', (_what, wrong) => {
    const { bench, stoc } = pending();
    expect(outcome(answered(bench, wrong(stoc), 3))).toEqual({
      kind: 'action-response',
      choice: 'normal',
      invokeIdAndPriority: 0xc1,
      outcome: { result: 'other-reason' },
    });
    expect(hex(answered(bench, token(stoc, 4), 5))).toBe('D80101');
  });

  it.each(['0-0:40.0.3.255', '0-0:40.0.1.255'] as const)('on %s is not pass 3', (logicalName) => {
    const { bench, stoc } = pending();
    expect(hex(bench.ask(MANAGEMENT, ciphered(passThree(token(stoc, 2), logicalName), { counter: 3 })))).toBe('D80101');
    expect(hex(bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: 4 })))).toBe('D80101');
  });

  it('must be protected as the policy demands', () => {
    const { bench, stoc } = pending();
    expect(hex(bench.ask(MANAGEMENT, passThree(token(stoc, 2))))).toBe('D80101');
  });

  it('comes too late once the meter has dropped the pending association', () => {
    const { bench, stoc } = pending();
    bench.now = 60_000;
    expect(hex(answered(bench, token(stoc, 2), 3))).toBe('D80101');
  });

  it('is refused without effect once the association is open', () => {
    const { bench, stoc } = pending();
    answered(bench, token(stoc, 2), 3);
    expect(outcome(answered(bench, token(stoc, 4), 5))).toMatchObject({ outcome: { result: 'other-reason' } });
    expect(outcome(bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: 6 })))).toMatchObject({ kind: 'get-response' });
  });
});

describe('while HLS is pending', () => {
  it('nothing but pass 3 is served', () => {
    const { bench, stoc } = pending();
    expect(hex(bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: 2 })))).toBe('D80101');
    expect(outcome(answered(bench, token(stoc, 3), 4))).toMatchObject({ outcome: { result: 'success' } });
  });

  it('every challenge is new and not that of the client', () => {
    const bench = new Bench();
    const challenges = Array.from({ length: 20 }, (_, index) => {
      const request = ciphered(encodeApdu(INITIATE), { counter: index + 1 });
      return toHex(bench.challengeOf(bench.askFor(MANAGEMENT, hlsAarq(request))));
    });
    expect(new Set([...challenges, toHex(CTOS)]).size).toBe(21);
  });
});
