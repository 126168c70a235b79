import { HALF, WELL_OVER } from '#procedures/inactivity';
import type { Rig } from '#rig/rig';
import { capabilitiesOf } from './requirements/capabilities';

/** Time in which a meter without an inactivity time-out is left alone with half a long read. */
const PAUSE_MS = 30_000;

/** How an association ends on this meter: by RLRQ where it has that, else with its connection. */
export function endingOf(rig: Rig): 'release' | 'disconnection' {
  return capabilitiesOf(rig).has('rlrq') ? 'release' : 'disconnection';
}

/** After which the meter must have noticed that a client is gone. */
export function vanishingMs({ meter, timeouts }: Rig): number {
  const { inactivitySeconds = 0 } = meter;
  return inactivitySeconds > 0 ? inactivitySeconds * 1000 * WELL_OVER : timeouts.recoveryMs;
}

/** A pause that the meter must bear. */
export function bearablePauseMs({ meter }: Rig): number {
  const { inactivitySeconds = 0 } = meter;
  return inactivitySeconds > 0 ? inactivitySeconds * 1000 * HALF : PAUSE_MS;
}
