import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { equalOctets } from '#dlms/codec/hex';
import { type Obis, parseObis } from '#dlms/codec/obis';
import { PeerProtocolError } from '#dlms/errors';
import { wrapKey } from '#dlms/security/key-wrap';
import { serves } from './attempts';
import { type CandidateKeys, candidateKeys, candidateMasterKeys } from './key-candidates';
import { transfersKeys } from './key-change';
import { type KeyMeans, type KeyReplacement, ownKey, pendingOf } from './key-means';
import { KEY_IDS, type KeyName, keysOf, keyText } from './key-names';
import { opensUnder } from './protection-choices';
import { securitySetupOf } from './security-setup';

/** Whether a meter has its own keys again, and which it had. */
export interface Restoration {
  readonly restored: boolean;
  /** what was done, or why it did not come off, in words */
  readonly text: string;
}

const NOTHING_PENDING: Restoration = { restored: true, text: 'nothing was changed' };

/**
 * Gives the meter back the keys of the rig file, whatever became of the changes that are pending for this client: looks
 * with which keys it opens, transfers the others back under the master key that it has, and proves it by an opening under
 * the own keys. What is proved is cleared from the journal; otherwise everything stays there, and nothing more is sent.
 * @throws LineLost when the meter cannot be reached: everything stays in the journal
 */
export async function restoresKeys(means: KeyMeans): Promise<Restoration> {
  const entries = pendingOf({ role: means.client.role, journal: means.journal });
  if (entries.length === 0) return NOTHING_PENDING;
  const found = await findsKeys(means, entries);
  if (found === undefined) return failed('the meter opens with none of the keys that it may have');
  for (const { id } of entries) means.journal.mark(id, 'restoring');
  const back = new Return(means, entries, found);
  const text = await back.make();
  if (text !== undefined) return failed(text);
  return proves(means, entries, back.sent);
}

function failed(text: string): Restoration {
  return { restored: false, text };
}

/** The keys under which the client is now associated. */
async function findsKeys(means: KeyMeans, entries: readonly KeyReplacement[]): Promise<CandidateKeys | undefined> {
  for (const candidate of candidateKeys(means, entries)) {
    const globalCounter = means.counter('guek', candidate.nonce);
    means.client.association.security.replaceKeys({ keys: candidate.keys, globalCounter });
    if (await isServed(means.client)) return candidate;
  }
  return undefined;
}

/** In a new association: one that stands may go on with keys that are no longer those of the meter. */
async function isServed(client: DlmsClient): Promise<boolean> {
  await client.disconnect();
  const opening = await readable(opensUnder(client, 'global'));
  return opening?.associated === true && (await readable(serves(client))) === true;
}

/** undefined where what came cannot be read with the keys that are in use */
async function readable<T>(exchange: Promise<T>): Promise<T | undefined> {
  try {
    return await exchange;
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}

/** The transfers that give the own keys back. */
class Return {
  /** keys that were transferred */
  sent: readonly KeyName[] = [];
  private readonly names: ReadonlySet<KeyName>;

  constructor(
    private readonly means: KeyMeans,
    private readonly entries: readonly KeyReplacement[],
    private readonly found: CandidateKeys,
  ) {
    this.names = new Set(entries.flatMap(({ what }) => keysOf(what)));
  }

  /** @returns why it did not come off */
  async make(): Promise<string | undefined> {
    if (this.names.has('kek') && !(await this.returnsMasterKey()))
      return 'the meter takes its own KEK back neither under the temporary one nor under itself';
    const away = [...this.names].filter((name) => this.isAway(name));
    if (away.length === 0) return undefined;
    this.sent = away;
    const refusal = await this.transfers(away, ownKey(this.means, 'kek'));
    return refusal && `the meter does not take its own ${listOf(away)} back: ${refusal}`;
  }

  /** Under the one that it may have; that it is there again shows when it comes under itself. */
  private async returnsMasterKey(): Promise<boolean> {
    for (const masterKey of candidateMasterKeys(this.means, this.entries)) {
      if ((await this.transfers(['kek'], masterKey)) === undefined) break;
    }
    return (await this.transfers(['kek'], ownKey(this.means, 'kek'))) === undefined;
  }

  /** Nobody can see which GBEK a meter has: it is given back in any case. */
  private isAway(name: KeyName): boolean {
    if (name === 'kek') return false;
    if (name === 'gbek') return true;
    return !equalOctets(this.found.keys[name], this.means.own[name]);
  }

  /** @returns the refusal; of an answer that cannot be read the opening that follows tells more */
  private async transfers(names: readonly KeyName[], masterKey: Uint8Array): Promise<string | undefined> {
    const keys = names.map((name) => ({ keyId: KEY_IDS[name], wrapped: wrapKey(masterKey, ownKey(this.means, name)) }));
    const setup = await this.setup();
    const reply = await readable(transfersKeys(this.means.client, setup, keys));
    const { kind, detail } = reply === undefined ? { kind: 'success-result', detail: '' } : answerOf(reply);
    return kind === 'success-result' ? undefined : `${kind} (${detail})`;
  }

  private async setup(): Promise<Obis> {
    const named = this.entries.find(({ object }) => object !== undefined)?.object;
    return named === undefined ? securitySetupOf(this.means.client) : parseObis(named);
  }
}

/** @param sent keys that were transferred just now: only what was replaced has new counters */
async function proves(
  means: KeyMeans,
  entries: readonly KeyReplacement[],
  sent: readonly KeyName[],
): Promise<Restoration> {
  const { client, journal } = means;
  await client.disconnect();
  client.association.security.replaceKeys(undefined);
  const names = new Set(entries.flatMap(({ what }) => keysOf(what)));
  if (!(await isServed(client)))
    return failed(`the meter has taken its own ${listOf([...names])} back and does not open`);
  const changed = entries.filter(({ state }) => state !== 'changing').flatMap(({ what }) => keysOf(what));
  for (const name of new Set([...sent, ...changed])) means.replaced(name);
  for (const { id, nonce } of entries) {
    for (const name of names) means.forget(name, nonce);
    journal.clear(id);
  }
  return { restored: true, text: `${listOf([...names])} restored` };
}

function listOf(names: readonly KeyName[]): string {
  return names.map(keyText).join(', ');
}
