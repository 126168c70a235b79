import type { Framing } from '#rig/rig';
import { loadMeter } from '#simulator/load-meter';
import { variantOf } from '#simulator/mutants/registry';
import { nullMeter } from '#simulator/null-meters';
import { SimulatedMeter } from '#simulator/simulated-meter';
import type { Instant } from '#time/clock';
import type { Endpoint } from '#transport/endpoint';
import type { WorldParameters } from './run/suite';

/** Which meter stands in for the conforming one. */
export type MeterVariant = NonNullable<WorldParameters['meterVariant']>;

export interface MeterUnderTest {
  readonly endpoint: Endpoint;
  /** undefined: it has no supply to cut */
  readonly powerCycle?: (now: Instant) => void;
}

/** A new meter: the conforming one, a mutant of it, or one that understands nothing. */
export function simulatedMeter(
  file: string,
  variant: MeterVariant | undefined,
  link: Framing = 'wrapper',
): MeterUnderTest {
  if (variant?.kind === 'null') return { endpoint: nullMeter(variant.id) };
  const { policy, wire } = variant === undefined ? {} : variantOf(variant.id);
  const meter = new SimulatedMeter({ model: loadMeter(file), link, ...(policy && { policy }), ...(wire && { wire }) });
  return { endpoint: meter, powerCycle: (now) => meter.powerCycle(now) };
}
