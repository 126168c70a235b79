import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { DIGEST_LENGTHS, type DigestRequest, digestAnswer, verifyDigestAnswer } from '#dlms/security/hls-digest';
import { ecdsaAnswer, verifyEcdsaAnswer } from '#dlms/security/hls-ecdsa';
import {
  registerVendorFunction,
  VENDOR_FUNCTIONS,
  type VendorFunction,
  vendorAnswer,
  vendorFunctionOf,
  verifyVendorAnswer,
} from '#dlms/security/hls-vendor';
import { forgeAes, forgeDigest } from './forge-keys';
import { CLIENT_TITLE, CTOS, SERVER_TITLE, STOC } from './golden-vectors';
import { B_384, CLIENT_SIGNING, SERVER_SIGNING } from './key-pairs';

const SECRET = new Uint8Array(Buffer.from('0123456789ABCDEF', 'latin1'));
const pass3 = { challenge: STOC, counterChallenge: CTOS, answererTitle: CLIENT_TITLE, challengerTitle: SERVER_TITLE };
const pass4 = { challenge: CTOS, counterChallenge: STOC, answererTitle: SERVER_TITLE, challengerTitle: CLIENT_TITLE };
const octets = (maxLength: number) => fc.uint8Array({ maxLength });
const title = fc.uint8Array({ minLength: 8, maxLength: 8 });

function flipped(answer: Uint8Array, bit: number): Uint8Array {
  return answer.map((octet, at) => (at === bit >> 3 ? octet ^ (1 << (bit & 7)) : octet));
}

describe.each([3, 4, 6] as const)('mechanism %i', (mechanism) => {
  const asked = (bound: typeof pass3, secret = SECRET): DigestRequest => ({ mechanism, secret, ...bound });
  const answer = digestAnswer(asked(pass3));

  it('has an answer of its length, which verifies', () => {
    expect(answer).toHaveLength(DIGEST_LENGTHS[mechanism]);
    expect(verifyDigestAnswer(asked(pass3), answer)).toBe(true);
  });

  it('refuses the answer with any one bit flipped, cut, prolonged or empty', () => {
    const bits = Array.from({ length: 8 * answer.length }, (_, bit) => bit);
    expect(bits.filter((bit) => verifyDigestAnswer(asked(pass3), flipped(answer, bit)))).toEqual([]);
    for (const other of [answer.subarray(1), concat(answer, Uint8Array.of(0)), new Uint8Array(0)]) {
      expect(verifyDigestAnswer(asked(pass3), other)).toBe(false);
    }
  });

  it('refuses the answer of the other pass and that of another secret', () => {
    expect(verifyDigestAnswer(asked(pass4), answer)).toBe(false);
    expect(verifyDigestAnswer(asked(pass3, SECRET.subarray(1)), answer)).toBe(false);
  });
});

describe('what an answer is bound to', () => {
  const others = [
    { ...pass3, answererTitle: SERVER_TITLE },
    { ...pass3, challengerTitle: CLIENT_TITLE },
    { ...pass3, counterChallenge: STOC },
    { ...pass3, answererTitle: SERVER_TITLE, challengerTitle: CLIENT_TITLE },
  ];

  it('is titles and both challenges in mechanism 6', () => {
    const answer = digestAnswer({ mechanism: 6, secret: SECRET, ...pass3 });
    const accepted = others.filter((bound) => verifyDigestAnswer({ mechanism: 6, secret: SECRET, ...bound }, answer));
    expect(accepted).toEqual([]);
  });

  it('is titles and both challenges in mechanism 7, in both suites', () => {
    for (const { suite, d, q } of [CLIENT_SIGNING, B_384]) {
      const answer = ecdsaAnswer(suite, d, pass3);
      expect(answer).toHaveLength(suite === 1 ? 64 : 96);
      expect(verifyEcdsaAnswer(suite, q, pass3, answer)).toBe(true);
      expect([...others, pass4].filter((bound) => verifyEcdsaAnswer(suite, q, bound, answer))).toEqual([]);
    }
    expect(verifyEcdsaAnswer(1, SERVER_SIGNING.q, pass3, ecdsaAnswer(1, CLIENT_SIGNING.d, pass3))).toBe(false);
  });

  it('takes titles of 8 octets only', () => {
    const short = { ...pass3, answererTitle: CLIENT_TITLE.subarray(1) };
    expect(() => digestAnswer({ mechanism: 6, secret: SECRET, ...short })).toThrow(LocalProtocolError);
    expect(() => ecdsaAnswer(1, CLIENT_SIGNING.d, { ...pass3, challengerTitle: new Uint8Array(0) })).toThrow(
      LocalProtocolError,
    );
  });
});

