import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { encodeCiphered } from '#dlms/apdu/ciphered';
import { fromHex } from '#dlms/codec/hex';
import { protect } from '#dlms/security/protection';
import { decodeSecurityControl } from '#dlms/security/security-control';
import { forgeProtect } from '../forge-oracle';
import { CLIENT_TITLE, DEDICATED, GAK, GUEK, SERVER_TITLE, vector } from '../golden-vectors';
import { golden, plainApdu, type WorkedExample } from './worked-example';

interface Ciphered {
  readonly form: 'glo' | 'ded';
  readonly title: Uint8Array;
  readonly counter: number;
  readonly plain: Uint8Array;
}

const glo = { form: 'glo', title: CLIENT_TITLE } as const;
const ded = { form: 'ded', title: CLIENT_TITLE } as const;
const SERVER = { title: SERVER_TITLE };
const INITIATE = vector('acse', 'init_plain_ded');
const INITIATED = vector('acse', 'initresp_plain');
const ACTION = vector('acse', 'hls_action_plain');
const ACTED = vector('acse', 'hls_actresp_plain');
const GET = fromHex('C001C100080000010000FF0200');

/** A ciphered APDU, or one that carries it as user-information: the rest of it is as it decodes. */
function ciphered(
  name: string,
  clause: string,
  { form, title, counter, plain }: Ciphered,
  around: (apdu: Uint8Array) => Uint8Array = (apdu) => apdu,
): WorkedExample {
  const keys = { encryptionKey: form === 'ded' ? DEDICATED : GUEK, authenticationKey: GAK };
  const control = decodeSecurityControl(0x30);
  const envelope = (content: Uint8Array) => around(encodeCiphered({ form, serviceTag: plain[0] ?? 0, content }));
  return golden(
    'acse',
    name,
    clause,
    () => envelope(protect({ control, keys, systemTitle: title, invocationCounter: counter, apdu: plain })),
    () => envelope(forgeProtect({ controlOctet: 0x30, ...keys, title, counter }, plain)),
  );
}

function carried(name: string, clause: string, what: Ciphered): WorkedExample {
  const apdu = decodeApdu(vector('acse', name));
  if (!('userInformation' in apdu)) throw new Error(`${name} carries no user-information`);
  return ciphered(name, clause, what, (userInformation) => encodeApdu({ ...apdu, userInformation }));
}

const IC = 0x01234567;

/** acse.md 9 */
export const ACSE_EXAMPLES: readonly WorkedExample[] = [
  ...['aarq_ln_none', 'aare_ln', 'aarq_sn_none', 'aare_sn'].map((name) => plainApdu('acse', name, '9.1')),
  ...['aarq_lls', 'aare_ctx_fail', 'aare_init_fail'].map((name) => plainApdu('acse', name, '9.2')),
  ...['aarq_hls5', 'aare_hls5'].map((name) => plainApdu('acse', name, '9.3')),
  ...['init_plain_ded', 'initresp_plain'].map((name) => plainApdu('acse', name, '9.4')),
  ...['hls_action_plain', 'hls_actresp_plain'].map((name) => plainApdu('acse', name, '9.5')),
  // unprotected ones of acse.md 6
  ...['rlrq', 'rlre', 'rlrq_ui_plain'].map((name) => plainApdu('acse', name, '6')),

  // the book has one title for both sides here
  ciphered('init_gloded', '9.4', { ...glo, ...SERVER, counter: IC, plain: INITIATE }),
  carried('aarq_cip_lls', '9.4', { ...glo, ...SERVER, counter: IC, plain: INITIATE }),
  ciphered('initresp_glo', '9.4', { ...glo, ...SERVER, counter: IC, plain: INITIATED }),
  carried('aare_cip', '9.4', { ...glo, ...SERVER, counter: IC, plain: INITIATED }),

  carried('hls_aarq', '9.5', { ...glo, counter: 1, plain: INITIATE }),
  carried('hls_aare', '9.5', { ...glo, ...SERVER, counter: IC, plain: INITIATED }),
  ciphered('hls_action_ded', '9.5', { ...ded, counter: 0, plain: ACTION }),
  ciphered('hls_action_glo', '9.5', { ...glo, counter: 3, plain: ACTION }),
  ciphered('hls_actresp_ded', '9.5', { ...ded, ...SERVER, counter: 0, plain: ACTED }),
  ciphered('hls_actresp_glo', '9.5', { ...glo, ...SERVER, counter: IC + 2, plain: ACTED }),
  ciphered('ded_get', '9.5', { ...ded, counter: 1, plain: GET }),
  carried('rlrq_ui', '9.5', { ...glo, counter: 4, plain: INITIATE }),
  carried('rlre_ui', '9.5', { ...glo, ...SERVER, counter: IC + 3, plain: INITIATED }),
];
