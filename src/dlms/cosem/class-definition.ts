/** One attribute of an interface class version, as the Blue Book lists it. */
export interface AttributeDefinition {
  readonly id: number;
  readonly name: string;
  /** in the notation of value-type.ts */
  readonly type: string;
  /** static: only configuration changes it; dynamic: the meter does by itself */
  readonly kind: 'static' | 'dynamic';
}

export interface MethodDefinition {
  readonly id: number;
  readonly name: string;
  /** type of the parameter, in the notation of value-type.ts */
  readonly parameter: string;
  /** type of the value that comes back; undefined: none */
  readonly returns?: string;
}

/** An interface class in one version. Attribute 1, logical_name, is in the list like every other. */
export interface InterfaceClass {
  readonly classId: number;
  readonly version: number;
  readonly name: string;
  readonly attributes: readonly AttributeDefinition[];
  readonly methods: readonly MethodDefinition[];
}

export const LOGICAL_NAME: AttributeDefinition = {
  id: 1,
  name: 'logical_name',
  type: 'octet-string(6)',
  kind: 'static',
};

/** The parameter of a method that needs none: integer 0. */
export const NO_PARAMETER = 'integer[0..0]';

/** Any value without elements: what registers and their kin may hold (cosem-classes: CHOICE). */
export const SIMPLE_VALUE =
  'choice(null-data|boolean|bit-string|double-long|double-long-unsigned|octet-string|visible-string|utf8-string|bcd|' +
  'integer|long|unsigned|long-unsigned|long64|long64-unsigned|enum|float32|float64|date-time|date|time)';

export const SCALER_UNIT = 'structure{scaler:integer,unit:enum[0..255]}';

export const DATE_TIME = 'octet-string(12):date-time';

export function fixed(id: number, name: string, type: string): AttributeDefinition {
  return { id, name, type, kind: 'static' };
}

export function changing(id: number, name: string, type: string): AttributeDefinition {
  return { id, name, type, kind: 'dynamic' };
}

export function method(id: number, name: string, parameter: string, returns?: string): MethodDefinition {
  return returns === undefined ? { id, name, parameter } : { id, name, parameter, returns };
}
