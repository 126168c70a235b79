import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { PeerProtocolError } from '#dlms/errors';
import { Examination, type Findings } from './findings';
import type { KeyChange, TransferAnswer } from './key-change';
import { succeeded } from './key-change';
import type { KeyMeans } from './key-means';
import { type KeyName, keyText } from './key-names';
import { type Restoration, restoresKeys } from './key-restoration';
import { type Observed, observe } from './observed';
import { opensUnder, readsProtected } from './protection-choices';

/** A request under some keys, and what came of it. */
export interface KeyUse {
  readonly what: string;
  readonly served: boolean;
  /** what answered it; undefined where that could not be read with the same keys */
  readonly observed: Observed | undefined;
  /** in words */
  readonly detail: string;
}

/** What became of new keys once the meter had taken them. */
export interface NewKeyUse {
  readonly use: KeyUse;
  /** the open association went on with the old ones, or with none */
  readonly late: boolean;
}

/** What a test saw between two sets of keys, and whether the meter has its own again. */
export interface Changed<T> {
  readonly seen: T;
  readonly restoration: Restoration;
}

/** Carries out a test that changes keys, and gives the meter its own back however the test ends. */
export async function changing<T>(means: KeyMeans, test: () => Promise<T>): Promise<Changed<T>> {
  let seen: T;
  try {
    seen = await test();
  } catch (error) {
    await restoresKeys(means).catch(() => undefined);
    throw error;
  }
  return { seen, restoration: await restoresKeys(means) };
}

/** A GET as declared, under the keys that the client uses now. */
export async function readsUnder(client: DlmsClient, what: string): Promise<KeyUse> {
  try {
    const observed = await observe(what, readsProtected(client));
    const { kind, detail } = answerOf(observed.reply);
    return { what, served: kind === 'data', observed, detail: `${kind} (${detail})` };
  } catch (error) {
    if (!(error instanceof PeerProtocolError)) throw error;
    return { what, served: false, observed: undefined, detail: `an answer that cannot be read: ${error.message}` };
  }
}

/** The new keys in the open association and, where they are refused there, in a new one. */
export async function usesNewKeys(client: DlmsClient, change: KeyChange): Promise<NewKeyUse> {
  const names = textOf(change.names);
  change.useChanged();
  const use = await readsUnder(client, `GET under the new ${names}`);
  if (use.served) return { use, late: false };
  return { use: await opensAndReads(client, `GET under the new ${names} in a new association`), late: true };
}

/** A new association under the keys that the client uses now, and a GET in it. */
export async function opensAndReads(client: DlmsClient, what: string): Promise<KeyUse> {
  await client.disconnect();
  try {
    const opening = await opensUnder(client, 'global');
    if (opening.associated) return await readsUnder(client, what);
    const { kind, detail } = answerOf(opening.hlsReply ?? opening.reply);
    return { what, served: false, observed: undefined, detail: `the opening was answered by ${kind} (${detail})` };
  } catch (error) {
    if (!(error instanceof PeerProtocolError)) throw error;
    return { what, served: false, observed: undefined, detail: `an answer that cannot be read: ${error.message}` };
  }
}

/** key_transfer was answered by success. */
export function examineTransfer(answer: TransferAnswer): Findings {
  const examination = new Examination();
  examination.expect(succeeded(answer), `${answer.what}: expected success, got ${transferText(answer)}`);
  return examination;
}

/** Each of these requests was served. */
export function examineUses(uses: readonly KeyUse[]): Findings {
  const examination = new Examination();
  examination.expect(uses.length > 0, 'nothing was asked');
  for (const { what, served, detail } of uses)
    examination.expect(served, `${what}: expected to be served, got ${detail}`);
  return examination;
}

/** An answer that cannot be read refuses nothing: it shows that the request was understood. */
export function examineUnreadable(uses: readonly KeyUse[]): Findings {
  const examination = new Examination();
  for (const { what, observed, detail } of uses)
    examination.expect(observed !== undefined, `${what}: expected a refusal, got ${detail}`);
  return examination;
}

/** The meter has the keys of the rig file again. */
export function examineRestoration({ restored, text }: Restoration): Findings {
  const examination = new Examination();
  examination.expect(restored, text);
  return examination;
}

export function answersIn(uses: readonly KeyUse[]): readonly Observed[] {
  return uses.flatMap(({ observed }) => (observed === undefined ? [] : [observed]));
}

export function textOf(names: readonly KeyName[]): string {
  return names.map(keyText).join(' and ');
}

function transferText({ reply, fault }: TransferAnswer): string {
  if (reply === undefined) return `an answer that cannot be read: ${fault}`;
  const { kind, detail } = answerOf(reply);
  return `${kind} (${detail})`;
}
