import type { Clock } from '#time/clock';
import type { View } from './apdu-channel';
import type { LineTraffic } from './line-traffic';

/** Where a line tells what passes on it. */
export interface LineRecord {
  record(direction: 'sent' | 'received', octets: Uint8Array, view: View): void;
  event(text: string): void;
}

export const UNRECORDED: LineRecord = { record: () => undefined, event: () => undefined };

/** The record of a scenario, under a name of one's own. */
export function recordOf(traffic: LineTraffic, name: string, clock: Clock): LineRecord {
  return {
    record: (direction, octets, view) => traffic.record(name, clock.now(), direction, octets, view),
    event: (text) => traffic.record(name, clock.now(), 'event', undefined, () => [text]),
  };
}
