import type { Data } from '#dlms/codec/data';
import { array, enumerated, integer, longUnsigned, octetString, structure } from '#dlms/codec/data-values';
import { encodeObis, type Obis } from '#dlms/codec/obis';
import type { AccessContext, CosemObject } from '../model';
import { countEvent } from './data';
import { constant, knownClass, outcome, ServedObject } from './served-object';

/** Script 0 is reserved: executing it has no effect (BB 4.5.2). */
const RESERVED_SCRIPT = 0;
const WRITE_ATTRIBUTE = 1;

/** A script that writes attributes of its own logical device. */
export interface Script {
  readonly id: number;
  readonly writes: readonly ScriptedWrite[];
}

export interface ScriptedWrite {
  readonly classId: number;
  readonly logicalName: Obis;
  readonly attributeId: number;
  readonly value: Data;
}

/** Script table (class 9). @param counter Data object that counts the scripts that were executed */
export function scriptTableObject(logicalName: Obis, scripts: readonly Script[], counter: Obis): CosemObject {
  const execute = (parameters: Data, context: AccessContext) => {
    const id = 'value' in parameters ? parameters.value : undefined;
    if (id === RESERVED_SCRIPT) return outcome('success');
    const script = scripts.find((entry) => entry.id === id);
    if (script === undefined) return outcome('other-reason');
    for (const action of script.writes) perform(action, context);
    countEvent(counter, context);
    return outcome('success');
  };
  return new ServedObject(knownClass(9, 0), logicalName, {
    attributes: { 2: constant(array(...scripts.map(scriptData))) },
    methods: { 1: execute },
  });
}

function perform({ logicalName, attributeId, value }: ScriptedWrite, context: AccessContext): void {
  context.logicalDevice.objects.get(logicalName)?.write(attributeId, value, context);
}

function scriptData({ id, writes }: Script): Data {
  return structure(longUnsigned(id), array(...writes.map(actionData)));
}

function actionData({ classId, logicalName, attributeId, value }: ScriptedWrite): Data {
  return structure(
    enumerated(WRITE_ATTRIBUTE),
    longUnsigned(classId),
    octetString(encodeObis(logicalName)),
    integer(attributeId),
    value,
  );
}
