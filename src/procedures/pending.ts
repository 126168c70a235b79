import { aareOf, type DlmsClient } from '#client/dlms-client';
import { invokeMethod } from '#client/writing';
import type { AttributeDescriptor, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { encodeGet } from './requests';

const SHORTEST_CHALLENGE = 8;
const LONGEST_CHALLENGE = 64;

/** The AARQ alone, as declared, on a new connection. */
export async function sendsOnlyAarq(client: DlmsClient): Promise<readonly Observed[]> {
  await client.disconnect();
  return [await observe('AARQ as declared', client.sendAarq())];
}

/** AUT-13, AUT-15: an AARQ with a challenge of a length that is not allowed. */
export async function challengesWith(client: DlmsClient, octets: number): Promise<readonly Observed[]> {
  await client.disconnect();
  const aarq = client.sendAarq({ challenge: client.random(octets) });
  return [await observe(`AARQ with a CtoS of ${octets} octets`, aarq)];
}

/** AUT-10: an accepting AARE that challenges the client (GB 9.4.2.3, acse.md 6). */
export function examineChallengingAare([answer]: readonly Observed[]): Findings {
  const examination = new Examination();
  const aare = answer && aareOf(answer.reply);
  examination.expect(aare?.result === 'accepted', `result is ${aare?.result ?? 'not there: no AARE came'}`);
  const diagnostic = aare?.diagnostic.value;
  examination.expect(diagnostic === 'authentication-required', `diagnostic is ${diagnostic}, expected 14`);
  examination.expect(aare?.mechanismName !== undefined, 'mechanism-name is missing');
  const octets = aare?.respondingAuthenticationValue?.length ?? 0;
  const allowed = octets >= SHORTEST_CHALLENGE && octets <= LONGEST_CHALLENGE;
  examination.expect(allowed, `StoC has ${octets} octets, expected 8 to 64`);
  return examination;
}

/** AUT-13, AUT-15: whoever is rejected is not challenged. */
export function examineUnchallenged(observed: readonly Observed[]): Findings {
  const examination = new Examination();
  for (const { what, reply } of observed) {
    examination.expect(aareOf(reply)?.respondingAuthenticationValue === undefined, `${what}: the AARE carries a StoC`);
  }
  return examination;
}

/** AUT-11: a read before pass 3, protected as it should be. */
export async function readsEarly(client: DlmsClient, attribute: AttributeDescriptor): Promise<readonly Observed[]> {
  return [await observe('GET before pass 3', client.request(encodeGet(client, attribute)))];
}

/** AUT-11: a method before pass 3. */
export async function invokesEarly(
  client: DlmsClient,
  method: MethodDescriptor,
  parameters: Data,
): Promise<readonly Observed[]> {
  return [await observe('ACTION before pass 3', invokeMethod(client, method, parameters))];
}
