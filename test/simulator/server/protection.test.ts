import { describe, expect, it } from 'vitest';
import { decodeApdu } from '#dlms/apdu/apdu';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import {
  ALL_BITS,
  Bench,
  ciphered,
  deciphered,
  GET_NAME,
  getRequest,
  KEYS,
  MAINTENANCE_KEYS,
  MANAGEMENT,
  type Protection,
  SERVER_TITLE,
} from './bench';

const DEDICATED = fromHex('00112233445566778899AABBCCDDEEFF');
const DEDICATED_KEYS = { ...KEYS, encryptionKey: DEDICATED };
const OTHER_TITLE = fromHex('434C490000000003');

/** A management association in which the counters up to 3 are used. */
function opened(dedicatedKey?: Uint8Array): Bench {
  const bench = new Bench();
  bench.openManagement(1, dedicatedKey === undefined ? {} : { dedicatedKey });
  return bench;
}

function hex(octets: Uint8Array | undefined): string {
  return toHex(octets ?? new Uint8Array(0));
}

function get(bench: Bench, protection: Protection): Uint8Array | undefined {
  return bench.ask(MANAGEMENT, ciphered(GET_NAME, protection));
}

/** Serves the meter a right request under the global key? */
function serves(bench: Bench, counter: number): boolean {
  return deciphered(get(bench, { counter }) ?? new Uint8Array(0)).plain[0] === 0xc4;
}

describe('a protected request', () => {
  it.each(['glo', 'general-glo'] as const)('in %s form is answered in the same form', (form) => {
    const reply = deciphered(get(opened(), { counter: 4, form }) ?? new Uint8Array(0));
    expect([reply.form, reply.control, reply.plain[0]]).toEqual([form, 0x30, 0xc4]);
    expect(reply.headerTitle).toEqual(form === 'glo' ? undefined : SERVER_TITLE);
  });

  it.each(['ded', 'general-ded'] as const)('in %s form is answered under the dedicated key', (form) => {
    const bench = opened(DEDICATED);
    const reply = deciphered(
      get(bench, { counter: 0, form, keys: DEDICATED_KEYS }) ?? new Uint8Array(0),
      DEDICATED_KEYS,
    );
    expect([reply.form, reply.counter, reply.plain[0]]).toEqual([form, 0, 0xc4]);
  });

  it('may leave its title empty in a general form', () => {
    expect(
      deciphered(
        get(opened(), { counter: 4, form: 'general-glo', headerTitle: new Uint8Array(0) }) ?? new Uint8Array(0),
      ).plain[0],
    ).toBe(0xc4);
  });

  it('gets an error result under protection', () => {
    const reply = opened().ask(MANAGEMENT, ciphered(getRequest(1, '255-255:255.255.255.255', 2), { counter: 4 }));
    expect(decodeApdu(deciphered(reply ?? new Uint8Array(0)).plain)).toMatchObject({
      result: { error: 'object-undefined' },
    });
  });

  it('keeps counters per key and per direction', () => {
    const bench = opened(DEDICATED);
    for (const counter of [0, 1, 2]) {
      const reply = get(bench, { counter, form: 'ded', keys: DEDICATED_KEYS });
      expect(deciphered(reply ?? new Uint8Array(0), DEDICATED_KEYS).counter).toBe(counter);
    }
    expect(deciphered(get(bench, { counter: 4 }) ?? new Uint8Array(0)).counter).toBe(3);
  });
});

