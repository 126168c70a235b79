import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';
import { type Attempts, attemptEach, restores } from './attempts';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { keyInUse, opensUnder } from './protection-choices';
import { sendsGet, textOf } from './security-policy';
import { activatesPolicy, demandOf, type PolicyCoding, readsPolicy, securitySetupOf } from './security-setup';

/** One activation of a stronger policy and what came of it. */
export interface PolicyStep {
  readonly value: number;
  readonly activation: Observed;
  readonly shown: Data | undefined;
  /** a request that satisfied the policy before */
  readonly weaker: Observed;
  /** a request that satisfies the new one and no more */
  readonly stronger: Observed;
  /** the policy took effect only in a new association */
  readonly late: boolean;
}

/** SEC-28: with bits authentication and then encryption too, in both directions; else by number. */
const STEPS: Readonly<Record<PolicyCoding, readonly number[]>> = { bits: [0x24, 0x6c], numbers: [1, 3] };

/** Raises the policy of the client's Security setup step by step; it cannot be lowered again. */
export async function raisesPolicy(client: DlmsClient, coding: PolicyCoding): Promise<readonly PolicyStep[]> {
  const setup = await securitySetupOf(client);
  let before = valueIn(await readsPolicy(client, setup)) ?? 0;
  const steps: PolicyStep[] = [];
  for (const value of STEPS[coding].filter((step) => (before & step) !== step)) {
    steps.push(await raisesTo(client, setup, { before, value: before | value, coding }));
    before |= value;
  }
  return steps;
}

interface Raise {
  readonly before: number;
  readonly value: number;
  readonly coding: PolicyCoding;
}

async function raisesTo(client: DlmsClient, setup: Obis, { before, value, coding }: Raise): Promise<PolicyStep> {
  const activation = await observe(`security_activate ${value}`, activatesPolicy(client, setup, value));
  const weak = demandOf(before, coding);
  const strong = demandOf(value, coding);
  const first = await observe(`then GET with ${textOf(weak)}`, sendsGet(client, weak));
  const late = answerOf(first.reply).kind === 'data';
  if (late) await opensAnewUnderSameKey(client);
  const weaker = late ? await observe(`GET with ${textOf(weak)} in a new association`, sendsGet(client, weak)) : first;
  await restores(client);
  const stronger = await observe(`GET with ${textOf(strong)}`, sendsGet(client, strong));
  return { value, activation, shown: await readsPolicy(client, setup), weaker, stronger, late };
}

async function opensAnewUnderSameKey(client: DlmsClient): Promise<void> {
  const key = keyInUse(client);
  await client.disconnect();
  await opensUnder(client, key);
}

/** Each activation succeeded and shows in the attribute; one that waits for a new association is tolerated. */
export function examinePolicySteps(steps: readonly PolicyStep[]): Findings {
  const examination = new Examination();
  examination.expect(steps.length > 0, 'the policy was as strong as can be before');
  for (const { value, activation, shown, late } of steps) {
    const { kind, detail } = answerOf(activation.reply);
    examination.expect(kind === 'success-result', `${activation.what}: expected success, got ${kind} (${detail})`);
    examination.expect(
      valueIn(shown) === value,
      `security_policy shows ${valueIn(shown) ?? shown?.type}, expected ${value}`,
    );
    examination.tolerate(!late, `policy ${value} took effect only in a new association`);
  }
  return examination;
}

/** Attempts to weaken a policy, and what it is after them. */
export interface Weakening {
  readonly attempts: Attempts;
  readonly before: Data | undefined;
  readonly after: Data | undefined;
}

/**
 * SEC-29: with bits the present policy less each of its bits, then no policy at all; then a plain request. Should
 * the meter give way, the old policy is activated again at once.
 */
export async function weakensPolicy(client: DlmsClient, coding: PolicyCoding): Promise<Weakening> {
  const setup = await securitySetupOf(client);
  const before = await readsPolicy(client, setup);
  const value = valueIn(before) ?? 0;
  const weaker = coding === 'bits' ? [...bitsOf(value).map((bit) => value & ~bit), 0] : [0];
  const attempts = await attemptEach(client, [
    ...weaker.map((policy) => ({
      what: `security_activate ${policy} where it is ${value}`,
      send: () => activatesOrRestores(client, setup, policy, value),
    })),
    { what: 'then a plain GET', send: () => sendsGet(client, 'none'), variant: 'plain request' },
  ]);
  return { attempts, before, after: await readsPolicy(client, setup) };
}

/** security_policy shows the same before and after. */
export function examineUnchanged({ before, after }: Weakening): Findings {
  const examination = new Examination();
  const value = valueIn(before);
  examination.expect(value !== undefined, 'security_policy could not be read before');
  examination.expect(valueIn(after) === value, `security_policy shows ${valueIn(after) ?? 'nothing'}, was ${value}`);
  return examination;
}

async function activatesOrRestores(client: DlmsClient, setup: Obis, policy: number, old: number) {
  const reply = await activatesPolicy(client, setup, policy);
  if (answerOf(reply).kind === 'success-result') await activatesPolicy(client, setup, old);
  return reply;
}

function bitsOf(value: number): number[] {
  return [0x04, 0x08, 0x10, 0x20, 0x40, 0x80].filter((bit) => (value & bit) !== 0);
}

function valueIn(data: Data | undefined): number | undefined {
  return data?.type === 'enum' ? data.value : undefined;
}
