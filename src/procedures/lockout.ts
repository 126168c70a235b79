import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { Examination, type Findings } from './findings';
import { WELL_OVER } from './inactivity';
import type { Observed } from './observed';
import { opensAnewWith } from './opening';
import { opensWithWrongPassword, wasRejected } from './passwords';
import { type Progress, staysSilent } from './silence';

/** A lock-out as a meter declares it. */
export interface DeclaredLockout {
  readonly failures: number;
  readonly seconds: number;
}

/** Openings around a lock-out. */
export interface LockoutTrial {
  /** those with a wrong password */
  readonly wrong: readonly (readonly Observed[])[];
  /** with the right one, when most of the lock-out is over */
  readonly within: OpenOutcome;
  /** with the right one, when it is over */
  readonly after: OpenOutcome;
}

/** Late enough to find out a lock-out that is too short, and not so late that clocks which differ a little matter. */
const WITHIN = 0.9;

/** AUT-09: as many wrong passwords as lock out, the right one near the end of the lock-out, and once more after it. */
export async function locksItselfOut(
  client: DlmsClient,
  { failures, seconds }: DeclaredLockout,
  progress: Progress,
): Promise<LockoutTrial> {
  const wrong: (readonly Observed[])[] = [];
  for (let time = 0; time < failures; time++) {
    await client.disconnect();
    wrong.push(await opensWithWrongPassword(client, 'wrong in one bit of its last octet'));
  }
  await client.disconnect();
  await staysSilent(client, seconds * 1000 * WITHIN, progress);
  const within = await opensAnewWith(client, {});
  await client.disconnect();
  await staysSilent(client, seconds * 1000 * (WELL_OVER - WITHIN), progress);
  return { wrong, within, after: await opensAnewWith(client, {}) };
}

/** Every wrong one is rejected, the right one within the lock-out too, and it opens after it. */
export function examineLockout({ wrong, within, after }: LockoutTrial): Findings {
  const examination = new Examination();
  const taken = wrong.filter((observed) => !wasRejected(observed)).length;
  examination.expect(taken === 0, `${taken} of ${wrong.length} wrong passwords were not rejected`);
  const locked = `the right password opened within the lock-out that ${wrong.length} wrong ones bring about`;
  examination.expect(!within.associated, locked);
  const { kind, detail } = answerOf(after.reply);
  examination.expect(after.associated, `the right password does not open after the lock-out: ${kind} (${detail})`);
  return examination;
}
