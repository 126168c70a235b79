import { array, longUnsigned, octetString, structure } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import type { CosemObject, LogicalDevice } from '../model';
import { staticObject } from './static-object';

/** SAP assignment (class 17): every logical device of the meter with its name. */
export function sapAssignmentObject(
  logicalName: Obis,
  devices: readonly Pick<LogicalDevice, 'sap' | 'name'>[],
): CosemObject {
  const entries = devices.map(({ sap, name }) =>
    structure(longUnsigned(sap), octetString(new Uint8Array(Buffer.from(name, 'ascii')))),
  );
  return staticObject(17, 0, logicalName, { 2: array(...entries) });
}
