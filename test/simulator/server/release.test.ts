import { describe, expect, it } from 'vitest';
import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { fromHex, toHex } from '#dlms/codec/hex';
import { Bench, ciphered, deciphered, GET_NAME, INITIATE, KEYS, MANAGEMENT, PUBLIC, publicAarq } from './bench';

const RLRQ = { kind: 'RLRQ', reason: 'normal' } as const;
const initiate = encodeApdu(INITIATE);

function hex(octets: Uint8Array | undefined): string {
  return toHex(octets ?? new Uint8Array(0));
}

function opened(): Bench {
  const bench = new Bench();
  bench.openManagement();
  return bench;
}

describe('RLRQ in a plain association', () => {
  it.each([
    ['with a reason', encodeApdu(RLRQ)],
    ['without one', encodeApdu({ kind: 'RLRQ' })],
    ['with a plain InitiateRequest', encodeApdu({ ...RLRQ, userInformation: initiate })],
  ])('%s is obeyed, and the connection stays', (_what, request) => {
    const bench = new Bench();
    bench.ask(PUBLIC, publicAarq());
    expect(hex(bench.ask(PUBLIC, request))).toBe('6303800100');
    expect(hex(bench.ask(PUBLIC, GET_NAME))).toBe('D80101');
    expect(bench.connection.closed).toBeUndefined();
    expect(bench.askFor(PUBLIC, publicAarq())).toMatchObject({ result: 'accepted' });
  });

  it('is refused without one', () => {
    expect(hex(new Bench().ask(PUBLIC, RLRQ))).toBe('D80101');
  });

  it('is ignored when it is malformed', () => {
    const bench = new Bench();
    bench.ask(PUBLIC, publicAarq());
    expect(bench.ask(PUBLIC, Uint8Array.of(0x62, 0x05, 0x80))).toBeUndefined();
    expect(bench.ask(PUBLIC, GET_NAME)?.[0]).toBe(0xc4);
  });
});

describe('RLRQ in a protected association', () => {
  it('with a protected InitiateRequest is answered with the negotiated InitiateResponse', () => {
    const bench = opened();
    const rlre = bench.askFor(MANAGEMENT, { ...RLRQ, userInformation: ciphered(initiate, { counter: 4 }) });
    if (rlre?.kind !== 'RLRE') throw new Error('no RLRE');
    expect(rlre.reason).toBe('normal');
    const { plain, control } = deciphered(rlre.userInformation ?? new Uint8Array(0));
    expect(control).toBe(0x30);
    expect(decodeApdu(plain)).toMatchObject({ kind: 'initiate-response', serverMaxReceivePduSize: 1024, vaaName: 7 });
    expect(hex(bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: 5 })))).toBe('D80101');
  });

  it.each<[string, Uint8Array | undefined]>([
    ['without user-information', undefined],
    ['with a plain InitiateRequest', initiate],
    ['with a stale counter', ciphered(initiate, { counter: 3 })],
    [
      'with a wrong tag',
      ciphered(initiate, {
        counter: 4,
        edit: (content) => content.map((octet, index) => (index === content.length - 1 ? octet ^ 1 : octet)),
      }),
    ],
    ['with too little protection', ciphered(initiate, { counter: 4, control: 0x10 })],
    ['with an InitiateRequest under the tag of another service', ciphered(initiate, { counter: 4, serviceTag: 0xc0 })],
    ['with something else under protection', ciphered(GET_NAME, { counter: 4, serviceTag: 0x01 })],
  ])('%s is not obeyed', (_what, userInformation) => {
    const bench = opened();
    expect(hex(bench.ask(MANAGEMENT, { ...RLRQ, ...(userInformation && { userInformation }) }))).toBe('6303800101');
    expect(deciphered(bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: 5 })) ?? new Uint8Array(0)).plain[0]).toBe(
      0xc4,
    );
  });

  it('under the dedicated key is not obeyed, as the request that it repeats goes under the global one', () => {
    const bench = new Bench();
    const dedicatedKey = fromHex('00112233445566778899AABBCCDDEEFF');
    bench.openManagement(1, { dedicatedKey });
    const keys = { ...KEYS, encryptionKey: dedicatedKey };
    const userInformation = ciphered(initiate, { counter: 0, form: 'ded', keys });
    expect(hex(bench.ask(MANAGEMENT, { ...RLRQ, userInformation }))).toBe('6303800101');
  });
});
