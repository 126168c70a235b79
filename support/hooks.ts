import { After, AfterAll, Before } from '@cucumber/cucumber';
import { scenarioApplicability } from './requirements/selection';
import { saveCounters } from './session';
import { INAPPLICABLE, LINE_TRAFFIC } from './verdict/messages';
import type { MeterWorld } from './world';

/** A deviation that the run was told not to tolerate. */
class DeviationError extends Error {
  override name = 'DeviationError';
}

Before({ name: 'applies to this rig' }, function (this: MeterWorld, { pickle }) {
  const { row, applicability } = scenarioApplicability(pickle, this.rig);
  this.case = row;
  if (applicability.applicable) return undefined;
  const { capability, reason } = applicability;
  this.attach(JSON.stringify({ capability, reason }), INAPPLICABLE);
  return 'skipped';
});

After({ name: 'leaves the meter and keeps the record' }, async function (this: MeterWorld) {
  const traffic = await this.leave();
  if (traffic !== undefined && !traffic.isEmpty && this.parameters.meterVariant === undefined) {
    this.attach(traffic.text(), { mediaType: 'text/plain', fileName: LINE_TRAFFIC });
  }
});

After({ name: 'tolerates no deviation' }, function (this: MeterWorld, { result }) {
  if (this.parameters.strict !== true || !this.hasDeviated || result?.status !== 'PASSED') return;
  throw new DeviationError('passed only with a tolerated deviation, and the run is strict');
});

AfterAll(saveCounters);
