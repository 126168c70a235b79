import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { invokeMethod } from '#client/writing';
import type { Aare } from '#dlms/apdu/acse';
import type { AttributeDescriptor, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { encodeGet } from './requests';

const SHORTEST_CHALLENGE = 8;
const LONGEST_CHALLENGE = 64;

/** The AARQ alone, on a new connection, with a challenge of its own of that many octets where one is given. */
export async function sendsOnlyAarq(client: DlmsClient, challengeOctets?: number): Promise<Reply> {
  await client.disconnect();
  return client.sendAarq(challengeOctets === undefined ? {} : { challenge: client.random(challengeOctets) });
}

/** AUT-13, AUT-15: an AARQ with a challenge of a length that is not allowed. */
export async function challengesWith(client: DlmsClient, octets: number): Promise<readonly Observed[]> {
  return [await observe(`AARQ with a CtoS of ${octets} octets`, sendsOnlyAarq(client, octets))];
}

/** AUT-10: an accepting AARE that challenges the client (GB 9.4.2.3, acse.md 6). */
export function examineChallengingAare(aare: Aare | undefined): Findings {
  const examination = new Examination();
  examination.expect(aare?.result === 'accepted', `result is ${aare?.result ?? 'not there: no AARE came'}`);
  const diagnostic = aare?.diagnostic.value;
  examination.expect(diagnostic === 'authentication-required', `diagnostic is ${diagnostic}, expected 14`);
  examination.expect(aare?.mechanismName !== undefined, 'mechanism-name is missing');
  const octets = aare?.respondingAuthenticationValue?.length ?? 0;
  const allowed = octets >= SHORTEST_CHALLENGE && octets <= LONGEST_CHALLENGE;
  examination.expect(allowed, `StoC has ${octets} octets, expected 8 to 64`);
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
