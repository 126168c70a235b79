import type { DlmsClient } from '#client/dlms-client';
import type { LayerChoice } from '#dlms/association/protection-choice';
import type { ProtectionKind } from '#rig/rig';
import { ciphering, type KeyWay, SIGNING, signedAs } from './layer-choices';
import { type Observed, observe } from './observed';
import type { Strength } from './protection-choices';
import { encodeGetName } from './requests';

/** A request in one layer or several, and what answered it. */
export interface LayeredExchange extends Observed {
  /** the inner ones first */
  readonly choices: readonly LayerChoice[];
}

/** Twice, since with wrapped and agreed keys each request has a key of its own. */
const TIMES = 2;

/** SEC-47 to SEC-50: reads in general-ciphering. */
export function readsInGeneralCiphering(
  client: DlmsClient,
  way: KeyWay,
  strength: Strength,
): Promise<readonly LayeredExchange[]> {
  return readsIn(client, `GET in general-ciphering under ${way}`, [ciphering(client, { kind: way }, strength)]);
}

/** SEC-54: reads that are signed, and ciphered as well where the policy of the meter demands that. */
export function readsSigned(client: DlmsClient, policy: ProtectionKind): Promise<readonly LayeredExchange[]> {
  return readsIn(client, 'signed GET', signedAs(client, SIGNING, policy));
}

/** SEC-57: signed, and general-ciphering around it. */
export function readsSignedThenCiphered(client: DlmsClient, way: KeyWay): Promise<readonly LayeredExchange[]> {
  const choices = [SIGNING, ciphering(client, { kind: way })];
  return readsIn(client, `GET, signed, then ciphered under ${way}`, choices);
}

/** SEC-57: general-ciphering, and a signature of the same client around it. */
export function readsCipheredThenSigned(client: DlmsClient): Promise<Observed> {
  const protection = [ciphering(client, { kind: 'identified-key' }), SIGNING];
  const reply = client.request(encodeGetName(client), { protection });
  return observe('GET, ciphered, then signed', reply);
}

async function readsIn(
  client: DlmsClient,
  what: string,
  choices: readonly LayerChoice[],
): Promise<readonly LayeredExchange[]> {
  const exchanges: LayeredExchange[] = [];
  for (let done = 0; done < TIMES; done++) {
    const observed = await observe(what, client.request(encodeGetName(client), { protection: choices }));
    exchanges.push({ ...observed, choices });
  }
  return exchanges;
}
