import { concat } from '#dlms/codec/hex';
import { CURVES } from '#dlms/security/elliptic-curve';
import { boundMessage } from '#dlms/security/hls-challenge';
import { type DigestRequest, digestAnswer } from '#dlms/security/hls-digest';
import { verifyEcdsaAnswer } from '#dlms/security/hls-ecdsa';
import { gmacToken } from '#dlms/security/hls-gmac';
import { vendorAnswer } from '#dlms/security/hls-vendor';
import { verifySignature } from '#dlms/security/signature';
import { forgeAes, forgeDigest } from '../forge-keys';
import { forgeGmacToken } from '../forge-oracle';
import { CLIENT_TITLE, CTOS, GAK, GAK_256, GUEK, GUEK_256, SERVER_TITLE, STOC, vector } from '../golden-vectors';
import { CLIENT_SIGNING, SERVER_SIGNING, SUITE_B, TITLE_000001, TITLE_BC614E } from '../key-pairs';
import { golden, type WorkedExample } from './worked-example';

const SECRET = new Uint8Array(Buffer.from('0123456789ABCDEF', 'latin1'));
const keys = { encryptionKey: GUEK, authenticationKey: GAK };
const keys256 = { encryptionKey: GUEK_256, authenticationKey: GAK_256 };
const pass3 = { challenge: STOC, counterChallenge: CTOS, answererTitle: CLIENT_TITLE, challengerTitle: SERVER_TITLE };
const pass4 = { challenge: CTOS, counterChallenge: STOC, answererTitle: SERVER_TITLE, challengerTitle: CLIENT_TITLE };

function digest(name: string, request: DigestRequest, forge: () => Uint8Array): WorkedExample {
  return golden('security', name, '9.3', () => digestAnswer(request), forge);
}

interface Gmac {
  readonly suite: 0 | 1 | 2;
  readonly keys: typeof keys;
  readonly systemTitle: Uint8Array;
  readonly challenge: Uint8Array;
  readonly invocationCounter: number;
}

function gmac(topic: 'acse' | 'security', name: string, clause: string, request: Gmac): WorkedExample {
  const { suite, keys, systemTitle: title, challenge, invocationCounter: counter } = request;
  const how = { controlOctet: 0x10 | suite, ...keys, title, counter };
  return golden(
    topic,
    name,
    clause,
    () => gmacToken(request),
    () => forgeGmacToken(how, challenge),
  );
}

function vendor(name: string, vendorFunction: string, mode: 'AES-ECB' | 'AES-CBC'): WorkedExample {
  const ours = () => vendorAnswer({ name: vendorFunction, secret: SECRET, challenge: STOC });
  return golden('security', name, '9.2', ours, () => forgeAes(mode, SECRET, concat(STOC, new Uint8Array(8))));
}

const stoc7 = new Uint8Array(32).fill(0x33, 0, 16).fill(0x44, 16);
const ctos7 = new Uint8Array(32).fill(0x11, 0, 16).fill(0x22, 16);
/** Here the titles are the other way round than in the other mechanisms. */
const pass3Signed = {
  challenge: stoc7,
  counterChallenge: ctos7,
  answererTitle: TITLE_BC614E,
  challengerTitle: TITLE_000001,
};
const pass4Signed = {
  challenge: ctos7,
  counterChallenge: stoc7,
  answererTitle: TITLE_000001,
  challengerTitle: TITLE_BC614E,
};

function signed(name: string, bound: typeof pass3Signed, signerKey: Uint8Array): WorkedExample {
  const answer = vector('security', name);
  return golden('security', name, '9.3', () => (verifyEcdsaAnswer(1, signerKey, bound, answer) ? answer : undefined));
}

/** security.md 9.3 and 11; acse.md 9.5, steps 3 and 4 */
export const HLS_EXAMPLES: readonly WorkedExample[] = [
  golden('security', 'secret', '9.3', () => SECRET),
  digest('md5_stoc', { mechanism: 3, secret: SECRET, ...pass3 }, () => forgeDigest('md5', STOC, SECRET)),
  digest('md5_ctos', { mechanism: 3, secret: SECRET, ...pass4 }, () => forgeDigest('md5', CTOS, SECRET)),
  digest('sha1_stoc', { mechanism: 4, secret: SECRET, ...pass3 }, () => forgeDigest('sha1', STOC, SECRET)),
  digest('sha1_ctos', { mechanism: 4, secret: SECRET, ...pass4 }, () => forgeDigest('sha1', CTOS, SECRET)),
  digest('sha256_stoc', { mechanism: 6, secret: SECRET, ...pass3 }, () =>
    forgeDigest('sha256', SECRET, CLIENT_TITLE, SERVER_TITLE, STOC, CTOS),
  ),
  digest('sha256_ctos', { mechanism: 6, secret: SECRET, ...pass4 }, () =>
    forgeDigest('sha256', SECRET, SERVER_TITLE, CLIENT_TITLE, CTOS, STOC),
  ),
  vendor('hls2_ecb', 'aes-128-ecb', 'AES-ECB'),
  vendor('hls2_gurux', 'aes-128-cbc-zero-iv', 'AES-CBC'),
  ...gmacs(),
  golden('security', 'm7C', '9.3', () => boundMessage(pass3Signed)),
  golden('security', 'm7S', '9.3', () => boundMessage(pass4Signed)),
  signed('hls7_stoc', pass3Signed, CLIENT_SIGNING.q),
  signed('hls7_ctos', pass4Signed, SERVER_SIGNING.q),
  golden('security', 'p384pub', '11', () =>
    verifySignature(CURVES[2], SUITE_B.q, SUITE_B.message, SUITE_B.signature) ? SUITE_B.q : undefined,
  ),
];

function gmacs(): WorkedExample[] {
  const client = { suite: 0, keys, systemTitle: CLIENT_TITLE, challenge: STOC, invocationCounter: 1 } as const;
  const server = { ...client, systemTitle: SERVER_TITLE, challenge: CTOS, invocationCounter: 0x01234567 };
  return [
    gmac('security', 'gmac_stoc', '9.3', client),
    gmac('security', 'gmac_ctos', '9.3', server),
    gmac('security', 'gmac_stoc_s1', '9.3', { ...client, suite: 1 }),
    gmac('security', 'gmac_stoc_s2', '9.3', { ...client, suite: 2, keys: keys256 }),
    gmac('acse', 'hls_f_stoc', '9.5', { ...client, invocationCounter: 2 }),
    gmac('acse', 'hls_f_ctos', '9.5', { ...server, invocationCounter: 0x01234568 }),
  ];
}
