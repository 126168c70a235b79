import type { Data } from '#dlms/codec/data';
import { decodeDate, decodeDateTime, decodeTime } from '#dlms/codec/date-time';
import { PeerProtocolError } from '#dlms/errors';
import { parseValueType, type StructureField, type ValueRange, type ValueType } from './value-type';

/**
 * What is wrong with a value, seen from the type that the class table demands; undefined: it fits. The first fault
 * is named with its place: `value.access_rights.attribute_access[3].access_mode: unsigned where enum is due`.
 * @param type in the notation of value-type.ts
 */
export function valueFault(type: string | ValueType, data: Data, where = 'value'): string | undefined {
  const wanted = typeof type === 'string' ? parseValueType(type) : type;
  switch (wanted.kind) {
    case 'any':
      return undefined;
    case 'choice':
      return choiceFault(wanted.options, data, where);
    case 'structure':
      return structureFault(wanted.fields, data, where);
    case 'array':
      return arrayFault(wanted.element, data, where);
    case 'enum':
      return enumFault(wanted.values, data, where);
    case 'simple':
      return simpleFault(wanted, data, where);
  }
}

function wrongType(wanted: string, data: Data, where: string): string {
  return `${where}: ${data.type} where ${wanted} is due`;
}

/** Where one option has the type of the value, what that one says is more telling than a list of options. */
function choiceFault(options: readonly ValueType[], data: Data, where: string): string | undefined {
  const faults = options.map((option) => ({ option, fault: valueFault(option, data, where) }));
  if (faults.some(({ fault }) => fault === undefined)) return undefined;
  const near = faults.find(({ option }) => typeName(option) === data.type);
  return near?.fault ?? wrongType(options.map(typeName).join(' or '), data, where);
}

function typeName(type: ValueType): string {
  return type.kind === 'simple' ? type.type : type.kind;
}

function structureFault(fields: readonly StructureField[] | undefined, data: Data, where: string): string | undefined {
  if (data.type !== 'structure') return wrongType('structure', data, where);
  if (fields === undefined) return undefined;
  if (data.elements.length !== fields.length)
    return `${where}: structure of ${data.elements.length} where ${fields.length} elements are due`;
  return firstFault(data.elements, (element, i) => {
    const field = fields[i];
    return field && valueFault(field.type, element, `${where}.${field.name}`);
  });
}

function arrayFault(element: ValueType, data: Data, where: string): string | undefined {
  if (data.type !== 'array') return wrongType('array', data, where);
  return firstFault(data.elements, (value, i) => valueFault(element, value, `${where}[${i}]`));
}

function firstFault(
  elements: readonly Data[],
  faultOf: (element: Data, index: number) => string | undefined,
): string | undefined {
  for (const [i, element] of elements.entries()) {
    const fault = faultOf(element, i);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function enumFault(values: readonly ValueRange[] | undefined, data: Data, where: string): string | undefined {
  if (data.type !== 'enum') return wrongType('enum', data, where);
  if (values === undefined || values.some(({ low, high }) => data.value >= low && data.value <= high)) return undefined;
  return `${where}: enum value ${data.value} is not defined`;
}

function simpleFault(wanted: Extract<ValueType, { kind: 'simple' }>, data: Data, where: string): string | undefined {
  if (data.type !== wanted.type) return wrongType(wanted.type, data, where);
  return (
    lengthFault(wanted.length, data, where) ??
    rangeFault(wanted.range, data, where) ??
    (wanted.format === undefined ? undefined : formatFault(wanted.format, data, where))
  );
}

function lengthFault(due: number | undefined, data: Data, where: string): string | undefined {
  const length = lengthOf(data);
  if (due === undefined || length === undefined || length === due) return undefined;
  return `${where}: length ${length} where ${due} is due`;
}

function lengthOf(data: Data): number | undefined {
  if (data.type === 'bit-string') return data.bits;
  if (data.type === 'octet-string' || data.type === 'utf8-string' || data.type === 'visible-string')
    return data.value.length;
  return undefined;
}

function rangeFault(range: ValueRange | undefined, data: Data, where: string): string | undefined {
  if (range === undefined || !('value' in data)) return undefined;
  if (typeof data.value !== 'number' && typeof data.value !== 'bigint') return undefined;
  if (data.value >= range.low && data.value <= range.high) return undefined;
  return `${where}: ${data.value} is not in ${range.low}..${range.high}`;
}

const DECODERS = { 'date-time': decodeDateTime, date: decodeDate, time: decodeTime } as const;

function formatFault(format: keyof typeof DECODERS, data: Data, where: string): string | undefined {
  if (data.type !== 'octet-string') return undefined;
  try {
    DECODERS[format](data.value);
    return undefined;
  } catch (error) {
    if (error instanceof PeerProtocolError) return `${where}: no ${format}: ${error.message}`;
    throw error;
  }
}
