import { describe, expect, it } from 'vitest';
import { flipBit } from '#dlms/apdu/edit';
import type { GeneralCipheringChoice, GeneralSigningChoice, KeyChoice } from '#dlms/association/general-choice';
import type { LayerChoices } from '#dlms/association/protection-choice';
import { fromHex, toHex } from '#dlms/codec/hex';
import type { MeterPolicy } from '#simulator/policy';
import { CLIENT, control, GET, METER } from '../../dlms/association/two-ends';
import { CLIENT_AGREEMENT_KEY, EPHEMERAL_KEY } from '../../dlms/security/book-keys';
import { vector } from '../../dlms/security/golden-vectors';
import { opened, outcomeOf, ring, theClient } from './general-ring';

const cipher: GeneralCipheringChoice = { form: 'general-ciphering', control: control(0x31) };
const sign: GeneralSigningChoice = { form: 'general-signing' };
const DEMANDED = { authenticated: true, encrypted: true };
/** The vectors of suite 0 have keys and titles of those of suite 1. */
const suite0: Partial<MeterPolicy> = { acceptsSuite: ({ suite }) => suite === 0 };

function under(key: KeyChoice): GeneralCipheringChoice {
  return { ...cipher, key };
}

function outcome(choices: LayerChoices, policy: Partial<MeterPolicy> = {}): string {
  return outcomeOf(opened(ring(), theClient().protect(GET, choices), policy));
}

describe('a layered request of the worked examples', () => {
  it.each([
    ['gc_ident', suite0, 'identified-key'],
    ['gc_ident_authonly', suite0, 'identified-key'],
    ['gc_wrapped', suite0, 'wrapped-key'],
    ['gc_agreed_get', {}, 'C(1e,1s)'],
    ['gc_static_get', {}, 'C(0e,2s)'],
  ] as const)('%s is opened', (name, policy, origin) => {
    const apdu = opened(ring(), vector('security', name), policy);
    expect(outcomeOf(apdu)).toBe('ok');
    if (!apdu.ok) return;
    expect(toHex(apdu.plain)).toBe(toHex(GET));
    expect(apdu.protection.layers).toMatchObject([{ form: 'general-ciphering', origin }]);
  });

  it.each([
    ['gs', 'standard'],
    ['gs_without_content_length', 'without-content-length'],
  ] as const)('%s is verified', (name, coding) => {
    const apdu = opened(ring(), vector('security', name));
    expect(apdu).toMatchObject({ ok: true, protection: { layers: [{ form: 'general-signing', coding }] } });
    expect(apdu.ok && toHex(apdu.plain)).toBe(toHex(GET));
  });

  it.each(['gc_ident', 'gc_wrapped', 'gc_agreed_get', 'gc_static_get', 'gs'])(
    '%s is refused when it is cut, wherever that is',
    (name) => {
      const octets = vector('security', name);
      for (let length = 1; length < octets.length; length++) {
        expect(outcomeOf(opened(ring(), octets.subarray(0, length), suite0))).not.toBe('ok');
      }
    },
  );

  it.each(['gc_agreed_get', 'gc_static_get', 'gs'])('%s is refused when an octet of it is another one', (name) => {
    const octets = vector('security', name);
    for (let at = 1; at < octets.length; at++) {
      expect([at, outcomeOf(opened(ring(), flipBit(octets, at, 0)))]).not.toEqual([at, 'ok']);
    }
  });
});

