import type { DlmsClient } from '#client/dlms-client';
import { encodeCiphered } from '#dlms/apdu/ciphered';
import { concat } from '#dlms/codec/hex';
import { encodeSecurityControl } from '#dlms/security/security-control';
import { CURRENT_ASSOCIATION } from './health';
import { type Observed, observe } from './observed';
import { encodeGet } from './requests';

/** Ciphered requests that mean nothing to anybody, in the words of features. */
export type Gibberish = 'service-specific' | 'general';

const GLO_GET = 0xc0;
/** SC and IC before what is or is not ciphertext; 12 octets of it pass for a tag. */
const COUNTER_LENGTH = 4;
const CIPHERTEXT_LENGTH = 32;
const TITLE_LENGTH = 8;

/** ASC-01: a read on a link on which nobody has opened an association. */
export async function readsUnassociated(client: DlmsClient): Promise<readonly Observed[]> {
  await client.disconnect();
  await client.channel.connect();
  const get = encodeGet(client, CURRENT_ASSOCIATION);
  return [await observe('GET without an association', client.request(get, { protection: 'none' }))];
}

/** ASC-02: a ciphered APDU before any AARQ, when the meter knows no title of the client yet. */
export async function sendsGibberish(client: DlmsClient, form: Gibberish): Promise<readonly Observed[]> {
  await client.disconnect();
  await client.channel.connect();
  const apdu = form === 'general' ? generalGibberish(client) : specificGibberish(client);
  return [await observe(`${form} ciphering without an association`, client.exchange(apdu))];
}

/** A security header as the client's own would be, then random octets. */
function specificGibberish(client: DlmsClient): Uint8Array {
  const { protection, suite } = client.association.settings;
  const control = protection ?? {
    suite,
    authenticated: true,
    encrypted: true,
    keySet: 'unicast',
    compressed: false,
  };
  const header = Uint8Array.of(encodeSecurityControl(control));
  const content = concat(header, client.random(COUNTER_LENGTH), client.random(CIPHERTEXT_LENGTH));
  return encodeCiphered({ form: 'glo', serviceTag: GLO_GET, content });
}

function generalGibberish(client: DlmsClient): Uint8Array {
  const systemTitle = client.random(TITLE_LENGTH);
  return encodeCiphered({
    form: 'general-glo',
    serviceTag: GLO_GET,
    systemTitle,
    content: client.random(CIPHERTEXT_LENGTH),
  });
}
