import { encodeApdu } from '#dlms/apdu/apdu';
import { encodeCiphered } from '#dlms/apdu/ciphered';
import { encodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import { encodeGeneralHeader } from '#dlms/apdu/general-header';
import { encodeGeneralSigning, partsToSign } from '#dlms/apdu/general-signing';
import type { KeyInfo } from '#dlms/apdu/key-info';
import { concat, fromHex } from '#dlms/codec/hex';
import { CURVES } from '#dlms/security/elliptic-curve';
import { codingOfSignature } from '#dlms/security/general-signature';
import { agreedKeyC0e2s, agreedKeyC1e1s } from '#dlms/security/key-agreement';
import { wrapKey } from '#dlms/security/key-wrap';
import { protect } from '#dlms/security/protection';
import { decodeSecurityControl } from '#dlms/security/security-control';
import { verifySignature } from '#dlms/security/signature';
import { EPHEMERAL_KEY, KEK } from '../book-keys';
import { forgeWrap } from '../forge-keys';
import { forgeProtect } from '../forge-oracle';
import { DEDICATED, GAK, GAK_256, GBEK, GUEK, GUEK_256, vector } from '../golden-vectors';
import * as book from '../key-pairs';
import { golden, plainApdu, printed, type WorkedExample } from './worked-example';

const NOTHING = new Uint8Array(0);
const GET = fromHex('C0010000080000010000FF0200');
const COUNTER = 0x01234567;
const title = book.TITLE_BC614E;

type Envelope = (content: Uint8Array) => Uint8Array;

interface Keys {
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
}

const keys = { encryptionKey: GUEK, authenticationKey: GAK };
const keys256 = { encryptionKey: GUEK_256, authenticationKey: GAK_256 };
const glo: Envelope = (content) => encodeCiphered({ form: 'glo', serviceTag: 0xc0, content });

/** 10.1 and 10.2: a GET under a key that stays. */
function get(name: string, controlOctet: number, with_: Keys = keys, envelope = glo, counter = COUNTER): WorkedExample {
  const control = decodeSecurityControl(controlOctet);
  const ours = () => protect({ control, keys: with_, systemTitle: title, invocationCounter: counter, apdu: GET });
  const forge = () => forgeProtect({ controlOctet, ...with_, title, counter }, GET);
  const clause = (controlOctet & 0x0f) === 0 ? '10.1' : '10.2';
  return golden(
    'security',
    name,
    clause,
    () => envelope(ours()),
    () => envelope(forge()),
  );
}

const HEADER = {
  transactionId: book.TRANSACTION_ID,
  originatorSystemTitle: title,
  recipientSystemTitle: book.TITLE_000001,
  dateTime: NOTHING,
  otherInformation: NOTHING,
};
const M = encodeGeneralHeader(HEADER);
const ACCESS = vector('security', 'gb_access_request');

interface General {
  readonly controlOctet: number;
  readonly key: Uint8Array | undefined;
  readonly counter: number;
  readonly apdu: Uint8Array;
  /** M, or nothing as Gurux does */
  readonly m: Uint8Array;
}

function generalContent({ controlOctet, key = NOTHING, counter, apdu, m }: General): Uint8Array {
  const control = decodeSecurityControl(controlOctet);
  const keys = { encryptionKey: key, authenticationKey: GAK };
  return protect({ control, keys, systemTitle: title, invocationCounter: counter, apdu, header: m });
}

/** forge-oracle puts the authentication key right before what follows it: AK ‖ M may stand for it. */
function forgeGeneralContent({ controlOctet, key = NOTHING, counter, apdu, m }: General): Uint8Array {
  const authenticationKey = concat(GAK, m);
  return forgeProtect({ controlOctet, encryptionKey: key, authenticationKey, title, counter }, apdu);
}

function general(name: string, keyInfo: KeyInfo, how: Omit<General, 'm'>, forgeKey: Uint8Array): WorkedExample {
  const envelope = (content: Uint8Array) => encodeGeneralCiphering({ header: HEADER, keyInfo, content });
  return golden(
    'security',
    name,
    '10.3',
    () => envelope(generalContent({ ...how, m: M })),
    () => envelope(forgeGeneralContent({ ...how, key: forgeKey, m: M })),
  );
}

const identified = { controlOctet: 0x30, key: GUEK, counter: COUNTER, apdu: GET };
const agreement = { suite: 1, titleU: title, titleV: book.TITLE_000001 } as const;
/** The originator's way; the recipient's is an example of key agreement. */
const key1e1s = agreedKeyC1e1s({
  ...agreement,
  privateKey: book.CLIENT_EPHEMERAL.d,
  publicKey: book.SERVER_AGREEMENT.q,
});
const key0e2s = agreedKeyC0e2s({
  ...agreement,
  privateKey: book.CLIENT_AGREEMENT.d,
  publicKey: book.SERVER_AGREEMENT.q,
  transactionId: book.TRANSACTION_ID,
});
const agreed1e1s = { controlOctet: 0x31, key: key1e1s, counter: 0, apdu: GET };
const agreed0e2s = { ...agreed1e1s, key: key0e2s };
const sealedAccess = { ...agreed1e1s, apdu: ACCESS, m: M };
const byKeyInfo1e1s: KeyInfo = {
  kind: 'agreed-key',
  keyParameters: Uint8Array.of(1),
  keyCipheredData: concat(book.CLIENT_EPHEMERAL.q, book.CLIENT_EPHEMERAL_1E_SIGNATURE),
};
const byKeyInfo0e2s: KeyInfo = { kind: 'agreed-key', keyParameters: Uint8Array.of(2), keyCipheredData: NOTHING };
const byIdentity: KeyInfo = { kind: 'identified-key', keyId: 0 };

/** Part of the content of the Green Book's ACCESS request; its published tags do not reproduce (security 10.3). */
function accessPart(name: string, with_: Partial<General>, from: number, to?: number): WorkedExample {
  const how = { ...sealedAccess, ...with_ };
  const forgeKey = with_.key ?? vector('security', 'ek_1e1s');
  return golden(
    'security',
    name,
    '10.3',
    () => generalContent(how).slice(from, to),
    () => forgeGeneralContent({ ...how, key: forgeKey }).slice(from, to),
  );
}

function generalCipherings(): WorkedExample[] {
  const wrapped = (data: Uint8Array): KeyInfo => ({ kind: 'wrapped-key', kekId: 0, keyCipheredData: data });
  const ek1e1s = vector('security', 'ek_1e1s');
  const ek0e2s = vector('security', 'ek_0e2s');
  return [
    golden('security', 'gc_meta', '10.3', () => encodeGeneralHeader(HEADER)),
    general('gc_ident', byIdentity, identified, GUEK),
    general('gc_ident_authonly', byIdentity, { ...identified, controlOctet: 0x10 }, GUEK),
    golden(
      'security',
      'eph_wrapped',
      '10.3',
      () => wrapKey(KEK, EPHEMERAL_KEY),
      () => forgeWrap(KEK, EPHEMERAL_KEY),
    ),
    general(
      'gc_wrapped',
      wrapped(wrapKey(KEK, EPHEMERAL_KEY)),
      { ...identified, key: EPHEMERAL_KEY, counter: 0 },
      EPHEMERAL_KEY,
    ),
    general('gc_agreed_get', byKeyInfo1e1s, agreed1e1s, ek1e1s),
    general('gc_static_get', byKeyInfo0e2s, agreed0e2s, ek0e2s),
    general('gb_access_gc_1e1s', byKeyInfo1e1s, { ...agreed1e1s, apdu: ACCESS }, ek1e1s),
    plainApdu('security', 'gb_access_request', '10.3'),
    accessPart('gb_access_ct_1e1s', {}, 5, -12),
    accessPart('gc_agreed_ct8', {}, 5, 21),
    accessPart('gc_agreed_tag_std', {}, -12),
    accessPart('gc_agreed_tag_gurux', { m: NOTHING }, -12),
    printed('ciphertext of the static case', '10.3', '607581D83815281B', () =>
      generalContent({ ...sealedAccess, key: key0e2s }).slice(5, 13),
    ),
  ];
}

/** A signature is another each time: it verifies, and the APDU around it is made. */
function signing(name: string, coding: 'standard' | 'without-content-length'): WorkedExample {
  const signature = vector('security', name).slice(-64);
  const parts = partsToSign(HEADER, GET);
  return golden('security', name, '10.4', () => {
    if (codingOfSignature(CURVES[1], book.CLIENT_SIGNING.q, parts, signature) !== coding) return undefined;
    return encodeGeneralSigning({ header: HEADER, content: GET, signature });
  });
}

function generalSignings(): WorkedExample[] {
  const { signedOctets } = partsToSign(HEADER, GET);
  const signature = vector('security', 'gs_sig');
  return [
    golden('security', 'gs_tbs', '10.4', () => signedOctets),
    golden('security', 'gs_sig', '10.4', () =>
      verifySignature(CURVES[1], book.CLIENT_SIGNING.q, signedOctets, signature) ? signature : undefined,
    ),
    signing('gs', 'standard'),
    signing('gs_without_content_length', 'without-content-length'),
  ];
}

function keyTransfer(wrapped: Uint8Array): Uint8Array {
  return encodeApdu({
    kind: 'action-request',
    choice: 'normal',
    invokeIdAndPriority: 0xc1,
    method: { classId: 64, logicalName: '0-0:43.0.0.255', methodId: 2 },
    parameters: {
      type: 'array',
      elements: [
        {
          type: 'structure',
          elements: [
            { type: 'enum', value: 0 },
            { type: 'octet-string', value: wrapped },
          ],
        },
      ],
    },
  });
}

const RFC_KEY = fromHex('00112233445566778899AABBCCDDEEFF');
const RFC_KEY_256 = concat(RFC_KEY, GUEK);

/** security.md 10 and 13 */
export const APDU_EXAMPLES: readonly WorkedExample[] = [
  get('get_auth', 0x10),
  get('get_enc', 0x20),
  get('get_ae', 0x30),
  get('get_bcast', 0x70, { ...keys, encryptionKey: GBEK }),
  get('gglo', 0x30, keys, (content) =>
    encodeCiphered({ form: 'general-glo', serviceTag: 0xc0, systemTitle: title, content }),
  ),
  get(
    'gded',
    0x30,
    { ...keys, encryptionKey: DEDICATED },
    (content) => encodeCiphered({ form: 'general-ded', serviceTag: 0xc0, systemTitle: title, content }),
    0,
  ),
  get('get_s1_auth', 0x11),
  get('get_s1_ae', 0x31),
  get('get_s2_auth', 0x12, keys256),
  get('get_s2_enc', 0x22, keys256),
  get('get_s2_ae', 0x32, keys256),
  ...generalCipherings(),
  ...generalSignings(),
  golden(
    'security',
    'rfc3394_128',
    '13',
    () => wrapKey(GUEK, RFC_KEY),
    () => forgeWrap(GUEK, RFC_KEY),
  ),
  golden(
    'security',
    'rfc3394_256',
    '13',
    () => wrapKey(GUEK_256, RFC_KEY_256),
    () => forgeWrap(GUEK_256, RFC_KEY_256),
  ),
  golden(
    'security',
    'key_transfer',
    '13',
    () => keyTransfer(wrapKey(GUEK, RFC_KEY)),
    () => keyTransfer(forgeWrap(GUEK, RFC_KEY)),
  ),
];
