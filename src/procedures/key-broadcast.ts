import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { setAttribute } from '#client/writing';
import type { SendingCounter } from '#dlms/association/association-settings';
import type { ProtectionChoice } from '#dlms/association/protection-choice';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets } from '#dlms/codec/hex';
import type { ObjectDeclaration } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { beginsChange, succeeded, type TransferAnswer } from './key-change';
import { type KeyMeans, ownKey } from './key-means';
import { type Changed, changing, opensAndReads } from './key-use';
import { readValue, type TestAttribute } from './lasting-write';
import type { Observed } from './observed';
import { declaredProtection } from './protection-choices';
import { securitySetupOf } from './security-setup';
import { declared, otherValue } from './service-uses';
import { UNCONFIRMED } from './unconfirmed-association';

/** A SET that nobody is to answer, and what the attribute was afterwards. */
export interface BroadcastSet {
  readonly answer: Observed;
  readonly written: Data;
  readonly found: Data | undefined;
}

/** SETs under a new broadcast key and under the old one. */
export interface BroadcastTrial {
  readonly transfer: TransferAnswer;
  readonly underNew: BroadcastSet | undefined;
  readonly underOld: BroadcastSet | undefined;
}

/**
 * KEY-07: a new GBEK, then unconfirmed SETs with the broadcast key-set under the new key and under the old; restores key
 * and value. They go out in the association of the client itself, which reads back what they did.
 */
export async function replacesBroadcastKey(
  means: KeyMeans,
  objects: ObjectDeclaration,
): Promise<Changed<BroadcastTrial>> {
  const test = declared(objects.testAttribute, 'test attribute');
  const before = await readValue(means.client, test.attribute);
  const changed = await changing(means, () => broadcasts(means, test));
  if (before !== undefined && changed.restoration.restored) await setAttribute(means.client, test.attribute, before);
  return changed;
}

/**
 * Whether the meter carries out a SET under the broadcast key that it has: one that takes it in true broadcasts alone
 * cannot be judged over this line. The value is restored.
 */
export async function takesBroadcasts(means: KeyMeans, objects: ObjectDeclaration): Promise<boolean> {
  const { client } = means;
  const test = declared(objects.testAttribute, 'test attribute');
  const before = await readValue(client, test.attribute);
  const own = { key: ownKey(means, 'gbek'), counter: means.counter('gbek') };
  const trial = await setsUnder(client, test, 'the GBEK', own);
  if (before !== undefined && hasEffect(trial)) await setAttribute(client, test.attribute, before);
  return hasEffect(trial);
}

async function broadcasts(means: KeyMeans, test: TestAttribute): Promise<BroadcastTrial> {
  const { client } = means;
  const change = beginsChange(means, 'gbek', await securitySetupOf(client));
  const transfer = await change.transfer();
  if (!succeeded(transfer)) return { transfer, underNew: undefined, underOld: undefined };
  const own = { key: ownKey(means, 'gbek'), counter: means.counter('gbek') };
  const temporary = { key: change.temporary('gbek'), counter: change.counter('gbek') };
  const here = await setsUnder(client, test, 'the new GBEK', temporary);
  const underNew = hasEffect(here) ? here : await setsInNewAssociation(client, test, temporary);
  // a counter that is fresh under either key, so that nothing but the key can be refused
  own.counter.skipTo(Math.max(own.counter.next, temporary.counter.next));
  return { transfer, underNew, underOld: await setsUnder(client, test, 'the old GBEK', own) };
}

interface BroadcastKey {
  readonly key: Uint8Array;
  readonly counter: SendingCounter;
}

async function setsInNewAssociation(client: DlmsClient, test: TestAttribute, key: BroadcastKey): Promise<BroadcastSet> {
  await opensAndReads(client, 'GET in a new association');
  return setsUnder(client, test, 'the new GBEK in a new association', key);
}

async function setsUnder(
  client: DlmsClient,
  test: TestAttribute,
  what: string,
  { key, counter }: BroadcastKey,
): Promise<BroadcastSet> {
  const before = await readValue(client, test.attribute);
  const written = before === undefined ? test.values[0] : otherValue(before, test.values);
  const protection: ProtectionChoice = { ...broadcastProtection(client), encryptionKey: key, counter: counter.take() };
  const { last } = await setAttribute(client, test.attribute, written, {
    invokeIdAndPriority: UNCONFIRMED,
    protection,
  });
  const answer = { what: `unconfirmed SET under ${what}`, reply: last };
  if (!client.channel.isConnected) await opensAndReads(client, 'GET in a new association');
  return { answer, written, found: await readValue(client, test.attribute) };
}

/** As declared, with the broadcast key-set in the security control octet (security.md 3). */
function broadcastProtection(client: DlmsClient): ProtectionChoice {
  const { control } = declaredProtection(client);
  return { form: 'glo', control: { ...control, keySet: 'broadcast' } };
}

function hasEffect({ written, found }: BroadcastSet): boolean {
  return found !== undefined && equalOctets(encodeToBytes(found), encodeToBytes(written));
}

/** What was set under the new key is there and was not answered; what was set under the old one is not there. */
export function examineBroadcasts({ underNew, underOld }: BroadcastTrial): Findings {
  const examination = new Examination();
  examination.expect(underNew !== undefined && hasEffect(underNew), 'a SET under the new GBEK had no effect');
  examination.expect(
    underOld?.found !== undefined,
    'the test attribute could not be read after the SET under the old GBEK',
  );
  examination.expect(underOld === undefined || !hasEffect(underOld), 'a SET under the old GBEK had an effect');
  if (underNew === undefined) return examination;
  const { kind, detail } = answerOf(underNew.answer.reply);
  const text = `${underNew.answer.what} was answered by ${kind} (${detail}), expected no answer`;
  examination.tolerate(kind === 'silence', text);
  return examination;
}

/** What came back for the SET under the old key. */
export function answersUnderOldKey({ underOld }: BroadcastTrial): readonly Observed[] {
  return underOld === undefined ? [] : [underOld.answer];
}
