import type { MeterModel } from '#simulator/model';
import { isSecuritySetup } from '#simulator/server/key-ring';

/** More protected messages a second than a meter sends over its life. */
const PER_SECOND = 64;
/** A year of that; then it begins anew, with as much left above as below. */
const ROOM = 2 ** 31;

/**
 * Lets a meter that keeps nothing count on above what it used in its last life, by the time of day: a counter must
 * not come twice under one key, also after a loss of supply (security.md 4).
 *
 * @param now milliseconds since 1970
 */
export function countOn({ logicalDevices }: MeterModel, now: number): void {
  const next = Math.floor((now / 1000) * PER_SECOND) % ROOM;
  for (const { objects } of logicalDevices)
    for (const object of objects.values()) {
      if (!isSecuritySetup(object)) continue;
      object.material.keys.counters.next = next;
      object.material.keys.broadcastCounters.next = next;
    }
}
