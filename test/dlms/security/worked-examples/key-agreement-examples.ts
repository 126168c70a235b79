import { concat, fromHex } from '#dlms/codec/hex';
import { CURVES } from '#dlms/security/elliptic-curve';
import { agreedKeyC0e2s, agreedKeyC1e1s, agreedKeyC2e0s, sharedSecret } from '#dlms/security/key-agreement';
import { publicKeyObject, publicKeyOctets, publicKeyOf } from '#dlms/security/key-pair';
import { verifiedKey } from '#dlms/security/signed-key';
import { forgeDerive } from '../forge-keys';
import { vector } from '../golden-vectors';
import * as book from '../key-pairs';
import { golden, printed, type WorkedExample } from './worked-example';

const P256 = CURVES[1];
const P384 = CURVES[2];
const GCM_128 = fromHex('60857405080300');
const GCM_128_PRINTED = fromHex('60857406080300');
const GCM_256 = fromHex('60857405080301');
const WRAP_128 = fromHex('60857405080302');
const U = book.TITLE_BC614E;
const V = book.TITLE_000001;
const titles = { suite: 1, titleU: U, titleV: V } as const;

/** V's side of each scheme: the private keys of U are not all published. */
const c2e0s = { ...titles, privateKey: book.SERVER_EPHEMERAL.d, publicKey: book.CLIENT_EPHEMERAL_2E };
const c1e1s = { ...titles, privateKey: book.SERVER_AGREEMENT.d, publicKey: book.CLIENT_EPHEMERAL.q };
const c0e2s = { ...titles, privateKey: book.SERVER_AGREEMENT.d, publicKey: book.CLIENT_AGREEMENT.q };
/** The server as U: its private ephemeral key is not published, so this is the client's side. */
const reverse = {
  suite: 1,
  titleU: V,
  titleV: U,
  privateKey: book.CLIENT_AGREEMENT.d,
  publicKey: book.SERVER_EPHEMERAL_REVERSE,
} as const;

/** The first octets of a derivation by forge. */
function derived(z: Uint8Array, ...otherInfo: readonly Uint8Array[]): () => Uint8Array {
  return z.length === 32
    ? () => forgeDerive('sha256', z, ...otherInfo).slice(0, 16)
    : () => forgeDerive('sha384', z, ...otherInfo).slice(0, 32);
}

const z2e0s = vector('security', 'Z2e');
const z0e2s = vector('security', 'Zs');
const z1e1s = fromHex('0D4385BA0DD756CBCAB9887EB538396EE8F090A14C1079B4359F115B977F4615');
const zReverse = fromHex('2B4302DC49790E2E78D990CFB52ED6E2F273DECE441A2D95E4301B93812A9FAC');
const z384 = vector('security', 'Z3');
const ek = 'C(1e, 1s) ';

/** security.md 11: the public key is derived from the private one, and passes as one that came in. */
const KEY_PAIRS = book.BOOK_KEY_PAIRS.map(({ name, suite, d, q }) =>
  printed(`public key of ${name}`, '11', Buffer.from(q).toString('hex'), () => {
    const key = publicKeyObject(CURVES[suite], publicKeyOf(CURVES[suite], d));
    return key && publicKeyOctets(key);
  }),
);

/** security.md 11 and 12 */
export const KEY_AGREEMENT_EXAMPLES: readonly WorkedExample[] = [
  ...KEY_PAIRS,
  golden('security', 'p384pub_b', '12.4', () => publicKeyOf(P384, book.B_384.d)),

  printed('QeU of C(2e, 0s) by its signature', '12.1', hex(book.CLIENT_EPHEMERAL_2E), () =>
    verifiedKey(P256, book.CLIENT_SIGNING.q, concat(book.CLIENT_EPHEMERAL_2E, book.CLIENT_EPHEMERAL_2E_SIGNATURE), 0),
  ),
  golden('security', 'Z2e', '12.1', () => sharedSecret(P256, c2e0s.privateKey, c2e0s.publicKey)),
  golden('security', 'guek_std', '12.1', () => agreedKeyC2e0s(c2e0s, 'guek'), derived(z2e0s, GCM_128, U, V)),
  golden(
    'security',
    'guek_gbprinted',
    '12.1',
    () => agreedKeyC2e0s({ ...c2e0s, oidCoding: '06' }, 'guek'),
    derived(z2e0s, GCM_128_PRINTED, U, V),
  ),
  golden('security', 'kek_wrap', '12.1', () => agreedKeyC2e0s(c2e0s, 'kek'), derived(z2e0s, WRAP_128, U, V)),

  golden('security', 'Zs', '12.2', () => sharedSecret(P256, c0e2s.privateKey, c0e2s.publicKey)),
  printed('Zs, the other way', '12.2', hex(z0e2s), () =>
    sharedSecret(P256, book.CLIENT_AGREEMENT.d, book.SERVER_AGREEMENT.q),
  ),
  golden(
    'security',
    'ek_0e2s',
    '12.2',
    () => agreedKeyC0e2s({ ...c0e2s, transactionId: book.TRANSACTION_ID }),
    derived(z0e2s, GCM_128, U, Uint8Array.of(8), book.TRANSACTION_ID, V),
  ),

  printed('QeU of C(1e, 1s) by its signature', '12.3', hex(book.CLIENT_EPHEMERAL.q), () =>
    verifiedKey(
      P256,
      book.CLIENT_SIGNING.q,
      concat(book.CLIENT_EPHEMERAL.q, book.CLIENT_EPHEMERAL_1E_SIGNATURE),
      undefined,
    ),
  ),
  printed(`${ek}Z`, '12.3', hex(z1e1s), () => sharedSecret(P256, c1e1s.privateKey, c1e1s.publicKey)),
  printed(`${ek}Z, the other way`, '12.3', hex(z1e1s), () =>
    sharedSecret(P256, book.CLIENT_EPHEMERAL.d, book.SERVER_AGREEMENT.q),
  ),
  golden('security', 'ek_1e1s', '12.3', () => agreedKeyC1e1s(c1e1s), derived(z1e1s, GCM_128, U, V)),
  printed(`${ek}Z, server U`, '12.3', hex(zReverse), () => sharedSecret(P256, reverse.privateKey, reverse.publicKey)),
  printed(
    `${ek}key, server U`,
    '12.3',
    'F0184BDA9466BFA4601A64A7EF46504A',
    () => agreedKeyC1e1s(reverse),
    derived(zReverse, GCM_128, V, U),
  ),

  golden('security', 'Z3', '12.4', () => sharedSecret(P384, book.DA_384, book.B_384.q)),
  golden(
    'security',
    'p384_key',
    '12.4',
    () => agreedKeyC1e1s({ ...titles, suite: 2, privateKey: book.DA_384, publicKey: book.B_384.q }),
    derived(z384, GCM_256, U, V),
  ),
];

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}
