import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { Examination, type Findings } from './findings';
import { beginsChange, type KeyChange, succeeded, type TransferAnswer } from './key-change';
import type { KeyMeans } from './key-means';
import type { KeyName, ReplacedKeys } from './key-names';
import {
  type Changed,
  changing,
  type KeyUse,
  type NewKeyUse,
  opensAndReads,
  readsUnder,
  textOf,
  usesNewKeys,
} from './key-use';
import { observe } from './observed';
import { declaredProtection } from './protection-choices';
import { encodeGetName } from './requests';
import { securitySetupOf } from './security-setup';
import { type CounterUse, examineRising, serverCounters } from './server-counters';

/** New keys in a meter, beside the old ones. */
export interface KeyReplacementTrial {
  readonly transfer: TransferAnswer;
  /** undefined where the meter did not take them */
  readonly fresh: NewKeyUse | undefined;
  /** requests with at least one key that is no longer in force */
  readonly stale: readonly KeyUse[];
  /** counters of the meter before the transfer and while the new keys were in force */
  readonly countersBefore: readonly CounterUse[];
  readonly countersAfter: readonly CounterUse[];
}

/** KEY-04, KEY-05, KEY-06, KEY-12: transfers new keys, uses them, then the old ones and mixtures of both; restores. */
export function replacesKeys(means: KeyMeans, what: ReplacedKeys): Promise<Changed<KeyReplacementTrial>> {
  return changing(means, () => triesNewKeys(means, what));
}

async function triesNewKeys(means: KeyMeans, what: ReplacedKeys): Promise<KeyReplacementTrial> {
  const { client } = means;
  const change = beginsChange(means, what, await securitySetupOf(client));
  const transfer = await change.transfer();
  const countersBefore = serverCounters(client.received);
  if (!succeeded(transfer)) return { transfer, fresh: undefined, stale: [], countersBefore, countersAfter: [] };
  const fresh = await usesNewKeys(client, change);
  const stale = fresh.use.served ? await usesOldKeys(client, change) : [];
  const countersAfter = serverCounters(client.received).slice(countersBefore.length);
  return { transfer, fresh, stale, countersBefore, countersAfter };
}

/** Every choice of the replaced keys but all of the new ones, each in an association that stands under those. */
async function usesOldKeys(client: DlmsClient, change: KeyChange): Promise<readonly KeyUse[]> {
  const uses: KeyUse[] = [];
  for (const kept of mixtures(change.names)) {
    if (uses.length > 0) await standsAgain(client, change);
    change.use(...kept);
    const old = change.names.filter((name) => !kept.includes(name));
    uses.push(await readsUnder(client, `GET under the old ${textOf(old)}`));
  }
  change.useChanged();
  return uses;
}

/** A refusal may have cost the association. */
async function standsAgain(client: DlmsClient, change: KeyChange): Promise<void> {
  change.useChanged();
  const stands = client.channel.isConnected && client.association.state === 'associated';
  if (!stands) await opensAndReads(client, 'GET in a new association');
}

/** Those of the names whose new keys are used: none of them, and where there are two, one of them. */
function mixtures(names: readonly KeyName[]): readonly (readonly KeyName[])[] {
  return names.length > 1 ? [[], ...names.map((name) => [name])] : [[]];
}

/** The new keys are used in the open association or, at the latest, in the next one. */
export function examineNewKeys({ fresh }: KeyReplacementTrial): Findings {
  const examination = new Examination();
  const detail = fresh === undefined ? 'they were not taken' : `${fresh.use.what} got ${fresh.use.detail}`;
  examination.expect(fresh?.use.served === true, `the new keys do not work: ${detail}`);
  return examination;
}

/** The reply could be read with the key in force when the request was sent, and was protected with it. */
export function examineReplyKey({ transfer }: Pick<KeyReplacementTrial, 'transfer'>): Findings {
  const examination = new Examination();
  const { what, reply, readWith, fault } = transfer;
  examination.expect(
    readWith === 'old',
    `${what}: the reply is under ${readWith === 'new' ? 'the new keys' : 'keys that nobody knows'}: ${fault}`,
  );
  const kind = reply === undefined ? 'nothing that can be read' : answerOf(reply).kind;
  examination.expect(kind === 'success-result', `${what}: expected success, got ${kind}`);
  const protection = reply?.kind === 'apdu' ? reply.received.protection?.key : undefined;
  examination.expect(
    readWith !== 'old' || protection === 'global',
    `${what}: the reply is not protected under the GUEK`,
  );
  return examination;
}

/** Counters of the meter go on rising under a GUEK that was not replaced (security.md 13). */
export function examineSameCounters({ countersBefore, countersAfter }: KeyReplacementTrial): Findings {
  return examineRising([...countersBefore, ...countersAfter]);
}

/** Counters under a new GUEK. */
export interface NewCounterTrial {
  readonly transfer: TransferAnswer;
  readonly uses: readonly KeyUse[];
  /** of the meter, under the new key */
  readonly counters: readonly CounterUse[];
}

const FIRST_COUNTER = 1;
/** A new key starts its counters at 0 (GB 9.2.3); who has counted first and used then is at 1. */
const HIGHEST_FIRST = 1;

/** KEY-13: after a new GUEK a request with counter 1, then two more; restores. */
export function startsCounters(means: KeyMeans): Promise<Changed<NewCounterTrial>> {
  return changing(means, async () => {
    const { client } = means;
    const change = beginsChange(means, 'guek', await securitySetupOf(client));
    const transfer = await change.transfer();
    const before = serverCounters(client.received).length;
    const uses = succeeded(transfer) ? await readsFromFirst(client, change) : [];
    return { transfer, uses, counters: serverCounters(client.received).slice(before) };
  });
}

async function readsFromFirst(client: DlmsClient, change: KeyChange): Promise<readonly KeyUse[]> {
  change.useChanged();
  const what = `GET with counter ${FIRST_COUNTER} under the new GUEK`;
  const counter = change.counter('guek');
  counter.skipTo(FIRST_COUNTER + 1);
  const protection = { ...declaredProtection(client), counter: FIRST_COUNTER };
  const first = await observe(what, client.request(encodeGetName(client), { protection }));
  const { kind, detail } = answerOf(first.reply);
  const use: KeyUse = { what, served: kind === 'data', observed: first, detail: `${kind} (${detail})` };
  // who puts new keys in force with the next association has not seen that counter
  const served = use.served ? use : await opensAndReads(client, `${what} in a new association`);
  return [served, await readsUnder(client, 'another GET'), await readsUnder(client, 'a third GET')];
}

/** The first counter of the meter is 0 or 1, and they rise. */
export function examineNewCounters({ counters }: NewCounterTrial): Findings {
  const examination = new Examination();
  const [first] = counters;
  const low = first !== undefined && first.counter <= HIGHEST_FIRST;
  examination.expect(
    low,
    `the meter starts with counter ${first?.counter ?? 'none'} under the new GUEK, expected 0 or 1`,
  );
  examination.add(examineRising(counters));
  return examination;
}
