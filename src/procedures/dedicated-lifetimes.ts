import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { LocalProtocolError } from '#dlms/errors';
import { lastReply } from './attempts';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { orClosed } from './opening';
import { type ProtectedExchange, readsName } from './protected-services';
import { type KeyInUse, opensUnder, protectionOf, type Strength } from './protection-choices';
import { encodeGetName } from './requests';
import { releasesAndReopens } from './server-counters';

const BOTH: Strength = 'authenticated-encryption';
/** Counters for the dedicated key of another association: above all that it has used there. */
const BEYOND = 1000;
/** Reads under a dedicated key before it is agreed once more. */
const EARLIER_READS = 3;

/** SEC-921: a message that was right a moment ago, on the same link, once the association is released. */
export async function readsAfterRelease(client: DlmsClient): Promise<readonly Observed[]> {
  const octets = client.protected(encodeGetName(client), { protection: protectionOf(client, BOTH, 'dedicated') });
  await client.release();
  const stimulus = orClosed(client, () => client.exchange(octets));
  return [await observe('ded-get under the dedicated key of the association that was released', stimulus)];
}

/** SEC-922: the key from before the loss of power, in an association without one. */
export async function readsAfterPowerLoss(client: DlmsClient, cycle: () => void): Promise<readonly Observed[]> {
  const key = agreedKey(client);
  cycle();
  await client.disconnect();
  const opening = await opensUnder(client, 'global');
  if (!opening.associated) return [{ what: 'opening after the power loss', reply: lastReply(opening) }];
  const what = 'ded-get under the dedicated key from before the power loss';
  return [await observe(what, readsUnder(client, key, BEYOND))];
}

/** SEC-923: under the dedicated key that another client has agreed for its own association, which is open. */
export async function readsUnderForeignKey(client: DlmsClient, owner: DlmsClient): Promise<readonly Observed[]> {
  const what = `ded-get under the dedicated key of the ${owner.role} client`;
  return [await observe(what, readsUnder(client, agreedKey(owner), BEYOND))];
}

/** Openings and the reads under their keys. */
export interface OpenedReads {
  readonly openings: readonly OpenOutcome[];
  readonly reads: readonly Observed[];
}

/** SEC-924: an association without a dedicated key, then one with, then one with another, all on one link. */
export async function opensWithoutThenWith(client: DlmsClient): Promise<OpenedReads> {
  const openings = [await opensUnder(client, 'global')];
  const reads = [...(await readsUnderEach(client, ['global']))];
  for (const _ of ['the first key', 'the second key']) {
    openings.push(await releasesAndReopens(client, 'dedicated'));
    reads.push(...(await readsUnderEach(client, ['dedicated', 'global'])));
  }
  return { openings, reads };
}

/** SEC-925: the association, and a read under the key that is global and dedicated at once. */
export interface EqualKeys {
  readonly opening: OpenOutcome;
  readonly read: Observed | undefined;
}

/**
 * SEC-925: a dedicated key that equals the global one. Our counters come from those of the global key, so that we use
 * none twice; the meter, whose own begin at 0, cannot help it: therefore a disposable key.
 */
export async function opensWithEqualKeys(client: DlmsClient): Promise<EqualKeys> {
  const { security } = client.association;
  const { encryptionKey } = security.keys();
  const opening = await client.open({ dedicatedKey: encryptionKey });
  if (!opening.associated) return { opening, read: undefined };
  const counter = security.globalCounter.take();
  const read = await observe('ded-get under the key that both are', readsUnder(client, encryptionKey, counter));
  return { opening, read };
}

/** What the proposal came to: the answer to the opening, or to the read where an association came of it. */
export function answerToEqualKeys({ opening, read }: EqualKeys): readonly Observed[] {
  return [read ?? { what: 'an AARQ whose dedicated key equals the global one', reply: lastReply(opening) }];
}

/** What a person should know of it. */
export function equalKeysNote({ read }: EqualKeys): string {
  return `a dedicated key that equals the global one is ${read === undefined ? 'rejected' : 'taken'}`;
}

/** SEC-926: opens with a dedicated key and uses both keys in turn. */
export interface MixedUse {
  readonly opening: OpenOutcome;
  readonly exchanges: readonly ProtectedExchange[];
}

export async function usesBothKeys(client: DlmsClient): Promise<MixedUse> {
  await client.disconnect();
  const opening = await opensUnder(client, 'dedicated');
  const exchanges: ProtectedExchange[] = [];
  if (!opening.associated) return { opening, exchanges };
  for (const key of ['global', 'dedicated', 'dedicated', 'global', 'dedicated', 'global'] as const) {
    exchanges.push(await readsName(client, protectionOf(client, BOTH, key)));
  }
  return { opening, exchanges };
}

/** SEC-927: messages of an association, replayed in a later one that has agreed the same key. */
export interface SameKeyAgain {
  readonly openings: readonly OpenOutcome[];
  readonly fresh: readonly Observed[];
  readonly stale: readonly Observed[];
}

/** The key is a random one for this alone; our counter goes on behind where it was, so that we use none twice. */
export async function agreesSameKeyAgain(client: DlmsClient): Promise<SameKeyAgain> {
  const dedicatedKey = client.random(client.association.security.keys().encryptionKey.length);
  const first = await client.open({ dedicatedKey });
  if (!first.associated) return { openings: [first], fresh: [], stale: [] };
  const octets = Array.from({ length: EARLIER_READS }, () => encodedRead(client));
  const fresh: Observed[] = [];
  for (const read of octets) fresh.push(await observe('a read in the first association', client.exchange(read)));
  const { next } = client.association.security.counterOf('ded');
  await client.release();
  if (client.association.state !== 'idle') await client.disconnect();
  const second = await client.open({ dedicatedKey });
  if (!second.associated) return { openings: [first, second], fresh, stale: [] };
  client.association.security.counterOf('ded').skipTo(next);
  fresh.push(await observe('a read in the second association', client.exchange(encodedRead(client))));
  const stale: Observed[] = [];
  for (const read of octets)
    stale.push(await observe('a replayed read of the first association', client.exchange(read)));
  fresh.push(await observe('another read in the second association', client.exchange(encodedRead(client))));
  return { openings: [first, second], fresh, stale };
}

/** Every opening came to an association. */
export function examineOpenings(openings: readonly OpenOutcome[]): Findings {
  const examination = new Examination();
  for (const [index, opening] of openings.entries()) {
    const { kind, detail } = answerOf(lastReply(opening));
    examination.expect(opening.associated, `opening ${index + 1} came to ${kind} (${detail}), expected an association`);
  }
  return examination;
}

async function readsUnderEach(client: DlmsClient, keys: readonly KeyInUse[]): Promise<Observed[]> {
  if (client.association.state !== 'associated') return [];
  const observed: Observed[] = [];
  for (const key of keys) observed.push(await readsName(client, protectionOf(client, BOTH, key)));
  return observed;
}

function encodedRead(client: DlmsClient): Uint8Array {
  return client.protected(encodeGetName(client), { protection: protectionOf(client, BOTH, 'dedicated') });
}

function readsUnder(client: DlmsClient, encryptionKey: Uint8Array, counter: number) {
  const protection = { ...protectionOf(client, BOTH, 'dedicated'), encryptionKey, counter };
  return client.request(encodeGetName(client), { protection });
}

function agreedKey(client: DlmsClient): Uint8Array {
  const key = client.association.security.dedicatedKey;
  if (key === undefined) throw new LocalProtocolError('the association has no dedicated key');
  return key;
}
