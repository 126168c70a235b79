import { describe, expect, it } from 'vitest';
import { flipBit } from '#dlms/apdu/edit';
import { decodeGeneralCiphering, encodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import type { LayerChoice } from '#dlms/association/protection-choice';
import { fromHex, toHex } from '#dlms/codec/hex';
import { thrownBy } from '../codec/cut';
import { CLIENT_SIGNING_KEY, EPHEMERAL_KEY, GAK, GUEK, KEK, SERVER_AGREEMENT_KEY } from '../security/book-keys';
import { DEDICATED, GBEK } from '../security/golden-vectors';
import { CLIENT, client, control, METER } from './two-ends';
import { ANSWER, answered, both, faultOf } from './wrong-answers';

const OTHER = fromHex('4D4D4D00000000FF');
const NOTHING = new Uint8Array(0);

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
