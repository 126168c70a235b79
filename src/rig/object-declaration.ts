import type { Data } from '#dlms/codec/data';
import { dataFromText, LITERAL_FORMS } from './data-literal';
import { attributeFromText, methodFromText } from './descriptor-text';
import type { ObjectDeclaration, WritableAttribute } from './rig';
import type { RigDocument } from './rig-schema';
import type { Path, RigSource } from './rig-source';

type Fields = RigDocument['objects'];

/**
 * Turns the texts of `objects:` into descriptors and values.
 *
 * @throws RigError when a number is out of its range or a value is not of a simple type
 */
export function completeObjects(fields: Fields, source: RigSource): ObjectDeclaration {
  const reader = new ObjectReader(source);
  const { testMethod } = fields;
  return {
    clock: reader.attribute(fields.clock, ['clock']),
    ...reader.writable('testAttribute', fields.testAttribute),
    ...reader.writable('serviceParameter', fields.serviceParameter),
    ...reader.writable('protectedTestAttribute', fields.protectedTestAttribute),
    ...(testMethod === undefined ? {} : { testMethod: reader.testMethod(testMethod) }),
    ...reader.optional('profile', fields.profile),
    ...reader.optional('eventLog', fields.eventLog),
    ...reader.optional('protectedAttribute', fields.protectedAttribute),
    ...reader.optional('unreadableAttribute', fields.unreadableAttribute),
    ...reader.optional('managementOnlyAttribute', fields.managementOnlyAttribute),
    ...(fields.spareKeyPair === undefined ? {} : { spareKeyPair: fields.spareKeyPair }),
  };
}

class ObjectReader {
  constructor(private readonly source: RigSource) {}

  attribute(text: string, path: Path) {
    return attributeFromText(text) ?? this.fail(path, 'a number is out of its range');
  }

  optional<K extends keyof ObjectDeclaration>(name: K, text: string | undefined): Pick<ObjectDeclaration, K> | object {
    return text === undefined ? {} : { [name]: this.attribute(text, [name]) };
  }

  writable<K extends keyof ObjectDeclaration>(
    name: K,
    fields: NonNullable<Fields['testAttribute']> | undefined,
  ): Pick<ObjectDeclaration, K> | object {
    if (fields === undefined) return {};
    const { attribute, values } = fields;
    const value = (index: 0 | 1) => this.value(values[index], [name, 'values', index]);
    const writable: WritableAttribute = {
      attribute: this.attribute(attribute, [name, 'attribute']),
      values: [value(0), value(1)],
    };
    return { [name]: writable };
  }

  testMethod({
    method,
    parameters,
    counter,
  }: NonNullable<Fields['testMethod']>): NonNullable<ObjectDeclaration['testMethod']> {
    return {
      method: methodFromText(method) ?? this.fail(['testMethod', 'method'], 'a number is out of its range'),
      parameters: this.value(parameters, ['testMethod', 'parameters']),
      counter: this.attribute(counter, ['testMethod', 'counter']),
    };
  }

  private value(text: string, path: Path): Data {
    return dataFromText(text) ?? this.fail(path, `not a value, expected ${LITERAL_FORMS}`);
  }

  private fail(path: Path, text: string): never {
    throw this.source.problem(['objects', ...path], text);
  }
}
