import { describe, expect, it } from 'vitest';
import type { GeneralCipheringChoice, KeyChoice } from '#dlms/association/general-choice';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { SendCounter } from '#dlms/security/invocation-counter';
import { CLIENT_EPHEMERAL_KEY, EPHEMERAL_KEY } from '../security/book-keys';
import { vector } from '../security/golden-vectors';
import { CLIENT, client, control, GET, METER, meter } from './two-ends';

const TRANSACTION = fromHex('0102030405060708');
const ACCESS = vector('security', 'gb_access_request');

interface Row {
  readonly name: string;
  readonly suite: 0 | 1;
  readonly sc: number;
  readonly key: KeyChoice;
  readonly counter: number;
  readonly apdu?: Uint8Array;
  /** octets of a signature, which are others each time */
  readonly signature?: readonly [from: number, to: number];
}

/** Qe ‖ signature stand behind tag, header (29), presence, choice, two lengths and the scheme. */
const SIGNATURE = [36 + 64, 36 + 128] as const;
const onePass = { kind: 'C(1e,1s)', ephemeralKey: CLIENT_EPHEMERAL_KEY } as const;

const ROWS: readonly Row[] = [
  { name: 'gc_ident', suite: 0, sc: 0x30, key: { kind: 'identified-key' }, counter: 0x01234567 },
  { name: 'gc_ident_authonly', suite: 0, sc: 0x10, key: { kind: 'identified-key' }, counter: 0x01234567 },
  { name: 'gc_wrapped', suite: 0, sc: 0x30, key: { kind: 'wrapped-key', key: EPHEMERAL_KEY }, counter: 0 },
  { name: 'gc_agreed_get', suite: 1, sc: 0x31, key: onePass, counter: 0, signature: SIGNATURE },
  { name: 'gc_static_get', suite: 1, sc: 0x31, key: { kind: 'C(0e,2s)' }, counter: 0 },
  { name: 'gb_access_gc_1e1s', suite: 1, sc: 0x31, key: onePass, counter: 0, apdu: ACCESS, signature: SIGNATURE },
];

describe.each(ROWS)('golden $name', ({ name, suite, sc, key, counter, apdu = GET, signature }) => {
  const octets = vector('security', name);

  it('is what the client sends', () => {
    const { security } = client({ suite }, { globalCounter: new SendCounter(0x01234567) });
    const choice: GeneralCipheringChoice = {
      form: 'general-ciphering',
      control: control(sc),
      key,
      header: { transactionId: TRANSACTION },
    };
    const sent = security.protect(apdu, choice);
    const [from, to] = signature ?? [0, 0];
    expect(toHex(sent.subarray(0, from))).toBe(toHex(octets.subarray(0, from)));
    expect(toHex(sent.subarray(to))).toBe(toHex(octets.subarray(to)));
    // where the signature is another one it must still be right
    expect(meter({ suite }).security.unprotect(sent)?.plain).toEqual(apdu);
  });

  it('is taken apart at the other end', () => {
    const received = meter({ suite }).security.unprotect(octets);
    expect(received?.plain).toEqual(apdu);
    expect(received?.layers).toHaveLength(1);
    expect(received?.protection).toMatchObject({
      form: 'general-ciphering',
      control: control(sc),
      key: key.kind === 'identified-key' ? 'global' : 'ephemeral',
      invocationCounter: counter,
      fresh: true,
      general: {
        keyInfo: key.kind,
        isTransactionIdEchoed: undefined,
        header: { transactionId: TRANSACTION, originatorSystemTitle: CLIENT, recipientSystemTitle: METER },
      },
    });
  });

  it('comes stale the second time', () => {
    const { security } = meter({ suite });
    security.unprotect(octets);
    const again = security.unprotect(octets);
    expect(again?.protection).toMatchObject({ fresh: false, lowestFresh: counter + 1 });
  });
});

describe('golden general-signing', () => {
  it.each([
    ['gs', 'standard'],
    ['gs_without_content_length', 'without-content-length'],
  ])('%s is taken apart, its signature %s', (name, coding) => {
    const received = meter().security.unprotect(vector('security', name));
    expect(received?.plain).toEqual(GET);
    expect(received?.protection).toBeUndefined();
    expect(received?.layers).toMatchObject([
      { form: 'general-signing', coding, header: { transactionId: TRANSACTION, originatorSystemTitle: CLIENT } },
    ]);
  });

  it.each([
    ['gs', 'standard'],
    ['gs_without_content_length', 'without-content-length'],
  ] as const)('%s is what the client sends, but for the signature', (name, coding) => {
    const { security } = client();
    const choice = { form: 'general-signing', coding, header: { transactionId: TRANSACTION } } as const;
    const sent = security.protect(GET, choice);
    const octets = vector('security', name);
    expect(toHex(sent.subarray(0, -64))).toBe(toHex(octets.subarray(0, -64)));
    expect(meter().security.unprotect(sent)?.layers).toMatchObject([{ coding }]);
  });
});

describe('the forms of before', () => {
  it('still open: general-glo of the book', () => {
    const { security } = meter({ suite: 0 });
    const received = security.unprotect(vector('security', 'gglo'));
    expect(received).toMatchObject({
      plain: GET,
      protection: { form: 'general-glo', key: 'global', headerTitle: CLIENT, invocationCounter: 0x01234567 },
    });
  });

  it('open under the GBEK where the broadcast key-set is named', () => {
    const { security } = meter({ suite: 0 });
    const received = security.unprotect(vector('security', 'get_bcast'));
    expect(received).toMatchObject({ plain: GET, protection: { form: 'glo', key: 'broadcast' } });
  });

  it('do not carry one another', () => {
    const { security } = client({ suite: 0 });
    const inner = security.protect(GET, { form: 'glo', control: control(0x30) });
    const twice = security.protect(inner, { form: 'general-glo', control: control(0x30) });
    expect(meter({ suite: 0 }).security.unprotect(twice)?.plain).toEqual(inner);
  });

  it('are nothing in a plain APDU', () => {
    expect(client().security.unprotect(GET)).toBeUndefined();
    expect(client().security.unprotect(concat())).toBeUndefined();
  });
});
