import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyChoice } from '#dlms/association/general-choice';
import type { LayerChoice, LayerChoices } from '#dlms/association/protection-choice';
import { TransactionIds } from '#dlms/association/transaction-ids';
import { equalOctets, fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { EPHEMERAL_KEY } from '../security/book-keys';
import { CLIENT, client, control, GET, METER, meter, ofSuite2 } from './two-ends';

const ANSWER = fromHex('C401C1000901AA');
const SIGN = { form: 'general-signing' } as const;
const KEYS: readonly KeyChoice[] = [
  { kind: 'identified-key' },
  { kind: 'wrapped-key' },
  { kind: 'C(1e,1s)' },
  { kind: 'C(0e,2s)' },
];

function cipher(suite: number, key?: KeyChoice, sc = 0x30): Extract<LayerChoice, { form: 'general-ciphering' }> {
  return { form: 'general-ciphering', control: control(sc | suite), ...(key && { key }) };
}

describe.each([1, 2] as const)('an exchange in suite %i', (suite) => {
  const settings = suite === 1 ? { client: {}, meter: {} } : ofSuite2();

  it.each(KEYS)('under $kind goes there and back', (key) => {
    const [here, there] = [client(settings.client), meter(settings.meter)];
    const request = there.security.unprotect(here.security.protect(GET, cipher(suite, key)));
    expect(request).toMatchObject({ plain: GET, protection: { general: { keyInfo: key.kind } } });
    const transactionId = request?.protection?.general?.header.transactionId ?? new Uint8Array(0);
    const answer = there.security.protect(ANSWER, { ...cipher(suite, key), header: { transactionId } });
    expect(here.security.unprotect(answer)).toMatchObject({
      plain: ANSWER,
      protection: {
        general: {
          keyInfo: key.kind,
          isTransactionIdEchoed: true,
          header: { originatorSystemTitle: METER, recipientSystemTitle: CLIENT },
        },
      },
    });
  });

  it('may be signed', () => {
    const [here, there] = [client(settings.client), meter(settings.meter)];
    const received = there.security.unprotect(here.security.protect(GET, SIGN));
    expect(received).toMatchObject({ plain: GET, layers: [{ form: 'general-signing', coding: 'standard' }] });
    const answer = here.security.unprotect(there.security.protect(ANSWER, SIGN));
    expect(answer).toMatchObject({ plain: ANSWER, layers: [{ isTransactionIdEchoed: false }] });
  });

  it.each([
    ['signed, then ciphered', [SIGN, cipher(suite)], ['general-ciphering', 'general-signing']],
    ['ciphered, then signed', [cipher(suite), SIGN], ['general-signing', 'general-ciphering']],
    ['ciphered twice', [cipher(suite, { kind: 'wrapped-key' }), cipher(suite)], Array(2).fill('general-ciphering')],
  ])('may be %s', (_, choices: LayerChoices, forms) => {
    const [here, there] = [client(settings.client), meter(settings.meter)];
    const received = there.security.unprotect(here.security.protect(GET, choices));
    expect(received?.plain).toEqual(GET);
    expect(received?.layers.map(({ form }) => form)).toEqual(forms);
    expect(received?.protection).toBe(received?.layers.find(({ form }) => form === 'general-ciphering'));
  });

  it('may carry a layer that protects nothing, whose counter counts nowhere', () => {
    const [here, there] = [client(settings.client), meter(settings.meter)];
    const none = { form: 'general-ciphering', control: control(0x00), counter: 9 } as const;
    const sent = here.security.protect(GET, none);
    for (const _ of [1, 2]) {
      const received = there.security.unprotect(sent);
      expect(received).toMatchObject({ plain: GET, protection: { key: 'none', fresh: true, control: control(0) } });
    }
    expect(here.security.globalCounter.next).toBe(1);
  });
});

describe('the layers of one request', () => {
  it('have one transaction-id, the next request another', () => {
    const { security } = client();
    const there = meter().security;
    const ids = [1, 2].map(() => {
      const { layers = [] } = there.unprotect(security.protect(GET, [SIGN, cipher(1)])) ?? {};
      return layers.map((layer) => {
        const header = layer.form === 'general-signing' ? layer.header : layer.general?.header;
        return toHex(header?.transactionId ?? new Uint8Array(0));
      });
    });
    const [[outer, inner] = [], [next] = []] = ids;
    expect(outer).toHaveLength(16);
    expect(inner).toBe(outer);
    expect(next).not.toBe(outer);
  });

  it('may each have fields of its own', () => {
    const otherInformation = fromHex('AABB');
    const dateTime = fromHex('07EA031D07000000000000FF').slice(0, 12);
    const sent = client().security.protect(GET, [
      { ...SIGN, header: { otherInformation } },
      { ...cipher(1), header: { dateTime, transactionId: fromHex('FF') } },
    ]);
    expect(meter().security.unprotect(sent)?.layers).toMatchObject([
      { general: { header: { dateTime, transactionId: fromHex('FF') } } },
      { header: { otherInformation } },
    ]);
  });
});

describe('the counter', () => {
  it('of the GUEK is one for all forms', () => {
    const [here, there] = [client(), meter()];
    const choices: readonly LayerChoice[] = [
      { form: 'glo', control: control(0x31) },
      cipher(1),
      { form: 'general-glo', control: control(0x31) },
      cipher(1, { kind: 'identified-key' }, 0x10),
    ];
    const counters = choices.map((choice) => {
      const received = there.security.unprotect(here.security.protect(GET, choice));
      return received?.protection?.invocationCounter;
    });
    expect(counters).toEqual([1, 2, 3, 4]);
    expect(here.security.globalCounter.next).toBe(5);
  });

  it('of a wrapped key begins at 0, and goes on when the same key comes again', () => {
    const [here, there] = [client(), meter()];
    const same = cipher(1, { kind: 'wrapped-key', key: EPHEMERAL_KEY });
    const other = cipher(1, { kind: 'wrapped-key' });
    const seen = [same, same, other, same].map((choice) => {
      const { protection } = there.security.unprotect(here.security.protect(GET, choice)) ?? {};
      return [protection?.ephemeralKey, protection?.invocationCounter, protection?.fresh];
    });
    expect(seen).toEqual([
      [1, 0, true],
      [1, 1, true],
      [2, 0, true],
      [1, 2, true],
    ]);
    expect(here.security.globalCounter.next).toBe(1);
  });

  it('of a key agreed statically begins at 0 for each transaction-id, and goes on for the same one', () => {
    const [here, there] = [client(), meter()];
    const fresh = cipher(1, { kind: 'C(0e,2s)' });
    const fixed = { ...fresh, header: { transactionId: fromHex('0102030405060708') } };
    const counters = [fresh, fresh, fixed, fixed].map((choice) => {
      const { protection } = there.security.unprotect(here.security.protect(GET, choice)) ?? {};
      return protection?.invocationCounter;
    });
    expect(counters).toEqual([0, 0, 0, 1]);
  });

  it('given by a test uses none up', () => {
    const { security } = client();
    security.protect(GET, { ...cipher(1), counter: 77 });
    expect(security.globalCounter.next).toBe(1);
  });

  it('is missing for the GBEK, so that nothing is sent under it', () => {
    const { security } = client();
    const broadcast = cipher(1, { kind: 'identified-key', keyId: 1 });
    expect(() => security.protect(GET, broadcast)).toThrow(LocalProtocolError);
    expect(() => security.protect(GET, broadcast)).toThrow('no counter for its GBEK');
  });
});

describe('key-info that is left out', () => {
  it('means the key of the exchange before', () => {
    const [here, there] = [client(), meter()];
    there.security.unprotect(here.security.protect(GET, cipher(1, { kind: 'wrapped-key' })));
    const again = there.security.unprotect(here.security.protect(GET, cipher(1, { kind: 'earlier-key' })));
    expect(again?.protection).toMatchObject({
      ephemeralKey: 1,
      invocationCounter: 1,
      general: { keyInfo: 'earlier-key' },
    });
  });

  it('may mean the key of the request or that of the last answer', () => {
    const [here, there] = [client(), meter()];
    const send = (key: KeyChoice) => there.security.unprotect(here.security.protect(GET, cipher(1, key)));
    const answer = (key: KeyChoice) => here.security.unprotect(there.security.protect(ANSWER, cipher(1, key)));
    send({ kind: 'wrapped-key', key: EPHEMERAL_KEY });
    answer({ kind: 'C(1e,1s)' });
    send({ kind: 'earlier-key' });
    // the meter goes on with the key that it had agreed itself
    expect(answer({ kind: 'earlier-key' })?.protection).toMatchObject({ ephemeralKey: 2, invocationCounter: 1 });
    // and a meter that takes the key of the request is understood, too
    send({ kind: 'wrapped-key', key: EPHEMERAL_KEY });
    const other = meter();
    other.security.unprotect(here.security.protect(GET, cipher(1, { kind: 'wrapped-key', key: EPHEMERAL_KEY })));
    const wrapped = other.security.protect(ANSWER, cipher(1, { kind: 'wrapped-key', key: EPHEMERAL_KEY }));
    expect(here.security.unprotect(wrapped)?.protection).toMatchObject({ ephemeralKey: 1, invocationCounter: 0 });
    const without = other.security.protect(ANSWER, cipher(1, { kind: 'earlier-key' }));
    expect(here.security.unprotect(without)?.protection).toMatchObject({ ephemeralKey: 1, invocationCounter: 1 });
  });

  it('is our own mistake before there was an exchange', () => {
    expect(() => client().security.protect(GET, cipher(1, { kind: 'earlier-key' }))).toThrow(LocalProtocolError);
  });
});

describe('secrets', () => {
  it('are told before anything of them goes out: symmetric ephemeral keys and private ones', () => {
    const here = client();
    here.security.protect(GET, cipher(1, { kind: 'wrapped-key', key: EPHEMERAL_KEY }));
    expect(here.secrets).toEqual([['ephemeral key', toHex(EPHEMERAL_KEY)]]);
    here.security.protect(GET, cipher(1, { kind: 'C(1e,1s)' }));
    const [, privateKey, agreed] = here.secrets;
    expect(privateKey).toEqual(['ephemeral key', expect.stringMatching(/^[0-9A-F]{64}$/)]);
    expect(agreed).toEqual(['ephemeral key', expect.stringMatching(/^[0-9A-F]{32}$/)]);
    here.security.protect(GET, cipher(1, { kind: 'C(0e,2s)' }));
    expect(here.secrets).toHaveLength(4);
  });

  it('of the meter are told as well', () => {
    const [here, there] = [client(), meter()];
    here.security.unprotect(there.security.protect(ANSWER, cipher(1, { kind: 'wrapped-key', key: EPHEMERAL_KEY })));
    expect(here.secrets).toEqual([['ephemeral key', toHex(EPHEMERAL_KEY)]]);
  });
});

describe('what the rig lacks', () => {
  it.each([
    ['KEK', { keys: { guek: EPHEMERAL_KEY, gak: EPHEMERAL_KEY } }, cipher(1, { kind: 'wrapped-key' })],
    ['GBEK', { keys: { guek: EPHEMERAL_KEY, gak: EPHEMERAL_KEY } }, cipher(1, { kind: 'identified-key', keyId: 1 })],
    ['signing key', { keyPairs: {} }, SIGN],
    ['signing key', { keyPairs: {} }, cipher(1, { kind: 'C(1e,1s)' })],
    ['key agreement key', { keyPairs: {} }, cipher(1, { kind: 'C(0e,2s)' })],
    ['public key agreement key of the meter', { serverKeys: {} }, cipher(1, { kind: 'C(1e,1s)' })],
  ])('is named: %s', (what, settings, choice: LayerChoice) => {
    const protect = () => client(settings).security.protect(GET, choice);
    expect(protect).toThrow(LocalProtocolError);
    expect(protect).toThrow(`the client has no ${what} in its rig`);
  });

  it('is the title of the meter before it has told one', () => {
    const { security } = client();
    security.serverTitle = undefined;
    expect(() => security.protect(GET, cipher(1))).toThrow('no system title of the meter');
  });

  it('are key pairs in suite 0', () => {
    const { security } = client({ suite: 0 });
    expect(() => security.protect(GET, SIGN)).toThrow('suite 0 has no key pairs');
    expect(() => security.protect(GET, cipher(0, { kind: 'C(1e,1s)' }))).toThrow('suite 0 has no key pairs');
  });
});

describe('transaction-ids', () => {
  it('count up from a random start, and over its end', () => {
    const ids = new TransactionIds(() => fromHex('FFFFFFFFFFFFFFFE'));
    const three = [ids.next(), ids.next(), ids.next()].map(toHex);
    expect(three).toEqual(['FFFFFFFFFFFFFFFE', 'FFFFFFFFFFFFFFFF', '0000000000000000']);
  });
});

describe('whatever comes', () => {
  const good = meter().security.protect(ANSWER, [SIGN, cipher(1, { kind: 'wrapped-key', key: EPHEMERAL_KEY })]);

  it('opens unchanged and cut nowhere', () => {
    expect(client().security.unprotect(good)?.plain).toEqual(ANSWER);
    for (let length = 1; length < good.length; length++)
      expect(() => client().security.unprotect(good.subarray(0, length)), `${length}`).toThrow(PeerProtocolError);
  });

  it('changed in any bit is refused, and always as the fault of the meter', () => {
    for (let bit = 8; bit < good.length * 8; bit++) {
      const changed = good.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      expect(() => client().security.unprotect(changed), `bit ${bit}`).toThrow(PeerProtocolError);
    }
  });

  it('of arbitrary octets behind a tag opens to nothing, and is the fault of the meter', () => {
    const tags = fc.constantFrom(0xdb, 0xdc, 0xdd, 0xdf, 0xcc, 0xd4);
    fc.assert(
      fc.property(tags, fc.uint8Array({ maxLength: 120 }), (tag, rest) => {
        const octets = Uint8Array.of(tag, ...rest);
        expect(() => client().security.unprotect(octets)).toThrow(PeerProtocolError);
      }),
    );
  });

  it('is not altered by being opened', () => {
    const before = good.slice();
    client().security.unprotect(good);
    expect(equalOctets(good, before)).toBe(true);
  });
});
