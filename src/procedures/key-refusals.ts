import { wrapKey } from '#dlms/security/key-wrap';
import { Examination, type Findings } from './findings';
import { beginsChange, type KeyChange, type TransferAnswer, type TransferredKey } from './key-change';
import { type KeyMeans, ownKey } from './key-means';
import { KEY_IDS, type ReplacedKeys } from './key-names';
import { type Changed, changing, type KeyUse, opensAndReads, readsUnder } from './key-use';
import { faultyWrap, type WrapFault } from './key-wraps';
import type { Observed } from './observed';
import { securitySetupOf } from './security-setup';

/** A key_transfer that is wrong, and what the keys did afterwards. */
export interface WrongTransfer {
  readonly answer: TransferAnswer;
  /** a request under the keys from before */
  readonly own: KeyUse;
  /** a request under the keys that were sent; undefined where it was not tried */
  readonly sent: KeyUse | undefined;
}

const UNKNOWN_KEY_ID = 9;
const WRAP_FAULTS: readonly WrapFault[] = [
  'wrapped under another KEK',
  'with one bit of its wrap changed',
  'that is not wrapped at all',
  'with 8 octets of its wrap missing',
];

interface WrongKeys {
  readonly what: string;
  readonly keys: readonly TransferredKey[];
}

/** KEY-09: a key that is right but for its key_id. */
export function transfersUnknownKey(means: KeyMeans): Promise<Changed<readonly WrongTransfer[]>> {
  return transfersWrongly(means, 'guek', (change) => [
    {
      what: `key_transfer of key_id ${UNKNOWN_KEY_ID}`,
      keys: change.wrapped().map(({ wrapped }) => ({ keyId: UNKNOWN_KEY_ID, wrapped })),
    },
  ]);
}

/** KEY-10: a GUEK with each fault of its wrap. */
export function transfersFaultyWraps(means: KeyMeans): Promise<Changed<readonly WrongTransfer[]>> {
  return transfersWrongly(means, 'guek', (change) =>
    WRAP_FAULTS.map((fault) => ({
      what: `key_transfer of a GUEK ${fault}`,
      keys: [{ keyId: KEY_IDS.guek, wrapped: faultyWrap(fault, change.toWrap('guek')) }],
    })),
  );
}

/** KEY-11: a GUEK that is well wrapped beside a GAK that is not. */
export function transfersHalfWrong(means: KeyMeans): Promise<Changed<readonly WrongTransfer[]>> {
  return transfersWrongly(means, 'guek+gak', (change) => [
    {
      what: 'key_transfer of a good GUEK and a GAK with one bit of its wrap changed',
      keys: [
        { keyId: KEY_IDS.guek, wrapped: wrapKey(ownKey(means, 'kek'), change.temporary('guek')) },
        { keyId: KEY_IDS.gak, wrapped: faultyWrap('with one bit of its wrap changed', change.toWrap('gak')) },
      ],
    },
  ]);
}

/** One after the other, as long as the keys from before serve. */
function transfersWrongly(
  means: KeyMeans,
  what: ReplacedKeys,
  wrongs: (change: KeyChange) => readonly WrongKeys[],
): Promise<Changed<readonly WrongTransfer[]>> {
  return changing(means, async () => {
    const change = beginsChange(means, what, await securitySetupOf(means.client));
    const transfers: WrongTransfer[] = [];
    for (const wrong of wrongs(change)) {
      const transfer = await transfersOnce(means, change, wrong);
      transfers.push(transfer);
      if (!transfer.own.served) break;
    }
    return transfers;
  });
}

async function transfersOnce(means: KeyMeans, change: KeyChange, { what, keys }: WrongKeys): Promise<WrongTransfer> {
  const { client } = means;
  const answer = await change.transfer(what, keys);
  change.use();
  const here = await readsUnder(client, `GET under the old keys after ${what}`);
  const own = here.served ? here : await opensAndReads(client, `${here.what}, in a new association`);
  const sent = own.served ? await usesSentKey(means, change, what) : undefined;
  return { answer, own, sent };
}

/** The GUEK that was sent, with the GAK from before. */
async function usesSentKey({ client }: KeyMeans, change: KeyChange, what: string): Promise<KeyUse> {
  change.use('guek');
  const use = await readsUnder(client, `GET under the key of that ${what}`);
  change.use();
  return use;
}

/** What the meter answered to each transfer; one that could not be read stands in `examineKept`. */
export function answersTo(transfers: readonly WrongTransfer[]): readonly Observed[] {
  return transfers.flatMap(({ answer: { what, reply } }) => (reply === undefined ? [] : [{ what, reply }]));
}

/** What it answered to requests under the keys that were sent. */
export function usesOfSent(transfers: readonly WrongTransfer[]): readonly KeyUse[] {
  return transfers.flatMap(({ sent }) => (sent === undefined ? [] : [sent]));
}

/** The keys from before serve after each transfer, and each of its answers could be read with them. */
export function examineKept(transfers: readonly WrongTransfer[]): Findings {
  const examination = new Examination();
  examination.expect(transfers.length > 0, 'nothing was transferred');
  for (const { answer, own } of transfers) {
    examination.expect(
      answer.readWith === 'old',
      `${answer.what}: the reply is not under the old keys: ${answer.fault}`,
    );
    examination.expect(own.served, `${own.what}: expected to be served, got ${own.detail}`);
  }
  return examination;
}
