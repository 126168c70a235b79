import type { ActionOutcome } from '#dlms/apdu/action';
import type { SelectiveAccess } from '#dlms/apdu/descriptors';
import type { GetDataResult } from '#dlms/apdu/get';
import type { ActionResult, DataAccessResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import { octetString } from '#dlms/codec/data-values';
import { encodeObis, type Obis } from '#dlms/codec/obis';
import type { InterfaceClass } from '#dlms/cosem/class-definition';
import { findInterfaceClass } from '#dlms/cosem/interface-class';
import { valueFault } from '#dlms/cosem/value-fault';
import { LocalProtocolError } from '#dlms/errors';
import type { AccessContext, CosemObject } from '../model';

/** What one attribute does. One without `write` can never be written, one without `select` has no selectors. */
export interface Attribute {
  readonly read: (context: AccessContext) => GetDataResult;
  /** called with values of the type of the class only */
  readonly write?: (value: Data, context: AccessContext) => DataAccessResult;
  readonly select?: (selection: SelectiveAccess, context: AccessContext) => GetDataResult;
}

/** Called with parameters of the type of the class only. */
export type Method = (parameters: Data, context: AccessContext) => ActionOutcome;

export interface ObjectMembers {
  /** from 2 on: attribute 1 is the logical name of every object */
  readonly attributes: Readonly<Record<number, Attribute>>;
  /** those that work; the others of the class are there and refuse */
  readonly methods?: Readonly<Record<number, Method>>;
}

/** An attribute that shows what `value` gives at the moment. */
export function shows(value: (context: AccessContext) => Data): Attribute {
  return { read: (context) => ({ data: value(context) }) };
}

export function constant(data: Data): Attribute {
  const result = { data };
  return { read: () => result };
}

export function outcome(result: ActionResult): ActionOutcome {
  return { result };
}

/** @throws LocalProtocolError when our tables lack the class: a bug in this simulator */
export function knownClass(classId: number, version: number): InterfaceClass {
  const found = findInterfaceClass(classId, version);
  if (found === undefined) throw new LocalProtocolError(`class ${classId} version ${version} is not in our tables`);
  return found;
}

/**
 * An object of a class of our tables. Holds every written value and every parameter against the type of the class,
 * so that what the attributes and methods get is well formed. Rights are the server's business.
 */
export class ServedObject implements CosemObject {
  readonly classId: number;
  readonly version: number;
  readonly logicalName: Obis;
  readonly attributeIds: readonly number[];
  readonly methodIds: readonly number[];
  readonly #definition: InterfaceClass;
  readonly #attributes: ReadonlyMap<number, Attribute>;
  readonly #methods: ReadonlyMap<number, Method>;

  constructor(definition: InterfaceClass, logicalName: Obis, { attributes, methods = {} }: ObjectMembers) {
    this.classId = definition.classId;
    this.version = definition.version;
    this.logicalName = logicalName;
    this.attributeIds = definition.attributes.map(({ id }) => id);
    this.methodIds = definition.methods.map(({ id }) => id);
    this.#definition = definition;
    const name = constant(octetString(encodeObis(logicalName)));
    this.#attributes = new Map([[1, name], ...numbered(attributes)]);
    this.#methods = new Map(numbered(methods));
  }

  read(attributeId: number, context: AccessContext, selection?: SelectiveAccess): GetDataResult {
    const attribute = this.#attributes.get(attributeId);
    if (attribute === undefined) return { error: 'object-undefined' };
    if (selection === undefined) return attribute.read(context);
    return attribute.select?.(selection, context) ?? { error: 'scope-of-access-violated' };
  }

  write(attributeId: number, value: Data, context: AccessContext, selection?: SelectiveAccess): DataAccessResult {
    const attribute = this.#attributes.get(attributeId);
    if (attribute === undefined) return 'object-undefined';
    if (selection !== undefined) return 'scope-of-access-violated';
    if (attribute.write === undefined) return 'read-write-denied';
    const type = this.#definition.attributes.find(({ id }) => id === attributeId)?.type ?? 'choice';
    return valueFault(type, value) === undefined ? attribute.write(value, context) : 'type-unmatched';
  }

  invoke(methodId: number, parameters: Data | undefined, context: AccessContext): ActionOutcome {
    const definition = this.#definition.methods.find(({ id }) => id === methodId);
    if (definition === undefined) return outcome('object-undefined');
    const method = this.#methods.get(methodId);
    if (method === undefined) return outcome('object-unavailable');
    if (parameters === undefined || valueFault(definition.parameter, parameters) !== undefined)
      return outcome('type-unmatched');
    return method(parameters, context);
  }
}

function numbered<Member>(members: Readonly<Record<number, Member>>): [number, Member][] {
  return Object.entries(members).map(([id, member]) => [Number(id), member]);
}