describe('a protected request is refused', () => {
  const cases: readonly (readonly [string, Protection, string])[] = [
    [
      'under a wrong encryption key',
      { counter: 4, keys: { ...KEYS, encryptionKey: MAINTENANCE_KEYS.encryptionKey } },
      'D80105',
    ],
    [
      'under a wrong authentication key',
      { counter: 4, keys: { ...KEYS, authenticationKey: MAINTENANCE_KEYS.authenticationKey } },
      'D80105',
    ],
    ['with another title in its IV', { counter: 4, title: OTHER_TITLE }, 'D80105'],
    [
      'with another title in header and IV',
      { counter: 4, form: 'general-glo', title: OTHER_TITLE, headerTitle: OTHER_TITLE },
      'D80105',
    ],
    ['with another title in its header alone', { counter: 4, form: 'general-glo', headerTitle: OTHER_TITLE }, 'D80105'],
    [
      'with a flipped bit in its tag',
      {
        counter: 4,
        edit: (content) => content.map((octet, index) => (index === content.length - 1 ? octet ^ 1 : octet)),
      },
      'D80105',
    ],
    [
      'with a flipped bit in its text',
      { counter: 4, edit: (content) => content.map((octet, index) => (index === 5 ? octet ^ 0x80 : octet)) },
      'D80105',
    ],
    ['with a tag of 11 octets', { counter: 4, edit: (content) => content.subarray(0, -1) }, 'D80105'],
    ['with a tag of 8 octets', { counter: 4, edit: (content) => content.subarray(0, -4) }, 'D80105'],
    ['with no tag', { counter: 4, edit: (content) => content.subarray(0, -12) }, 'D80105'],
    ['with an octet behind its tag', { counter: 4, edit: (content) => concat(content, Uint8Array.of(0)) }, 'D80105'],
    ['with nothing but its header', { counter: 4, edit: (content) => content.subarray(0, 5) }, 'D80105'],
    ['with less than its header', { counter: 4, edit: (content) => content.subarray(0, 4) }, 'D80105'],
    ['with another suite', { counter: 4, control: 0x31 }, 'D80105'],
    ['with the broadcast key-set', { counter: 4, control: 0x70 }, 'D80105'],
    ['with the compression bit', { counter: 4, control: 0xb0 }, 'D80105'],
    ['without protection in its control octet', { counter: 4, control: 0x00 }, 'D80105'],
    ['with authentication alone under this policy', { counter: 4, control: 0x10 }, 'D80101'],
    ['with encryption alone under this policy', { counter: 4, control: 0x20 }, 'D80101'],
    ['with the counter used last', { counter: 3 }, 'D8010600000004'],
    ['with a lower counter', { counter: 1 }, 'D8010600000004'],
    ['with the counter FFFFFFFF', { counter: 0xffffffff }, 'D8010600000004'],
    ['with the tag of another service', { counter: 4, serviceTag: 0xc1 }, 'D80105'],
    ['under a dedicated key that was not agreed', { counter: 0, form: 'ded', keys: DEDICATED_KEYS }, 'D80105'],
    ['under the global key in a ded- form', { counter: 4, form: 'ded' }, 'D80105'],
  ];

  it.each(cases)('%s', (_what, protection, exception) => {
    const bench = opened();
    expect(hex(get(bench, protection))).toBe(exception);
    expect(serves(bench, 5)).toBe(true);
  });

  it.each([-1, 1])('when its length is wrong by %d', (difference) => {
    const bench = opened();
    const octets = ciphered(GET_NAME, { counter: 4 }).map((octet, index) => (index === 1 ? octet + difference : octet));
    expect(hex(bench.ask(MANAGEMENT, octets))).toBe('D80105');
    expect(serves(bench, 4)).toBe(true);
  });

  it('in a general form without general-protection', () => {
    const bench = new Bench();
    bench.openManagement(1, {
      proposedConformance: new Set([...ALL_BITS].filter((bit) => bit !== 'general-protection')),
    });
    expect(hex(get(bench, { counter: 4, form: 'general-glo' }))).toBe('D80102');
  });

  it('in clear', () => {
    const bench = opened();
    expect(hex(bench.ask(MANAGEMENT, GET_NAME))).toBe('D80101');
    expect(serves(bench, 4)).toBe(true);
  });

  it('under a key that an earlier association had', () => {
    const bench = opened(DEDICATED);
    bench.openManagement(4);
    expect(hex(get(bench, { counter: 0, form: 'ded', keys: DEDICATED_KEYS }))).toBe('D80105');
  });

  it('before any association, and the next AARQ is served', () => {
    const bench = new Bench();
    expect(
      hex(bench.ask(MANAGEMENT, fromHex('C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B'))),
    ).toBe('D80101');
    expect(hex(bench.ask(MANAGEMENT, fromHex('DB084D4D4D0000BC614E0530012345674113')))).toBe('D80101');
    bench.openManagement();
  });
});

describe('the counters of the meter', () => {
  it('jump forward with the client and do not come back', () => {
    const bench = opened();
    expect(serves(bench, 1003)).toBe(true);
    expect(hex(get(bench, { counter: 1002 }))).toBe('D80106000003EC');
  });

  it('do not move for what was forged', () => {
    const bench = opened();
    get(bench, {
      counter: 1_000_003,
      edit: (content) => content.map((octet, index) => (index === 6 ? octet ^ 1 : octet)),
    });
    expect(serves(bench, 4)).toBe(true);
  });

  it('refuse a replay in another association and after a power cycle', () => {
    const bench = opened();
    const request = ciphered(GET_NAME, { counter: 4 });
    bench.ask(MANAGEMENT, request);
    bench.meter.powerCycle(0);
    bench.connect();
    bench.openManagement(5);
    expect(hex(bench.ask(MANAGEMENT, request))).toBe('D8010600000008');
    expect(deciphered(get(bench, { counter: 8 }) ?? new Uint8Array(0)).counter).toBe(7);
  });

  it('go with the keys that they belong to', () => {
    const bench = opened();
    const used = [4, 5, 6].map((counter) => deciphered(get(bench, { counter }) ?? new Uint8Array(0)).counter);
    expect(used).toEqual([3, 4, 5]);
  });
});
