import type { DlmsClient } from '#client/dlms-client';
import type { LayerChoice } from '#dlms/association/protection-choice';
import type { ProtectionKind } from '#rig/rig';
import { type Attempts, attemptEach } from './attempts';
import type { CounterTrial } from './invocation-counters';
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

/** SEC-26: a read in general-ciphering that is weaker than the policy demands. */
export function readsWeaklyInLayer(client: DlmsClient, strength: Strength): Promise<Attempts> {
  const protection = ciphering(client, { kind: 'identified-key' }, strength);
  return attemptsIn(client, `GET in general-ciphering with ${strength}`, protection);
}

/** SEC-25: a read in general-ciphering with a security control octet that names no protection. */
export function readsInEmptyLayer(client: DlmsClient): Promise<Attempts> {
  const right = ciphering(client, { kind: 'identified-key' });
  const control = { ...right.control, authenticated: false, encrypted: false };
  return attemptsIn(client, 'GET in a layer that protects nothing', { ...right, control });
}

/** SEC-33: the same octets in general-ciphering a second time. */
export async function replaysLayer(client: DlmsClient): Promise<CounterTrial> {
  const protection = ciphering(client, { kind: 'identified-key' });
  const octets = client.protected(encodeGetName(client), { protection });
  const original = await observe('the original', client.exchange(octets));
  const copy = await observe('its copy', client.exchange(octets));
  return { fresh: [original], stale: [copy], lowest: client.association.security.globalCounter.next };
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

function attemptsIn(client: DlmsClient, what: string, protection: LayerChoice): Promise<Attempts> {
  return attemptEach(client, [{ what, send: () => client.request(encodeGetName(client), { protection }) }]);
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
