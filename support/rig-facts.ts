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
export function vanishingMs(rig: Rig): number {
  const limits = silencesMs(rig);
  return limits.length > 0 ? Math.max(...limits) * WELL_OVER : rig.timeouts.recoveryMs;
}

/** After which the meter must have noticed that a client has left its link without a word; what carries HDLC may stay. */
export function absenceMs(rig: Rig): number {
  const { inactivitySeconds = 0 } = rig.transport.framing === 'hdlc' ? rig.hdlc : rig.meter;
  return inactivitySeconds > 0 ? inactivitySeconds * 1000 * WELL_OVER : rig.timeouts.recoveryMs;
}

/** A pause that the meter must bear. */
export function bearablePauseMs(rig: Rig): number {
  const limits = silencesMs(rig);
  return limits.length > 0 ? Math.min(...limits) * HALF : PAUSE_MS;
}

/** Silences after which something lets go of the client: the connection, the HDLC link on it. */
function silencesMs({ meter, hdlc }: Rig): readonly number[] {
  return [meter.inactivitySeconds, hdlc.inactivitySeconds]
    .filter((limit) => limit !== undefined)
    .filter((limit) => limit > 0)
    .map((seconds) => seconds * 1000);
}

/** The longest inter-octet time-out that a meter may have (BB 4.7.2, inter_octet_time_out). */
const LONGEST_INTER_OCTET_MS = 6000;
const OVER = 1.1;

/** Silence in which a meter has given up every frame that it has begun to receive. */
export function frameGivenUpMs({ hdlc }: Rig): number {
  return Math.ceil((hdlc.interOctetMs ?? LONGEST_INTER_OCTET_MS) * OVER);
}

/** Silence in which it would have answered as well, if it wanted to. */
export function unansweredFrameMs(rig: Rig): number {
  return Math.max(rig.timeouts.responseMs, frameGivenUpMs(rig));
}
