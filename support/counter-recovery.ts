import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { Reply } from '#client/reply';
import { PeerProtocolError } from '#dlms/errors';
import { numberOf } from '#procedures/counter-object';
import type { ClientProfile } from '#rig/rig';
import type { Bench } from './bench';
import { HIGHEST_TAKEN_OVER, type Resynchronization, type RigCounters, resynchronizationText } from './rig-counters';

/** Name of the connections on which the meter is looked at before the cases. */
export const PREFLIGHT = 'preflight';
/** Of what we sent last the meter may have accepted nothing: only beyond this has it forgotten something. */
const SLACK = 1000;

/**
 * Makes each ciphered client go on from the counter that the meter expects, where that is higher than ours: by the
 * object that the rig names or, where nothing is known of our own counter, by the meter's refusal.
 * @returns what a person should know, a line each
 */
export async function recoverCounters(bench: Bench): Promise<readonly string[]> {
  const remarks: string[] = [];
  for (const profile of bench.rig.clients.values()) {
    const remark = await recovered(bench, profile);
    if (remark !== undefined) remarks.push(`invocation counter of ${remark}`);
  }
  return remarks;
}

/** An opening as declared, and what it changed of our counter. */
export interface BelievingOpening {
  readonly opening: OpenOutcome;
  readonly resynchronization?: Resynchronization;
}

/** Opens as declared; a meter that refuses our counter and names a higher one is believed once. */
export async function opensBelieving(client: DlmsClient, counters: RigCounters): Promise<BelievingOpening> {
  const opening = await client.open();
  const next = counterNamedBy(opening);
  const resynchronization = next === undefined ? undefined : counters.goOnFrom(client.role, next, 'refusal');
  if (resynchronization === undefined) return { opening };
  await client.disconnect();
  return { opening: await client.open(), resynchronization };
}

/** The lowest counter that a meter accepts, where it refused an opening for the counter and says so (xdlms.md 8). */
export function counterNamedBy({ reply, hlsReply = reply }: OpenOutcome): number | undefined {
  return hlsReply.kind === 'apdu' && hlsReply.received.apdu.kind === 'exception-response'
    ? hlsReply.received.apdu.invocationCounter
    : undefined;
}

/** What does not decode is left to the cases. */
async function recovered(bench: Bench, profile: ClientProfile): Promise<string | undefined> {
  const { role, invocationCounter, keys, systemTitle } = profile;
  if (keys === undefined || systemTitle === undefined) return undefined;
  try {
    if (invocationCounter !== undefined) return await byObject(bench, role, invocationCounter);
    return bench.counters.isKnown(role) ? undefined : await byRefusal(bench, role);
  } catch (error) {
    if (error instanceof PeerProtocolError) return `${role} not recovered: ${error.message}`;
    throw error;
  }
}

type CounterObject = NonNullable<ClientProfile['invocationCounter']>;

/** The object shows the last counter that was accepted, or the next acceptable one: to be above both is right. */
async function byObject(bench: Bench, role: string, { object, via }: CounterObject): Promise<string | undefined> {
  const shown = await shownTo(bench.client(via, PREFLIGHT), object);
  if (typeof shown === 'string') return `${role} not recovered: ${shown}`;
  bench.counters.shown(role, shown);
  const change = bench.counters.goOnFrom(role, shown + 1, 'object');
  return change === undefined
    ? suspicion(role, shown, bench.counters.of(role).next)
    : `${resynchronizationText(change)} ${object}`;
}

/** @returns the number, or in words why there is none */
async function shownTo(reader: DlmsClient, object: CounterObject['object']): Promise<number | string> {
  try {
    const opening = await reader.open();
    if (!opening.associated) return `the ${reader.role} client could not open (${answerText(opening.reply)})`;
    const { results, last } = await getAttribute(reader, { classId: 1, logicalName: object, attributeId: 2 });
    const [result] = results ?? [];
    const value = result !== undefined && 'data' in result ? numberOf(result.data) : undefined;
    return value !== undefined && value >= 0 ? value : `${object} gave no number (${answerText(last)})`;
  } finally {
    await reader.disconnect();
  }
}

function suspicion(role: string, shown: number, ours: number): string | undefined {
  if (shown >= HIGHEST_TAKEN_OVER && shown >= ours)
    return `${role} not taken over: the meter shows ${shown}, near the end of all counters; it needs another key`;
  if (shown + SLACK >= ours) return undefined;
  return `${role} stays at ${ours}, but the meter shows ${shown}: it was given this key anew, or loses its counter`;
}

/** Without a dedicated key: the value may have been used before by somebody of whom we know nothing. */
async function byRefusal(bench: Bench, role: string): Promise<string | undefined> {
  const client = bench.client(role, PREFLIGHT);
  try {
    const opening = await client.open({ dedicatedKey: 'none' });
    const next = counterNamedBy(opening);
    if (next === undefined) return opening.associated ? undefined : unknownCounter(role, opening);
    const change = bench.counters.goOnFrom(role, next, 'refusal');
    return change && resynchronizationText(change);
  } finally {
    await client.disconnect();
  }
}

function unknownCounter(role: string, { reply, hlsReply = reply }: OpenOutcome): string {
  return `${role} is not known on this computer, and the meter let it not in (${answerText(hlsReply)}); if it shows the \
counter somewhere, clients.${role}.invocationCounter tells where`;
}

function answerText(reply: Reply): string {
  const { kind, detail } = answerOf(reply);
  return detail === '' ? kind : `${kind}, ${detail}`;
}