describe('node-forge and we agree', () => {
  it('on mechanisms 3, 4 and 6, whatever secret, challenges and titles', () => {
    const bound = fc.record({
      secret: octets(80),
      challenge: octets(80),
      counterChallenge: octets(80),
      answererTitle: title,
      challengerTitle: title,
    });
    fc.assert(
      fc.property(bound, (all) => {
        const { secret, challenge, counterChallenge, answererTitle, challengerTitle } = all;
        const made = ([3, 4, 6] as const).map((mechanism) => toHex(digestAnswer({ mechanism, ...all })));
        expect(made).toEqual([
          toHex(forgeDigest('md5', challenge, secret)),
          toHex(forgeDigest('sha1', challenge, secret)),
          toHex(forgeDigest('sha256', secret, answererTitle, challengerTitle, challenge, counterChallenge)),
        ]);
      }),
    );
  });

  it.each([
    ['aes-128-ecb', 'AES-ECB'],
    ['aes-128-cbc-zero-iv', 'AES-CBC'],
  ] as const)('on %s', (name, mode) => {
    fc.assert(
      fc.property(octets(16), fc.uint8Array({ minLength: 1, maxLength: 64 }), (secret, challenge) => {
        const made = vendorAnswer({ name, secret, challenge });
        expect(toHex(made)).toBe(toHex(forgeAes(mode, padded(secret), padded(challenge))));
      }),
    );
  });
});

/** Zeros behind, up to whole blocks. */
function padded(text: Uint8Array): Uint8Array {
  return concat(text, new Uint8Array(text.length === 0 ? 16 : (16 - (text.length % 16)) % 16));
}

describe('manufacturers’ functions', () => {
  const expected = '5CA8F135BC1D27846CEEC104F8C69108';
  const long = new Uint8Array(40).fill(0x5a);

  it.each(Object.keys(VENDOR_FUNCTIONS))('%s answers one block as all do', (name) => {
    const request = { name, secret: SECRET, challenge: STOC };
    expect(toHex(vendorAnswer(request))).toBe(expected);
    expect(verifyVendorAnswer(request, fromHex(expected))).toBe(true);
    expect(verifyVendorAnswer(request, flipped(fromHex(expected), 5))).toBe(false);
    expect(verifyVendorAnswer(request, new Uint8Array(0))).toBe(false);
  });

  it('differ beyond one block', () => {
    const answers = Object.keys(VENDOR_FUNCTIONS).map((name) =>
      vendorAnswer({ name, secret: SECRET, challenge: long }),
    );
    expect(answers.map(({ length }) => length)).toEqual([48, 16, 48]);
    expect(new Set(answers.map(toHex)).size).toBe(3);
  });

  it.each(Object.keys(VENDOR_FUNCTIONS))('%s takes any challenge, and no secret of 17 octets', (name) => {
    expect(vendorAnswer({ name, secret: SECRET, challenge: new Uint8Array(0) })).toHaveLength(16);
    const secret = concat(SECRET, Uint8Array.of(0x47));
    expect(() => vendorAnswer({ name, secret, challenge: STOC })).toThrow(
      /takes a secret of at most 16 octets, not of 17$/,
    );
  });

  it('are found by name; one that is not known is our own mistake, and those that are are listed', () => {
    expect(vendorFunctionOf('aes-128-ecb')).toBe(VENDOR_FUNCTIONS['aes-128-ecb']);
    expect(() => vendorFunctionOf('rot13')).toThrow(LocalProtocolError);
    expect(() => vendorFunctionOf('rot13')).toThrow(
      "no HLS function is called 'rot13'; known are aes-128-ecb, aes-128-ecb-one-block, aes-128-cbc-zero-iv",
    );
    expect(() => vendorFunctionOf('constructor')).toThrow(LocalProtocolError);
  });

  it('that give no octets are our own mistake', () => {
    const untyped: VendorFunction = () => JSON.parse('"D4DA"');
    registerVendorFunction('test/untyped', untyped);
    const request = { name: 'test/untyped', secret: SECRET, challenge: CTOS };
    expect(() => vendorAnswer(request)).toThrow("the HLS function 'test/untyped' gives no octets");
  });

  it('may be added by name, once, with the titles at hand', () => {
    const added: VendorFunction = (secret, challenge, { answererTitle = STOC }) =>
      concat(answererTitle, challenge, secret);
    registerVendorFunction('test/titled', added);
    registerVendorFunction('test/titled', added);
    const request = { name: 'test/titled', secret: SECRET, challenge: CTOS, context: { answererTitle: CLIENT_TITLE } };
    expect(toHex(vendorAnswer(request))).toBe(toHex(concat(CLIENT_TITLE, CTOS, SECRET)));
    expect(() => registerVendorFunction('test/titled', () => SECRET)).toThrow(LocalProtocolError);
    expect(() => registerVendorFunction('aes-128-ecb', added)).toThrow(LocalProtocolError);
    expect(() => registerVendorFunction('', added)).toThrow(LocalProtocolError);
  });
});
