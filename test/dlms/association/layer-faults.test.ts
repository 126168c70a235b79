import { describe, expect, it } from 'vitest';
import { flipBit } from '#dlms/apdu/edit';
import { decodeGeneralCiphering, encodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import type { KeyInfo } from '#dlms/apdu/key-info';
import type { AssociationSettings } from '#dlms/association/association-settings';
import type { GeneralCipheringChoice, KeyChoice } from '#dlms/association/general-choice';
import type { LayerChoice } from '#dlms/association/protection-choice';
import { fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { CURVES } from '#dlms/security/elliptic-curve';
import { signedKey } from '#dlms/security/signed-key';
import { thrownBy } from '../codec/cut';
import {
  CLIENT_SIGNING_KEY,
  EPHEMERAL_KEY,
  GAK,
  GUEK,
  KEK,
  SERVER_AGREEMENT_KEY,
  SERVER_AGREEMENT_PUBLIC,
  SERVER_SIGNING_KEY,
} from '../security/book-keys';
import { DEDICATED, GBEK } from '../security/golden-vectors';
import { CLIENT, client, control, METER, meter } from './two-ends';

const ANSWER = fromHex('C401C1000901AA');
const OTHER = fromHex('4D4D4D00000000FF');
const NOTHING = new Uint8Array(0);
const P256 = CURVES[1];
const both: GeneralCipheringChoice = { form: 'general-ciphering', control: control(0x31) };

/** What the client says to an answer that is wrong in some way. */
function faultOf(answer: Uint8Array, settings: Partial<AssociationSettings> = {}, dedicatedKey?: Uint8Array): string {
  const { security } = client(settings);
  security.agreeDedicatedKey(dedicatedKey);
  const error = thrownBy(() => security.unprotect(answer));
  expect(error).toBeInstanceOf(PeerProtocolError);
  return error instanceof PeerProtocolError ? error.reason : '';
}

function answered(choice: LayerChoice, dedicatedKey?: Uint8Array): Uint8Array {
  const { security } = meter();
  security.agreeDedicatedKey(dedicatedKey);
  return security.protect(ANSWER, choice);
}

/** The answer under the GUEK with key-info of one's own. */
function withKeyInfo(keyInfo: KeyInfo, key: KeyChoice = { kind: 'identified-key' }): Uint8Array {
  const { header, content } = decodeGeneralCiphering(answered({ ...both, key }));
  return encodeGeneralCiphering({ header, keyInfo, content });
}

const TAG_EXPECTED = `expected a tag that verifies under GUEK and GAK, security control 31, system title ${toHex(METER)}`;

describe('a wrong tag', () => {
  it.each([
    ['that verifies nowhere', { ...both, edit: (content) => flipBit(content, content.length - 1, 0) }, 'does not'],
    ['of the GBEK', { ...both, encryptionKey: GBEK }, 'verifies under GBEK'],
    ['of the dedicated key', { ...both, encryptionKey: DEDICATED }, 'verifies under dedicated key'],
    ['without GAK', { ...both, authenticationKey: NOTHING }, 'verifies without GAK'],
    [
      'with the title of the client',
      { ...both, ivTitle: CLIENT },
      `verifies with the title of the client, ${toHex(CLIENT)}`,
    ],
    ['with a title that nobody has', { ...both, ivTitle: OTHER }, 'does not'],
  ] satisfies [string, LayerChoice, string][])('%s', (_, choice, came) => {
    const expected = `general-ciphering, ${TAG_EXPECTED}, invocation counter 1, got one that ${came}`;
    expect(faultOf(answered(choice), {}, DEDICATED)).toBe(expected);
  });

  it('with another originator than the IV has', () => {
    const answer = answered({ ...both, header: { originatorSystemTitle: OTHER } });
    expect(faultOf(answer)).toContain(`system title ${toHex(OTHER)}, invocation counter 1, got one that verifies with`);
    expect(faultOf(answer)).toContain(`the title that the meter gave first, ${toHex(METER)}`);
  });

  it('without the header in the additional data', () => {
    const { header, keyInfo } = decodeGeneralCiphering(answered(both));
    const content = answered({ form: 'glo', control: control(0x31) }).subarray(2);
    const answer = encodeGeneralCiphering({ header, ...(keyInfo && { keyInfo }), content });
    expect(faultOf(answer)).toMatch(/got one that verifies without the header in the additional data$/);
  });

  it.each([
    ['glo', undefined, 'GUEK'],
    ['general-glo', undefined, 'GUEK'],
    ['ded', DEDICATED, 'dedicated key'],
    ['general-ded', DEDICATED, 'dedicated key'],
  ] as const)('names form and key of %s', (form, dedicatedKey, name) => {
    const answer = answered({ form, control: control(0x31), encryptionKey: EPHEMERAL_KEY }, dedicatedKey);
    const told = faultOf(answer, {}, dedicatedKey);
    expect(told).toMatch(new RegExp(`^${form}, expected a tag that verifies under ${name} and GAK.* does not$`));
  });

  it('points at the tag', () => {
    const answer = answered({ ...both, encryptionKey: GBEK });
    const error = thrownBy(() => client().security.unprotect(answer));
    expect(error).toMatchObject({ offset: answer.length - 12, octets: answer });
  });
});

describe('a wrong security control octet', () => {
  it.each([
    [0x30, 'expected suite 1, that of the association, got security control 30, suite 0'],
    [0x3f, 'expected suite 1, that of the association, got security control 3F, suite 15'],
    [0x71, 'expected the unicast key-set, got security control 71, broadcast'],
    [0xb1, 'expected no compression, which is not declared, got security control B1'],
  ])('%i in general-ciphering', (controlOctet, fault) => {
    expect(faultOf(answered({ ...both, controlOctet }))).toBe(`general-ciphering, ${fault}`);
  });

  it('00 in glo', () => {
    const answer = answered({ form: 'glo', control: control(0x31), controlOctet: 0x01 });
    expect(faultOf(answer)).toBe(
      'glo, expected authentication, encryption or both, got security control 01, which protects nothing',
    );
  });

  it('that names the broadcast key-set', () => {
    const keys = { guek: GUEK, gak: GAK };
    const glo = answered({ form: 'glo', control: control(0x31), controlOctet: 0x71 });
    expect(faultOf(glo, { keys })).toMatch(/^expected GUEK, got the broadcast key-set.*the rig knows no GBEK$/);
    const ded = answered({ form: 'ded', control: control(0x31), controlOctet: 0x71 }, DEDICATED);
    expect(faultOf(ded, {}, DEDICATED)).toBe(
      'dedicated key, expected the unicast key-set, got security control 71, broadcast',
    );
  });
});

it('content that is too short', () => {
  const told = faultOf(answered({ ...both, edit: (content) => content.slice(0, 16) }));
  expect(told).toBe('general-ciphering, expected SC, IC and, where authenticated, a tag of 12 octets, got 16 octets');
  expect(faultOf(answered({ ...both, edit: (content) => content.slice(0, 3) }))).toMatch(/got 3 octets$/);
});

describe.each([
  ['general-ciphering', both],
  ['general-signing', { form: 'general-signing' }],
] as const)('recipient-system-title of %s', (form, choice) => {
  it('of another device', () => {
    const answer = answered({ ...choice, header: { recipientSystemTitle: OTHER } });
    const titles = `expected our own, ${toHex(CLIENT)}, got ${toHex(OTHER)}`;
    expect(faultOf(answer)).toBe(`${form}, recipient-system-title: ${titles}`);
    expect(thrownBy(() => client().security.unprotect(answer))).toMatchObject({ offset: 20 });
  });

  it('that is empty is left to the case', () => {
    const answer = answered({ ...choice, header: { recipientSystemTitle: NOTHING } });
    expect(client().security.unprotect(answer)?.plain).toEqual(ANSWER);
  });
});

it('an empty originator is the title that the meter gave before', () => {
  const answer = answered({ ...both, header: { originatorSystemTitle: NOTHING } });
  expect(client().security.unprotect(answer)?.plain).toEqual(ANSWER);
  const { security } = client();
  security.serverTitle = undefined;
  expect(() => security.unprotect(answer)).toThrow('the meter has not told its system title');
});

describe('key-info', () => {
  const data = (edit: (data: Uint8Array) => Uint8Array) => answered({ ...both, key: { kind: 'C(1e,1s)', edit } });
  const offCurve = (point: Uint8Array) => flipBit(point, point.length - 1, 0);

  it.each([
    [
      'absent without an exchange before',
      () => {
        const { header, content } = decodeGeneralCiphering(answered(both));
        return encodeGeneralCiphering({ header, content });
      },
      'key-info: expected one, got none, and there was no earlier exchange',
      30,
    ],
    [
      'of an unknown key',
      () => withKeyInfo({ kind: 'identified-key', keyId: 7 }),
      'key-id: expected 0 (GUEK) or 1 (GBEK), got 7',
      32,
    ],
    [
      'of an unknown KEK',
      () => answered({ ...both, key: { kind: 'wrapped-key', kekId: 3 } }),
      'kek-id: expected 0 (master key, KEK), got 3',
      32,
    ],
    [
      'with a wrapped key that was changed',
      () => answered({ ...both, key: { kind: 'wrapped-key', edit: (wrapped) => flipBit(wrapped, 0, 0) } }),
      'ephemeral key: expected one wrapped under KEK, got 24 octets that are not',
      34,
    ],
    [
      'with a key wrapped under the GUEK',
      () => answered({ ...both, key: { kind: 'wrapped-key', kek: GUEK } }),
      'ephemeral key: expected one wrapped under KEK, got 24 octets that are not',
      34,
    ],
    [
      'with a wrapped key of another length',
      () => answered({ ...both, encryptionKey: GUEK, key: { kind: 'wrapped-key', key: new Uint8Array(32) } }),
      'ephemeral key: expected 16 octets, got 32 wrapped',
      34,
    ],
    [
      'of an unknown scheme',
      () => withKeyInfo({ kind: 'agreed-key', keyParameters: fromHex('03'), keyCipheredData: NOTHING }),
      'key-parameters: expected 01, C(1e,1s), or 02, C(0e,2s), got 03',
      33,
    ],
    [
      'of no scheme',
      () => withKeyInfo({ kind: 'agreed-key', keyParameters: NOTHING, keyCipheredData: NOTHING }),
      'key-parameters: expected 01, C(1e,1s), or 02, C(0e,2s), got nothing',
      33,
    ],
    [
      'C(0e,2s) with data',
      () => withKeyInfo({ kind: 'agreed-key', keyParameters: fromHex('02'), keyCipheredData: fromHex('AA') }),
      'C(0e,2s): expected no key-ciphered-data, got 1 octets',
      35,
    ],
    [
      'C(1e,1s) without its signature',
      () => data((all) => all.slice(0, 64)),
      'C(1e,1s): expected ephemeral public key and signature, 128 octets on P-256, got 64',
      35,
    ],
    [
      'C(1e,1s) with a wrong signature',
      () => data((all) => flipBit(all, 127, 0)),
      'C(1e,1s): expected the ephemeral public key signed with the signing key of the meter, got a signature that does not verify',
      100,
    ],
    [
      'C(1e,1s) signed with the key agreement key',
      () => answered({ ...both, key: { kind: 'C(1e,1s)', signingKey: SERVER_AGREEMENT_KEY } }),
      'C(1e,1s): expected the ephemeral public key signed with the signing key of the meter, got a signature that does not verify',
      100,
    ],
    [
      'C(1e,1s) signed as class 64 signs',
      () => data((all) => signedKey(P256, SERVER_SIGNING_KEY, all.subarray(0, 64), 0)),
      'C(1e,1s): expected the ephemeral public key signed with the signing key of the meter, got one over key-id and key',
      100,
    ],
    [
      'C(1e,1s) with a point off the curve, rightly signed',
      () => answered({ ...both, key: { kind: 'C(1e,1s)', editPublicKey: offCurve } }),
      'C(1e,1s): expected an ephemeral public key on P-256, got a point off it',
      36,
    ],
  ])('%s', (_, answer, fault, offset) => {
    const octets = answer();
    expect(faultOf(octets)).toBe(`general-ciphering, ${fault}`);
    expect(thrownBy(() => client().security.unprotect(octets))).toMatchObject({ offset });
  });

  it('C(0e,2s) with a transaction-id that is too long for a nonce', () => {
    const { header, content } = decodeGeneralCiphering(answered(both));
    const transactionId = new Uint8Array(128);
    const keyInfo = { kind: 'agreed-key', keyParameters: fromHex('02'), keyCipheredData: NOTHING } as const;
    const answer = encodeGeneralCiphering({ header: { ...header, transactionId }, keyInfo, content });
    expect(faultOf(answer)).toMatch(/expected a nonce of up to 127 octets as transaction-id, got 128$/);
  });

  it('agreed in suite 0, which has no key pairs', () => {
    const keyInfo = { kind: 'agreed-key', keyParameters: fromHex('02'), keyCipheredData: NOTHING } as const;
    expect(faultOf(withKeyInfo(keyInfo), { suite: 0 })).toMatch(/not expected in suite 0/);
  });

  it('that needs what the rig lacks is not held against the meter', () => {
    const wrapped = answered({ ...both, key: { kind: 'wrapped-key' } });
    const keyless = client({ keys: { guek: GUEK, gak: GAK } });
    expect(() => keyless.security.unprotect(wrapped)).toThrow(LocalProtocolError);
    const unknown = client({ serverKeys: { agreement: SERVER_AGREEMENT_PUBLIC } });
    const agreed = answered({ ...both, key: { kind: 'C(1e,1s)' } });
    expect(() => unknown.security.unprotect(agreed)).toThrow('no public signing key of the meter in its rig');
  });

  it('agreed with the object identifier as the book prints it is a wrong key', () => {
    const answer = answered({ ...both, key: { kind: 'C(0e,2s)', oidCoding: '06' } });
    const told = faultOf(answer);
    expect(told).toMatch(/expected a tag that verifies under ephemeral key 1 and GAK/);
    expect(told).toMatch(/got one that verifies under the same key agreement with 06 in the AlgorithmID$/);
  });
});

describe('the signature of general-signing', () => {
  const sign = { form: 'general-signing' } as const;
  const expected = 'general-signing, signature: expected one by the signing key of the meter';

  it.each([
    ['one bit flipped', { ...sign, edit: (rs) => flipBit(rs, 0, 0) }, 'got one that does not verify'],
    ['by another key', { ...sign, signingKey: CLIENT_SIGNING_KEY }, 'got one that does not verify'],
    ['by its key agreement key', { ...sign, signingKey: SERVER_AGREEMENT_KEY }, 'got one by its key agreement key'],
  ] satisfies [string, LayerChoice, string][])('%s', (_, choice, came) => {
    expect(faultOf(answered(choice))).toBe(`${expected} over transaction-id to content, ${came}`);
  });

  it('cut by one octet', () => {
    const answer = answered({ ...sign, edit: (rs) => rs.slice(0, -1) });
    expect(faultOf(answer)).toBe('general-signing, signature: expected R and S, 64 octets on P-256, got 63 octets');
    expect(thrownBy(() => client().security.unprotect(answer))).toMatchObject({ offset: answer.length - 63 });
  });

  it('in suite 0, which has none', () => {
    expect(faultOf(answered(sign), { suite: 0 })).toBe(
      'general-signing: not expected in suite 0, which has no signatures',
    );
  });
});

it('no message shows a key', () => {
  const keys = [GUEK, GAK, GBEK, KEK, DEDICATED, EPHEMERAL_KEY, SERVER_AGREEMENT_KEY].map(toHex);
  const messages = [
    answered({ ...both, encryptionKey: DEDICATED }),
    answered({ ...both, key: { kind: 'wrapped-key', key: EPHEMERAL_KEY }, encryptionKey: GUEK }),
    answered({ ...both, key: { kind: 'wrapped-key', key: EPHEMERAL_KEY, kek: GUEK } }),
  ].map((answer) => faultOf(answer, {}, DEDICATED));
  for (const message of messages) for (const key of keys) expect(message).not.toContain(key.slice(0, 6));
});
