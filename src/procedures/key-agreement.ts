import { answerOf } from '#client/answer';
import type { OidCoding } from '#dlms/security/key-derivation';
import type { AgreedKey } from './agreed-keys';
import { type AgreedName, type AgreementAnswer, beginsAgreement, type HalfKeyFlaw } from './agreement-exchange';
import { Examination, type Findings } from './findings';
import type { KeyMeans } from './key-means';
import { type Changed, changing, type KeyUse, opensAndReads, readsUnder } from './key-use';

/** A key that was agreed, and what became of it. */
export interface AgreementTrial {
  readonly answer: AgreementAnswer;
  readonly use: KeyUse | undefined;
  /** the open association went on with the old key, or with none */
  readonly late: boolean;
  /** which key the meter has instead, where it does not serve under the agreed one */
  readonly otherwise: string | undefined;
}

/** A half key that a meter must not take, and what the keys did afterwards. */
export interface WrongHalf {
  readonly answer: AgreementAnswer;
  readonly own: KeyUse;
}

/** KEY-15: agrees on a GUEK, uses it in the open association and, where it is refused there, in a new one; restores. */
export function agreesOnKey(means: KeyMeans, oidCoding: OidCoding): Promise<Changed<AgreementTrial>> {
  return changing(means, async () => {
    const agreement = await beginsAgreement(means, 'guek');
    const answer = await agreement.offers(agreement.half());
    const keys = agreement.keys();
    const right = keys[oidCoding === '05' ? 0 : 1];
    if (right === undefined) return { answer, use: undefined, late: false, otherwise: undefined };
    const fresh = await usesAgreedKey(means, right);
    const others = keys.filter((key) => key !== right);
    const otherwise = fresh.use.served ? undefined : await findsOtherKey(means, others);
    return { answer, ...fresh, otherwise };
  });
}

/**
 * KEY-16: half keys that are wrong. Where the client has a GBEK, the first one is for that: a meter that takes it can be
 * given its own back, whatever it has derived. Only where it was refused the same is tried with the GUEK.
 */
export function offersWrongHalf(means: KeyMeans, flaw: HalfKeyFlaw): Promise<Changed<readonly WrongHalf[]>> {
  const names: readonly AgreedName[] = means.own.gbek === undefined ? ['guek'] : ['gbek', 'guek'];
  return changing(means, async () => {
    const halves: WrongHalf[] = [];
    for (const name of names) {
      const half = await offersOnce(means, name, flaw);
      halves.push(half);
      if (!isRefused(half)) break;
    }
    return halves;
  });
}

/** The meter gave its half of the key, signed. */
export function examineAgreement({ answer }: AgreementTrial, oidCoding: OidCoding): Findings {
  const examination = new Examination();
  examination.expect(answer.fault === undefined, `${answer.what}: ${answer.fault}`);
  examination.tolerate(
    oidCoding === '05',
    'the AlgorithmID of its key derivation is the one that is printed, 06 for 05',
  );
  return examination;
}

/** The agreed key serves, at the latest in the next association. */
export function examineAgreedKey({ use, late, otherwise }: AgreementTrial): Findings {
  const examination = new Examination();
  const instead = otherwise === undefined ? '' : `; the meter has ${otherwise}`;
  const text = use === undefined ? 'no key was agreed' : `${use.what}: expected to be served, got ${use.detail}`;
  examination.expect(use?.served === true, `${text}${instead}`);
  examination.tolerate(!late, 'the agreed key took effect only in a new association');
  return examination;
}

/** The keys from before serve after each wrong half. */
export function examineKeptKeys(halves: readonly WrongHalf[]): Findings {
  const examination = new Examination();
  examination.expect(halves.length > 0, 'nothing was offered');
  for (const { own } of halves) examination.expect(own.served, `${own.what}: expected to be served, got ${own.detail}`);
  return examination;
}

async function usesAgreedKey(means: KeyMeans, key: AgreedKey): Promise<Pick<AgreementTrial, 'late'> & { use: KeyUse }> {
  uses(means, key);
  const here = await readsUnder(means.client, 'GET under the agreed GUEK');
  if (here.served) return { use: here, late: false };
  return { use: await opensAndReads(means.client, 'GET under the agreed GUEK in a new association'), late: true };
}

/** For the report; the key that is found stays in use, so that the meter can be given its own back under it. */
async function findsOtherKey(means: KeyMeans, others: readonly AgreedKey[]): Promise<string | undefined> {
  means.client.association.security.replaceKeys(undefined);
  if (await opens(means)) return 'the key from before';
  for (const other of others) {
    uses(means, other);
    if (await opens(means)) return `derived it ${other.how}`;
  }
  return undefined;
}

async function opens({ client }: KeyMeans): Promise<boolean> {
  return (await opensAndReads(client, 'GET under another key')).served;
}

function uses(means: KeyMeans, { key, nonce }: AgreedKey): void {
  const keys = { ...means.own, guek: key };
  means.client.association.security.replaceKeys({ keys, globalCounter: means.counter('guek', nonce) });
}

/** One that was refused, and has changed nothing, need not be restored. */
async function offersOnce(means: KeyMeans, name: AgreedName, flaw: HalfKeyFlaw): Promise<WrongHalf> {
  const agreement = await beginsAgreement(means, name);
  const answer = await agreement.offers(agreement.half(flaw), `${agreement.text} with a half ${flaw}`);
  const own = await opensAndReads(means.client, `GET in a new association after ${answer.what}`);
  if (isRefused({ answer, own })) agreement.cancel();
  return { answer, own };
}

function isRefused({ answer, own }: WrongHalf): boolean {
  const { kind } = answerOf(answer.reply);
  return own.served && answer.meterKey === undefined && (kind === 'error-result' || kind === 'exception-response');
}
