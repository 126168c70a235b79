import { describe, expect, it } from 'vitest';
import { flipBit } from '#dlms/apdu/edit';
import { decodeGeneralCiphering, encodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import type { KeyInfo } from '#dlms/apdu/key-info';
import { fromHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES } from '#dlms/security/elliptic-curve';
import { deriveKey } from '#dlms/security/key-derivation';
import { unprotect } from '#dlms/security/protection';
import { signedKey } from '#dlms/security/signed-key';
import { multipliedUnchecked } from '#dlms/security/unchecked-point';
import { thrownBy } from '../codec/cut';
import {
  CLIENT_AGREEMENT_KEY,
  GAK,
  GUEK,
  SERVER_AGREEMENT_KEY,
  SERVER_AGREEMENT_PUBLIC,
  SERVER_SIGNING_KEY,
} from '../security/book-keys';
import { client } from './two-ends';
import { ANSWER, answered, both, faultOf } from './wrong-answers';

const NOTHING = new Uint8Array(0);
const P256 = CURVES[1];

/** The answer under the GUEK with key-info of one's own. */
function withKeyInfo(keyInfo: KeyInfo): Uint8Array {
  const { header, content } = decodeGeneralCiphering(answered(both));
  return encodeGeneralCiphering({ header, keyInfo, content });
}

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

  it.each([2, 3] as const)(
    'C(1e,1s) with a point of order %i is ciphered as one that does not check opens it',
    (order) => {
      const answer = answered({ ...both, key: { kind: 'C(1e,1s)', offCurve: order } });
      expect(faultOf(answer)).toMatch(/on P-256, got a point off it$/);
      const { header, headerOctets, keyInfo, content } = decodeGeneralCiphering(answer);
      const publicKey = keyInfo?.kind === 'agreed-key' ? keyInfo.keyCipheredData.subarray(0, 64) : NOTHING;
      const product = multipliedUnchecked(P256, CLIENT_AGREEMENT_KEY, publicKey) ?? NOTHING;
      const partyU = header.originatorSystemTitle;
      const partyV = header.recipientSystemTitle;
      const encryptionKey = deriveKey({ suite: 1, z: product.subarray(0, 32), use: 'aes-gcm', partyU, partyV });
      const keys = { encryptionKey, authenticationKey: GAK };
      const opened = unprotect({ content, keys, systemTitle: partyU, suite: 1, header: headerOctets });
      expect(opened).toMatchObject({ ok: true, apdu: ANSWER });
    },
  );

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
