import type { Data } from '#dlms/codec/data';
import { enumerated, integer, structure } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import type { Instant } from '#time/clock';
import type { CosemObject } from '../model';
import { constant, knownClass, ServedObject, shows } from './served-object';

export interface Scaling {
  /** power of ten */
  readonly scaler: number;
  /** code of the unit (BB 4.3.2) */
  readonly unit: number;
}

/** Register (class 3) whose value follows from the time of the simulation. */
export function registerObject(logicalName: Obis, value: (now: Instant) => Data, scaling: Scaling): CosemObject {
  return new ServedObject(knownClass(3, 0), logicalName, {
    attributes: {
      2: shows(({ now }) => value(now)),
      3: constant(structure(integer(scaling.scaler), enumerated(scaling.unit))),
    },
  });
}
