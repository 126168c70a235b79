import { After, AfterAll, Before, BeforeAll, type ITestCaseHookParameter } from '@cucumber/cucumber';
import { rolesOf, scenarioApplicability } from './requirements/selection';
import { reachabilityOf } from './run/reachability';
import { saveCounters } from './session';
import { DECLARED_DEVIATION, INAPPLICABLE, LINE_LOST, LINE_TRAFFIC } from './verdict/messages';
import type { MeterWorld } from './world';
import { budgetOf, forgetWrongSecrets } from './wrong-secrets';

/** A deviation that the run was told not to tolerate. */
class DeviationError extends Error {
  override name = 'DeviationError';
}

BeforeAll(forgetWrongSecrets);

Before({ name: 'applies to this rig' }, function (this: MeterWorld, { pickle }) {
  const { row, applicability: declared } = scenarioApplicability(pickle, this.rig);
  this.case = row;
  const [role = ''] = rolesOf(pickle);
  const applicability = declared.applicable ? budgetOf(this.rig).admit(row, role) : declared;
  if (applicability.applicable) return undefined;
  const { capability, reason } = applicability;
  this.attach(JSON.stringify({ capability, reason }), INAPPLICABLE);
  return 'skipped';
});

Before({ name: 'has a link to the meter' }, async function (this: MeterWorld) {
  this.note([await reachabilityOf(this.rig)?.restore()]);
});

Before({ name: 'locks no client out by accident' }, async function (this: MeterWorld, { pickle }) {
  for (const role of rolesOf(pickle)) await this.outwaitsLockout(role, this.mostWrongSecrets);
});

Before({ name: 'knows the declared deviations' }, function (this: MeterWorld) {
  const { strict = false, toleratesDeclared = true } = this.parameters;
  const reasons = this.rig.deviations.filter((declared) => declared.case === this.case?.id).map(({ reason }) => reason);
  if (strict || !toleratesDeclared || reasons.length === 0) return;
  this.attach(JSON.stringify({ reason: reasons.join('; ') }), DECLARED_DEVIATION);
});

// Hooks after a scenario run from the last to the first.

After({ name: 'looks after the link' }, async function (this: MeterWorld, { pickle, result }) {
  const reachability = reachabilityOf(this.rig);
  if (reachability === undefined || result?.status !== 'FAILED') return;
  const { id = pickle.name } = this.case ?? {};
  const { type, message = 'line lost' } = result.exception ?? {};
  if (type === 'LineLost') return reachability.lose(id, message);
  if (type === 'MeterUnreachable') return;
  const text = await reachability.excuse(id, isNegative(pickle));
  if (text !== undefined) this.attach(JSON.stringify({ text }), LINE_LOST);
});

After({ name: 'leaves the meter and keeps the record' }, async function (this: MeterWorld) {
  try {
    await this.leave();
  } finally {
    keepRecord(this);
  }
});

After({ name: 'tolerates no deviation' }, function (this: MeterWorld, { result }) {
  if (this.parameters.strict !== true || !this.hasDeviated || result?.status !== 'PASSED') return;
  throw new DeviationError('passed only with a tolerated deviation, and the run is strict');
});

function keepRecord(world: MeterWorld): void {
  const { traffic } = world;
  if (traffic === undefined || traffic.isEmpty || world.parameters.meterVariant !== undefined) return;
  world.attach(traffic.text(), { mediaType: 'text/plain', fileName: LINE_TRAFFIC });
}

function isNegative({ tags }: ITestCaseHookParameter['pickle']): boolean {
  return tags.some(({ name }) => name === '@negative');
}

AfterAll(saveCounters);
