import { aareOf, type DlmsClient } from '#client/dlms-client';
import { invokeMethod } from '#client/writing';
import { MECHANISMS } from '#dlms/apdu/acse';
import { LONGEST_CHALLENGE, MECHANISM_TRAITS } from '#dlms/apdu/authentication';
import type { AttributeDescriptor, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { encodeGet } from './requests';

/** What is wrong with the length of a challenge, in the words of features. */
export type LengthFault = 'one octet too short' | 'one octet too long';

/** The AARQ alone, as declared, on a new connection. */
export async function sendsOnlyAarq(client: DlmsClient): Promise<readonly Observed[]> {
  await client.disconnect();
  return [await observe('AARQ as declared', client.sendAarq())];
}

/** AUT-13, AUT-15: an AARQ with a challenge of a length that is not allowed: 8..64, with mechanism 7 32..64 octets. */
export async function challengesWith(client: DlmsClient, fault: LengthFault): Promise<readonly Observed[]> {
  const { shortestChallenge } = MECHANISM_TRAITS[client.association.settings.mechanism];
  const octets = fault === 'one octet too short' ? shortestChallenge - 1 : LONGEST_CHALLENGE + 1;
  await client.disconnect();
  const aarq = client.sendAarq({ challenge: client.random(octets) });
  return [await observe(`AARQ with a CtoS of ${octets} octets`, aarq)];
}

/** AUT-10: an accepting AARE that challenges the client by its own mechanism (GB 9.4.2.3, acse.md 6). */
export function examineChallengingAare(client: DlmsClient, [answer]: readonly Observed[]): Findings {
  const examination = new Examination();
  const { mechanism } = client.association.settings;
  const aare = answer && aareOf(answer.reply);
  examination.expect(aare?.result === 'accepted', `result is ${aare?.result ?? 'not there: no AARE came'}`);
  const diagnostic = aare?.diagnostic.value;
  examination.expect(diagnostic === 'authentication-required', `diagnostic is ${diagnostic}, expected 14`);
  const named = aare?.mechanismName ?? 'missing';
  examination.expect(named === MECHANISMS[mechanism], `mechanism-name is ${named}, expected ${MECHANISMS[mechanism]}`);
  const octets = aare?.respondingAuthenticationValue?.length ?? 0;
  const { shortestChallenge: shortest } = MECHANISM_TRAITS[mechanism];
  const allowed = octets >= shortest && octets <= LONGEST_CHALLENGE;
  examination.expect(allowed, `StoC has ${octets} octets, expected ${shortest} to ${LONGEST_CHALLENGE}`);
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
