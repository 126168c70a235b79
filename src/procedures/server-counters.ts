import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { Apdu } from '#dlms/apdu/apdu';
import type { ReceivedApdu } from '#dlms/association/client-association';
import type { ReceivedProtection } from '#dlms/association/protection-choice';
import { parseToken } from '#dlms/security/hls-gmac';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { type KeyInUse, opensUnder, readsProtected } from './protection-choices';

/** An invocation counter that the meter has used. */
export interface CounterUse {
  readonly what: string;
  /** `global`, `dedicated` with the number of its association, or `ephemeral` with its own: each counts by itself */
  readonly key: string;
  readonly counter: number;
  /** of an earlier run, since which the meter may have been given the same key anew */
  readonly mayBeOver?: boolean;
}

/** Every counter that the meter has used towards a client, in the order in which it used them. */
export function serverCounters(received: readonly ReceivedApdu[]): readonly CounterUse[] {
  let openings = 0;
  return received.flatMap((message) => {
    if (message.apdu.kind === 'AARE') openings++;
    return countersIn(message, openings);
  });
}

/** The token stands inside the message that carries it, so it was there first. */
function countersIn({ apdu, protection, userInformation }: ReceivedApdu, opening: number): CounterUse[] {
  const token = tokenCounter(apdu);
  const inner = userInformation?.protection;
  return [
    ...(inner ? [{ what: userInformation.apdu.kind, key: 'global', counter: inner.invocationCounter }] : []),
    ...(token === undefined ? [] : [{ what: 'token', key: 'global', counter: token }]),
    ...(protection && protection.key !== 'none'
      ? [
          {
            what: apdu.kind,
            key: nameOfKey(protection, opening),
            counter: protection.invocationCounter,
          },
        ]
      : []),
  ];
}

function nameOfKey({ key, ephemeralKey }: ReceivedProtection, opening: number): string {
  if (key === 'dedicated') return `dedicated ${opening}`;
  return key === 'ephemeral' ? `ephemeral ${ephemeralKey}` : key;
}

/** The highest counter that the meter has used under the global key in messages whose tag was right. */
export function highestVerified(received: readonly ReceivedApdu[]): number | undefined {
  const protections = received.flatMap(({ protection, userInformation }) => [protection, userInformation?.protection]);
  const counters = protections.flatMap((protection) =>
    protection?.key === 'global' && protection.control.authenticated ? [protection.invocationCounter] : [],
  );
  return counters.length === 0 ? undefined : Math.max(...counters);
}

/**
 * A counter of the global key that is remembered from before the scenario.
 * @param at ISO 8601, UTC
 * @param sure false: the meter may have been given the same key anew since
 */
export function earlierUse(counter: number, at: string, sure: boolean): CounterUse {
  const what = `an association of ${at.slice(0, 19).replace('T', ' ')} UTC`;
  return { what, key: 'global', counter, ...(sure ? {} : { mayBeOver: true }) };
}

/** The counter of f(CtoS), where the message brings one. */
function tokenCounter(apdu: Apdu): number | undefined {
  if (apdu.kind !== 'action-response' || apdu.choice !== 'normal') return undefined;
  const { returnParameters } = apdu.outcome;
  if (returnParameters === undefined || !('data' in returnParameters)) return undefined;
  const { data } = returnParameters;
  return data.type === 'octet-string' ? parseToken(data.value)?.invocationCounter : undefined;
}

/** What a client saw over two associations. */
export interface CounterRun {
  /** what is remembered from before the scenario, earlier runs among them */
  readonly earlier: readonly CounterUse[];
  readonly reads: readonly Observed[];
  readonly reopening: OpenOutcome;
  readonly uses: readonly CounterUse[];
}

/** SEC-32: 20 reads, a release, an opening, 5 reads. */
export async function readsOverTwoAssociations(
  client: DlmsClient,
  key: KeyInUse,
  earlier: readonly CounterUse[],
): Promise<CounterRun> {
  const before = await readsOften(client, 20);
  const reopening = await releasesAndReopens(client, key);
  const after = reopening.associated ? await readsOften(client, 5) : [];
  return { earlier, reads: [...before, ...after], reopening, uses: serverCounters(client.received) };
}

/** RLRQ, or where that is not answered a new connection, and the same opening once more. */
export async function releasesAndReopens(client: DlmsClient, key: KeyInUse): Promise<OpenOutcome> {
  await client.release();
  if (client.association.state !== 'idle') await client.disconnect();
  return opensUnder(client, key);
}

async function readsOften(client: DlmsClient, times: number): Promise<Observed[]> {
  const reads: Observed[] = [];
  for (let number = 1; number <= times; number++) reads.push(await observe(`read ${number}`, readsProtected(client)));
  return reads;
}

/** Under each key every counter is above all before it (GB 9.2.3.3.7.3). */
export function examineRising(uses: readonly CounterUse[]): Findings {
  const examination = new Examination();
  const last = new Map<string, CounterUse>();
  examination.expect(uses.length > 0, 'the meter has used no counter');
  for (const use of uses) {
    const before = last.get(use.key);
    const rises = before === undefined || use.counter > before.counter;
    const text = `${use.key} key: counter ${use.counter} of ${use.what} after ${before?.counter} of ${before?.what}`;
    if (before?.mayBeOver) examination.tolerate(rises, `${text}: once more, unless the key was given anew in between`);
    else examination.expect(rises, text);
    last.set(use.key, use);
  }
  return examination;
}

/** SEC-32: the meter has used counters, and each is above all before it, those of earlier runs among them. */
export function examineRun({ earlier, uses }: Pick<CounterRun, 'earlier' | 'uses'>): Findings {
  return examineRising(uses.length === 0 ? [] : [...earlier, ...uses]);
}

/** Counters that rose by more than one: a note, no fault. */
export function leapsIn(uses: readonly CounterUse[]): readonly string[] {
  return uses.flatMap((use, at) => {
    const before = uses.slice(0, at).findLast(({ key }) => key === use.key);
    return before === undefined || use.counter <= before.counter + 1
      ? []
      : [`${use.key} key: from ${before.counter} to ${use.counter}`];
  });
}

/** SEC-41: the counters of one opening, under the global key: of InitiateResponse, token and the message around it. */
export function examineOpeningCounters(uses: readonly CounterUse[]): Findings {
  const examination = new Examination();
  const global = uses.filter(({ key }) => key === 'global');
  for (const what of ['initiate-response', 'token', 'action-response'])
    examination.expect(
      global.some((use) => use.what === what),
      `no protected ${what} came under the global key`,
    );
  examination.add(examineRising(global));
  return examination;
}
