import assert from 'node:assert/strict';
import { defineParameterType } from '@cucumber/cucumber';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { declared } from '#procedures/declared';
import type { LogPlace } from '#procedures/event-log';
import type { EventCodes, WritableAttribute } from '#rig/rig';
import type { CoverHand } from './way';
import type { MeterWorld } from './world';

defineParameterType({
  name: 'writingForm',
  regexp: /in one request|in a list|in blocks/,
  transformer: (text: string) => text,
});

/** What the bench does to the terminal cover; without a way to it nothing is said of the meter. */
export function coverOf({ bench: { cover } }: MeterWorld): CoverHand {
  assert.ok(cover !== undefined, 'the bench has no way to open and close the terminal cover of this meter by itself');
  return cover;
}

export function serviceParameterOf({ rig }: MeterWorld): WritableAttribute {
  return declared(rig.objects.serviceParameter, 'objects.serviceParameter');
}

export function eventLogOf({ rig }: MeterWorld): AttributeDescriptor {
  return declared(rig.objects.eventLog, 'objects.eventLog');
}

export function logPlaceOf(world: MeterWorld): LogPlace {
  return { log: eventLogOf(world), clock: world.rig.objects.clock };
}

export function eventCodeOf({ rig }: MeterWorld, event: keyof EventCodes): number {
  return declared(rig.meter.eventCodes?.[event], `meter.eventCodes.${event}`);
}
