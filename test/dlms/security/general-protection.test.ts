import { describe, expect, it } from 'vitest';
import { decodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import { decodeGeneralSigning, partsToSign } from '#dlms/apdu/general-signing';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES } from '#dlms/security/elliptic-curve';
import { forgeProtection } from '#dlms/security/forged-protection';
import { codingOfSignature, octetsToSign, signGeneral } from '#dlms/security/general-signature';
import { agreedKeyC0e2s, agreedKeyC1e1s } from '#dlms/security/key-agreement';
import { unwrapKey } from '#dlms/security/key-wrap';
import { protect, unprotect } from '#dlms/security/protection';
import { decodeSecurityControl } from '#dlms/security/security-control';
import { verifiedKey } from '#dlms/security/signed-key';
import { isSuiteId } from '#dlms/security/suite';
import {
  CLIENT_AGREEMENT_PUBLIC,
  CLIENT_EPHEMERAL_KEY,
  CLIENT_SIGNING_KEY,
  CLIENT_SIGNING_PUBLIC,
  GAK,
  GUEK,
  KEK,
  SERVER_AGREEMENT_KEY,
  SERVER_AGREEMENT_PUBLIC,
  SERVER_SIGNING_PUBLIC,
} from './book-keys';
import { forgeProtect } from './forge-oracle';
import { vector } from './golden-vectors';

const P256 = CURVES[1];
const GET = fromHex('C0010000080000010000FF0200');
const U = fromHex('4D4D4D0000BC614E');
const V = fromHex('4D4D4D0000000001');

/** As a meter gets at the key, out of the key-info of the vector and its own keys. */
function recipientsKey(name: string): Uint8Array | undefined {
  const { keyInfo, header } = decodeGeneralCiphering(vector('security', name));
  if (keyInfo?.kind === 'identified-key') return GUEK;
  if (keyInfo?.kind === 'wrapped-key') return unwrapKey(KEK, keyInfo.keyCipheredData);
  const agreement = { suite: 1, privateKey: SERVER_AGREEMENT_KEY, titleU: U, titleV: V } as const;
  const { transactionId } = header;
  if (keyInfo?.keyParameters[0] === 2) {
    return agreedKeyC0e2s({ ...agreement, publicKey: CLIENT_AGREEMENT_PUBLIC, transactionId });
  }
  const publicKey = verifiedKey(P256, CLIENT_SIGNING_PUBLIC, keyInfo?.keyCipheredData ?? new Uint8Array(0), undefined);
  return publicKey && agreedKeyC1e1s({ ...agreement, publicKey });
}

describe.each([
  ['gc_ident', GET],
  ['gc_ident_authonly', GET],
  ['gc_wrapped', GET],
  ['gc_agreed_get', GET],
  ['gc_static_get', GET],
  ['gb_access_gc_1e1s', vector('security', 'gb_access_request')],
])('golden %s', (name, apdu) => {
  const octets = vector('security', name);
  const { content, headerOctets } = decodeGeneralCiphering(octets);
  const encryptionKey = recipientsKey(name) ?? new Uint8Array(0);
  const keys = { encryptionKey, authenticationKey: GAK };
  const control = decodeSecurityControl(content[0] ?? 0);
  const suite = isSuiteId(control.suite) ? control.suite : 0;
  const opened = (received: Uint8Array, header = headerOctets) =>
    unprotect({ content: received, keys, systemTitle: U, suite, header });

  it('opens under the key that its key-info gives', () => {
    expect(opened(content)).toMatchObject({ ok: true, apdu });
  });

  it('is what protect makes', () => {
    const invocationCounter = new DataView(content.buffer, content.byteOffset).getUint32(1);
    const request = { keys, systemTitle: U, invocationCounter, apdu, header: headerOctets };
    expect(toHex(protect({ ...request, control }))).toBe(toHex(content));
    expect(toHex(forgeProtection({ ...request, controlOctet: content[0] ?? 0 }))).toBe(toHex(content));
  });

  it('opens under no other header', () => {
    const other = headerOctets.slice();
    for (let at = 0; at < other.length; at++) {
      other[at] = (other[at] ?? 0) ^ 1;
      expect(opened(content, other), `octet ${at}`).toEqual({ ok: false, reason: 'tag-mismatch' });
      other[at] = (other[at] ?? 0) ^ 1;
    }
    const without = unprotect({ content, keys, systemTitle: U, suite });
    expect(without).toEqual({ ok: false, reason: 'tag-mismatch' });
  });
});

