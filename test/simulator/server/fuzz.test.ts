import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeApdu } from '#dlms/apdu/apdu';
import { fromHex, toHex } from '#dlms/codec/hex';
import { encodeWpdu } from '#dlms/link/wrapper/wpdu';
import {
  Bench,
  ciphered,
  deciphered,
  GET_LIST,
  GET_NAME,
  hlsAarq,
  INITIATE,
  MANAGEMENT,
  PUBLIC,
  passThree,
  publicAarq,
  READING,
  readingAarq,
} from './bench';

/** Right requests of every kind, to be bent. */
const SEEDS: readonly Uint8Array[] = [
  encodeApdu(publicAarq()),
  encodeApdu(readingAarq()),
  encodeApdu(hlsAarq(ciphered(encodeApdu(INITIATE), { counter: 50 }))),
  encodeApdu({ kind: 'RLRQ', reason: 'normal', userInformation: ciphered(encodeApdu(INITIATE), { counter: 60 }) }),
  GET_NAME,
  GET_LIST,
  ciphered(GET_NAME, { counter: 70 }),
  ciphered(GET_LIST, { counter: 71, form: 'general-glo' }),
  ciphered(GET_NAME, { counter: 1, form: 'ded' }),
  ciphered(passThree(new Uint8Array(17)), { counter: 80 }),
  passThree(new Uint8Array(17)),
  fromHex('C003C10200010000800000FF020000010000800100FF0200'),
  fromHex('C102C100010000600D00FF020000000000010809320102030405'),
  fromHex('C103C101000000020206070809'),
  fromHex('C104C1010001000060D00000FF0200010906010203040506'),
  fromHex('C304C1000900000A0000FF010000000001021200'),
  fromHex('C301C10046000060030AFF01010F00'),
  fromHex('E0830001000000'),
  fromHex('D94000000100010100010000600100FF02010000'),
];

interface Bend {
  readonly seed: number;
  readonly at: number;
  readonly octet: number;
  readonly cut: number;
  readonly client: number;
  readonly splits: number;
}

const bend = fc.record<Bend>({
  seed: fc.nat(SEEDS.length - 1),
  at: fc.nat(120),
  octet: fc.nat(255),
  cut: fc.nat(200),
  client: fc.constantFrom(PUBLIC, READING, MANAGEMENT, 48, 0, 99),
  splits: fc.nat(3),
});

function bent({ seed, at, octet, cut, client }: Bend): Uint8Array {
  const whole = (SEEDS[seed] ?? new Uint8Array(0)).map((old, index) => (index === at ? octet : old));
  return encodeWpdu({
    sourceWport: client,
    destinationWport: 1,
    apdu: cut < whole.length ? whole.subarray(0, cut) : whole,
  });
}

/** A meter with an association of every client open, each of them with the smallest blocks. */
function busy(): Bench {
  const bench = new Bench();
  bench.ask(PUBLIC, publicAarq({ clientMaxReceivePduSize: 64 }));
  bench.ask(READING, readingAarq({ clientMaxReceivePduSize: 64 }));
  bench.openManagement(1, { clientMaxReceivePduSize: 128 });
  return bench;
}

function alive(bench: Bench): boolean {
  bench.connect();
  return toHex(bench.ask(PUBLIC, publicAarq()) ?? new Uint8Array(0)).startsWith('6129');
}

describe('the simulated meter survives', () => {
  it('any octets on a connection', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 8 }), (pieces) => {
        const bench = busy();
        for (const piece of pieces) bench.connection.receive(piece, 0);
        bench.connection.takeOutput();
        expect(alive(bench)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('any octets as an APDU', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 12 }), (apdus) => {
        const bench = busy();
        for (const apdu of apdus) for (const client of [PUBLIC, MANAGEMENT]) bench.ask(client, apdu);
        expect(alive(bench)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('right requests that were bent, in any order', () => {
    fc.assert(
      fc.property(fc.array(bend, { minLength: 1, maxLength: 20 }), (bends) => {
        const bench = busy();
        for (const one of bends) bench.connection.receive(bent(one), 0);
        bench.connection.takeOutput();
        expect(alive(bench)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('any plain text under right protection', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 12 }), (plains) => {
        const bench = busy();
        const forms = ['glo', 'general-glo'] as const;
        plains.forEach((plain, index) => {
          const form = forms[index % 2] ?? 'glo';
          bench.ask(MANAGEMENT, ciphered(plain, { counter: 10 + index, form, serviceTag: 0xc0 }));
        });
        const reply = bench.ask(MANAGEMENT, ciphered(GET_NAME, { counter: 100 }));
        expect(deciphered(reply ?? new Uint8Array(0)).plain[0]).toBe(0xc4);
      }),
      { numRuns: 60 },
    );
  });

  it('a long SET that never ends, in bounded memory', () => {
    const bench = busy();
    const first = fc.sample(fc.uint8Array({ minLength: 900, maxLength: 900 }), 1)[0] ?? new Uint8Array(900);
    const attribute = { classId: 1, logicalName: '0-0:96.13.1.255', attributeId: 2 } as const;
    const head = { kind: 'set-request', invokeIdAndPriority: 0xc1 } as const;
    const block = (blockNumber: number) => ({ lastBlock: false, blockNumber, rawData: first });
    const request = (counter: number) =>
      counter === 1
        ? encodeApdu({ ...head, choice: 'with-first-datablock', attribute, block: block(1) })
        : encodeApdu({ ...head, choice: 'with-datablock', block: block(counter) });
    let blocks = 0;
    for (let ended = false; !ended && blocks < 2000; ) {
      blocks++;
      const reply = bench.ask(MANAGEMENT, ciphered(request(blocks), { counter: 10 + blocks }));
      ended = deciphered(reply ?? new Uint8Array(0)).plain[1] === 3;
    }
    expect(blocks * 900).toBeGreaterThan(0x100000);
    expect(blocks).toBeLessThan(1200);
  });
});
