import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { equalOctets } from '#dlms/codec/hex';
import { Examination, type Findings } from './findings';

/** More octets than this that are the same in all are a sign of a weak source of randomness, wherever they stand. */
const MOST_COMMON_OCTETS = 4;

/** The challenges of several openings with one and the same CtoS. */
export interface Challenges {
  readonly ctos: Uint8Array;
  /** undefined where an opening came without one */
  readonly stocs: readonly (Uint8Array | undefined)[];
}

/** Opens with a challenge of its own of that many octets, passes 3 and 4 included. */
export function opensWithChallengeOf(client: DlmsClient, octets: number): Promise<OpenOutcome> {
  return client.open({ challenge: client.random(octets) });
}

/** AUT-12: complete openings, each on a new connection, for a meter may count AARQs without pass 3 as attacks. */
export async function collectsChallenges(
  client: DlmsClient,
  times: number,
  ctos: Uint8Array = client.random(client.association.challengeLength),
): Promise<Challenges> {
  const stocs: (Uint8Array | undefined)[] = [];
  for (let time = 0; time < times; time++) {
    await client.disconnect();
    const { aare } = await client.open({ challenge: ctos });
    stocs.push(aare?.respondingAuthenticationValue?.slice());
  }
  await client.disconnect();
  return { ctos, stocs };
}

/** Every opening brought a StoC. */
export function areComplete({ stocs }: Challenges): boolean {
  return stocs.every((stoc) => stoc !== undefined);
}

/** All StoC there, distinct, and none equal to CtoS; many octets in common are a deviation. */
export function examineChallenges({ ctos, stocs }: Challenges): Findings {
  const examination = new Examination();
  const given = stocs.filter((stoc) => stoc !== undefined);
  examination.expect(given.length === stocs.length, `${stocs.length - given.length} openings came without a StoC`);
  examination.expect(!given.some((stoc) => equalOctets(stoc, ctos)), 'a StoC equals the CtoS');
  examination.expect(distinct(given), 'a StoC came twice');
  const common = octetsInCommon(given);
  examination.tolerate(common <= MOST_COMMON_OCTETS, `${common} octets are the same in all StoC`);
  return examination;
}

function distinct(values: readonly Uint8Array[]): boolean {
  return values.every((value, index) => !values.slice(0, index).some((earlier) => equalOctets(earlier, value)));
}

/** Places at which all have the same octet: a counter leaves its first ones as they are, padding its last ones. */
function octetsInCommon([first = new Uint8Array(0), ...others]: readonly Uint8Array[]): number {
  return first.filter((octet, place) => others.every((other) => other[place] === octet)).length;
}