describe('protection inside general-ciphering', () => {
  const { content, headerOctets: header } = decodeGeneralCiphering(vector('security', 'gc_ident'));
  const keys = { encryptionKey: GUEK, authenticationKey: GAK };
  const with_ = { keys, systemTitle: U, invocationCounter: 7, apdu: GET, header };
  const none = decodeSecurityControl(0x00);

  it('encrypted only has no additional data, and so no header in it', () => {
    const made = protect({ ...with_, control: decodeSecurityControl(0x20) });
    const how = { controlOctet: 0x20, ...keys, title: U, counter: 7 };
    expect(toHex(made)).toBe(toHex(forgeProtect(how, GET)));
  });

  it('may be none where that is permitted', () => {
    const made = protect({ ...with_, control: none, permitsNone: true });
    expect(toHex(made)).toBe(`0000000007${toHex(GET)}`);
    const back = { content: made, keys, systemTitle: U, header };
    for (const suite of [0, 1, 2] as const) {
      const sized = suite === 2 ? { encryptionKey: new Uint8Array(32), authenticationKey: new Uint8Array(32) } : keys;
      const result = unprotect({ ...back, keys: sized, suite, permitsNone: true });
      expect(result).toEqual({ ok: true, apdu: GET, control: none, invocationCounter: 7 });
    }
    expect(unprotect({ ...back, suite: 0 })).toEqual({ ok: false, reason: 'no-protection' });
  });

  it('that is none is less than what may be required', () => {
    const made = protect({ ...with_, control: none, permitsNone: true });
    const required = { authenticated: true, encrypted: false };
    const result = unprotect({ content: made, keys, systemTitle: U, suite: 0, header, permitsNone: true, required });
    expect(result).toEqual({ ok: false, reason: 'insufficient-protection' });
  });

  it('is never none by mistake', () => {
    expect(() => protect({ ...with_, control: none })).toThrow(LocalProtocolError);
  });

  it('under another suite is refused, permitted to be none or not', () => {
    const result = unprotect({ content, keys, systemTitle: U, suite: 1, header, permitsNone: true });
    expect(result).toEqual({ ok: false, reason: 'suite-mismatch' });
  });
});

describe('the signature of general-signing', () => {
  const standard = decodeGeneralSigning(vector('security', 'gs'));
  const variant = decodeGeneralSigning(vector('security', 'gs_without_content_length'));
  const codingOf = (signed: typeof standard, signature = signed.signature, key = CLIENT_SIGNING_PUBLIC) =>
    codingOfSignature(P256, key, signed, signature);

  it('of both golden vectors is told by its coding', () => {
    expect(codingOf(standard)).toBe('standard');
    expect(codingOf(variant)).toBe('without-content-length');
  });

  it('covers what the vectors say', () => {
    expect(toHex(octetsToSign(standard))).toBe(toHex(vector('security', 'gs_tbs')));
    const without = toHex(vector('security', 'gs_tbs')).replace(`0D${toHex(GET)}`, toHex(GET));
    expect(toHex(octetsToSign(variant, 'without-content-length'))).toBe(without);
  });

  it.each(['standard', 'without-content-length'] as const)('made as %s is verified as such', (coding) => {
    const parts = partsToSign(standard.header, GET);
    expect(parts.signedOctets).toEqual(standard.signedOctets);
    const signature = signGeneral(P256, CLIENT_SIGNING_KEY, parts, coding);
    expect(codingOf({ ...standard, ...parts }, signature)).toBe(coding);
  });

  it('is refused changed, cut, prolonged, of another signer and over other octets', () => {
    const { signature } = standard;
    for (let bit = 0; bit < signature.length * 8; bit += 5) {
      const changed = signature.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      expect(codingOf(standard, changed), `bit ${bit}`).toBeUndefined();
    }
    expect(codingOf(standard, signature.subarray(1))).toBeUndefined();
    expect(codingOf(standard, signature.subarray(0, 63))).toBeUndefined();
    expect(codingOf(standard, concat(signature, Uint8Array.of(0)))).toBeUndefined();
    expect(codingOf(standard, signature, SERVER_SIGNING_PUBLIC)).toBeUndefined();
    const signedOctets = standard.signedOctets.slice();
    signedOctets[3] = 0xff;
    expect(codingOf({ ...standard, signedOctets })).toBeUndefined();
  });

  it('is made of the received octets, whatever way their lengths are coded', () => {
    const long = concat(fromHex('DF'), standard.headerOctets, fromHex('810D'), GET, fromHex('00'));
    const parts = decodeGeneralSigning(long);
    const signature = signGeneral(P256, CLIENT_SIGNING_KEY, parts);
    expect(codingOf(parts, signature)).toBe('standard');
    expect(codingOf({ ...parts, signedOctets: standard.signedOctets }, signature)).toBeUndefined();
  });
});

it('the agreement keys of the book belong together', () => {
  const statics = { suite: 1, publicKey: SERVER_AGREEMENT_PUBLIC, titleU: U, titleV: V } as const;
  expect(toHex(agreedKeyC1e1s({ ...statics, privateKey: CLIENT_EPHEMERAL_KEY }) ?? new Uint8Array(0))).toBe(
    toHex(vector('security', 'ek_1e1s')).slice(0, 32),
  );
});
