import type { DataType } from '#dlms/codec/data';
import { DATA_TAGS } from '#dlms/codec/data-tags';
import { LocalProtocolError } from '#dlms/errors';

/** What the value of an attribute or the parameter of a method must look like. */
export type ValueType =
  /** any Data: the type follows from the instance */
  | { readonly kind: 'any' }
  | { readonly kind: 'choice'; readonly options: readonly ValueType[] }
  /** all fields present, in this order; no list of fields: not constrained */
  | { readonly kind: 'structure'; readonly fields: readonly StructureField[] | undefined }
  | { readonly kind: 'array'; readonly element: ValueType }
  /** the values that are defined; no list: not constrained */
  | { readonly kind: 'enum'; readonly values: readonly ValueRange[] | undefined }
  | {
      readonly kind: 'simple';
      readonly type: DataType;
      /** octets, or bits of a bit-string */
      readonly length?: number;
      readonly range?: ValueRange;
      /** what an octet-string holds */
      readonly format?: 'date-time' | 'date' | 'time';
    };

export interface StructureField {
  readonly name: string;
  readonly type: ValueType;
}

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

const ANY: ValueType = { kind: 'any' };
const parsed = new Map<string, ValueType>();

/**
 * Reads the notation of our class tables: `octet-string(12):date-time`, `bit-string(24)`, `unsigned[1..7]`,
 * `enum{0:no,4..15:reserved}`, `structure{scaler:integer,unit:enum}`, `array<long-unsigned>`, `choice(null-data|long)`;
 * bare `choice`, `array`, `structure` and `enum` do not constrain their contents.
 * @throws LocalProtocolError when the text is not in this notation
 */
export function parseValueType(text: string): ValueType {
  let type = parsed.get(text);
  if (type === undefined) {
    type = new TypeParser(text).parseWhole();
    parsed.set(text, type);
  }
  return type;
}

function isDataType(name: string): name is DataType {
  return Object.hasOwn(DATA_TAGS, name);
}

class TypeParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parseWhole(): ValueType {
    const type = this.#type();
    if (this.#at !== this.#text.length) this.#fail('end');
    return type;
  }

  #type(): ValueType {
    const name = this.#match(/[a-z0-9-]+/y, 'type');
    if (name === 'choice') return this.#choice();
    if (name === 'structure') return this.#structure();
    if (name === 'array') return { kind: 'array', element: this.#take('<') ? this.#upTo('>') : ANY };
    if (name === 'enum') return { kind: 'enum', values: this.#values() };
    return isDataType(name) ? this.#simple(name) : this.#fail(`a type in place of "${name}"`);
  }

  #choice(): ValueType {
    if (!this.#take('(')) return ANY;
    const options = [this.#type()];
    while (this.#take('|')) options.push(this.#type());
    this.#expect(')');
    return { kind: 'choice', options };
  }

  #structure(): ValueType {
    if (!this.#take('{')) return { kind: 'structure', fields: undefined };
    const fields: StructureField[] = [];
    do {
      const name = this.#match(/[^:]+/y, 'field name');
      this.#expect(':');
      fields.push({ name, type: this.#type() });
    } while (this.#take(','));
    this.#expect('}');
    return { kind: 'structure', fields };
  }

  #values(): ValueRange[] | undefined {
    if (this.#take('[')) return [this.#range(']')];
    if (!this.#take('{')) return undefined;
    const values: ValueRange[] = [];
    do {
      values.push(this.#range(':'));
      this.#match(/[^,}]+/y, 'name of the value');
    } while (this.#take(','));
    this.#expect('}');
    return values;
  }

  #simple(type: DataType): ValueType {
    const length = this.#take('(') ? this.#number(')') : undefined;
    const range = this.#take('[') ? this.#range(']') : undefined;
    const format = length !== undefined && this.#take(':') ? this.#format() : undefined;
    return {
      kind: 'simple',
      type,
      ...(length === undefined ? {} : { length }),
      ...(range === undefined ? {} : { range }),
      ...(format === undefined ? {} : { format }),
    };
  }

  #format(): 'date-time' | 'date' | 'time' {
    const format = this.#match(/date-time|date|time/y, 'format');
    return format === 'date-time' || format === 'date' ? format : 'time';
  }

  #range(end: string): ValueRange {
    const low = Number(this.#match(/-?\d+/y, 'number'));
    const high = this.#take('..') ? Number(this.#match(/-?\d+/y, 'number')) : low;
    this.#expect(end);
    return { low, high };
  }

  #number(end: string): number {
    const value = Number(this.#match(/\d+/y, 'number'));
    this.#expect(end);
    return value;
  }

  #upTo(end: string): ValueType {
    const type = this.#type();
    this.#expect(end);
    return type;
  }

  #take(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.#at)) return false;
    this.#at += literal.length;
    return true;
  }

  #expect(literal: string): void {
    if (!this.#take(literal)) this.#fail(literal);
  }

  #match(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return this.#fail(what);
    this.#at += found.length;
    return found;
  }

  #fail(expected: string): never {
    throw new LocalProtocolError(`value type "${this.#text}": ${expected} expected at character ${this.#at}`);
  }
}