describe('a layered request', () => {
  it('is refused for another recipient, and from another originator', () => {
    expect(outcome({ ...cipher, header: { recipientSystemTitle: CLIENT } })).toBe('recipient');
    expect(outcome({ ...sign, header: { recipientSystemTitle: CLIENT } })).toBe('recipient');
    expect(outcome({ ...cipher, header: { originatorSystemTitle: METER } })).toBe('originator');
    expect(outcome({ ...sign, header: { originatorSystemTitle: METER } })).toBe('originator');
  });

  it.each<[string, KeyChoice]>([
    ['the broadcast key, for what goes to one meter', { kind: 'identified-key', keyId: 1 }],
    ['a key that is not defined', { kind: 'identified-key', keyId: 2 }],
    ['another key that it was wrapped under', { kind: 'wrapped-key', kekId: 1 }],
    ['a wrap that was changed', { kind: 'wrapped-key', edit: (octets) => flipBit(octets, 3, 1) }],
    ['an ephemeral key with the signature of another key', { kind: 'C(1e,1s)', signingKey: CLIENT_AGREEMENT_KEY }],
    ['a signature that was changed', { kind: 'C(1e,1s)', edit: (octets) => flipBit(octets, 100, 1) }],
    ['a point off the curve', { kind: 'C(1e,1s)', editPublicKey: (octets) => flipBit(octets, 63, 0) }],
    ['an ephemeral key that is too short', { kind: 'C(1e,1s)', edit: (octets) => octets.subarray(1) }],
  ])('is refused under %s', (_, key) => {
    expect(outcome(under(key))).toBe('key-info');
  });

  it('is refused without key-info where no key was used before', () => {
    const by = theClient();
    const at = ring();
    const without = (octets: Uint8Array) => opened(at, octets);
    const first = by.protect(GET, under({ kind: 'wrapped-key', key: EPHEMERAL_KEY }));
    const second = by.protect(GET, under({ kind: 'earlier-key' }));
    expect(outcomeOf(without(second))).toBe('key-info');
    expect(outcomeOf(without(first))).toBe('ok');
    expect(outcomeOf(without(second))).toBe('ok');
  });

  it.each<[string, LayerChoices]>([
    ['identified', cipher],
    ['wrapped', under({ kind: 'wrapped-key' })],
    ['agreed from an ephemeral key', under({ kind: 'C(1e,1s)' })],
    ['agreed from static keys', under({ kind: 'C(0e,2s)' })],
  ])('is opened once under a key that is %s', (_, choices) => {
    const octets = theClient().protect(GET, choices);
    const at = ring();
    expect(['', ''].map(() => outcomeOf(opened(at, octets)))).toEqual(['ok', 'stale-counter']);
  });

  it('does not move a counter when its tag is wrong', () => {
    const by = theClient();
    const at = ring();
    const edit = (content: Uint8Array): Uint8Array => flipBit(content, content.length - 1, 0);
    expect(outcomeOf(opened(at, by.protect(GET, { ...cipher, counter: 1000, edit })))).toBe('wrong-tag');
    expect(outcomeOf(opened(at, by.protect(GET, cipher)))).toBe('ok');
  });

  it('counts each key by itself, the wrapped and agreed ones from 0', () => {
    const by = theClient();
    const at = ring({ lowest: 1 });
    const key = { kind: 'wrapped-key', key: EPHEMERAL_KEY } as const;
    const choices = [cipher, under(key), under(key), under({ kind: 'C(1e,1s)' }), cipher];
    const counters = choices.map((choice) => {
      const apdu = opened(at, by.protect(GET, choice));
      return apdu.ok ? apdu.protection.counter : outcomeOf(apdu);
    });
    expect(counters).toEqual([1, 0, 1, 0, 2]);
  });

  it('may be signed and then ciphered, not the other way round, and neither twice', () => {
    expect(outcome([sign, cipher])).toBe('ok');
    for (const wrong of [
      [cipher, sign],
      [sign, sign],
      [cipher, cipher],
    ] as const)
      expect(outcome(wrong)).toBe('layers');
  });

  it('is refused with a signature that is cut', () => {
    expect(outcome({ ...sign, edit: (octets) => octets.subarray(0, 63) })).toBe('signature');
    expect(outcome([{ ...sign, edit: (octets) => octets.subarray(1) }, cipher])).toBe('signature');
  });

  it('needs what the policy demands, over all its layers', () => {
    const demand = (choices: LayerChoices, demanded: Parameters<typeof opened>[3]) =>
      outcomeOf(opened(ring(), theClient().protect(GET, choices), {}, demanded));
    expect(demand(sign, DEMANDED)).toBe('weak');
    expect(demand({ ...cipher, control: control(0x11) }, DEMANDED)).toBe('weak');
    expect(demand([sign, cipher], { ...DEMANDED, signed: true })).toBe('ok');
    expect(demand(cipher, { ...DEMANDED, signed: true })).toBe('weak');
  });

  it('may have a layer that protects nothing, where nothing is demanded', () => {
    const bare = { ...cipher, control: control(0x00) };
    expect(outcome(bare)).toBe('ok');
    expect(outcomeOf(opened(ring(), theClient().protect(GET, bare), {}, DEMANDED))).toBe('weak');
    expect(outcome({ ...cipher, controlOctet: 0x02 })).toBe('suite');
  });

  it('must not name the broadcast key-set, compression or another suite', () => {
    const faults = [0x71, 0xb1, 0x32].map((controlOctet) => outcome({ ...cipher, controlOctet }));
    expect(faults).toEqual(['key-set', 'compression', 'suite']);
  });

  it('may use a transaction-id again only where the meter does not watch them', () => {
    const transactionId = fromHex('0102030405060708');
    const by = theClient();
    const octets = ['', ''].map(() => by.protect(GET, { ...cipher, header: { transactionId } }));
    const outcomes = (checksTransactionIds: boolean) => {
      const at = ring({ checksTransactionIds });
      return octets.map((each) => outcomeOf(opened(at, each)));
    };
    expect(outcomes(true)).toEqual(['ok', 'transaction-id']);
    expect(outcomes(false)).toEqual(['ok', 'ok']);
  });

  it('does not use up its transaction-id when it is refused', () => {
    const header = { transactionId: fromHex('0102030405060708') };
    const by = theClient();
    const at = ring({ checksTransactionIds: true });
    const forged = by.protect(GET, { ...sign, header, edit: (octets) => flipBit(octets, 0, 0) });
    expect(outcomeOf(opened(at, forged))).toBe('signature');
    expect(outcomeOf(opened(at, by.protect(GET, { ...sign, header })))).toBe('ok');
  });
});
