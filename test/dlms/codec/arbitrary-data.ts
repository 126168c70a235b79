import fc from 'fast-check';
import type { Data, DataType, SmallNumberType, TypeDescription } from '#dlms/codec/data';
import type { CosemDate, CosemDateTime, CosemTime } from '#dlms/codec/date-time';

type PlainType = Exclude<DataType, 'array' | 'structure' | 'compact-array'>;

const NUMBERS: Readonly<Record<Exclude<SmallNumberType, 'float32' | 'float64'>, readonly [number, number]>> = {
  'double-long': [-0x80000000, 0x7fffffff],
  'double-long-unsigned': [0, 0xffffffff],
  bcd: [0, 0xff],
  integer: [-0x80, 0x7f],
  long: [-0x8000, 0x7fff],
  unsigned: [0, 0xff],
  'long-unsigned': [0, 0xffff],
  enum: [0, 0xff],
  'delta-integer': [-0x80, 0x7f],
  'delta-long': [-0x8000, 0x7fff],
  'delta-double-long': [-0x80000000, 0x7fffffff],
  'delta-unsigned': [0, 0xff],
  'delta-long-unsigned': [0, 0xffff],
  'delta-double-long-unsigned': [0, 0xffffffff],
};

const octets = (maxLength = 300) => fc.uint8Array({ maxLength });
const maybe = (min: number, max: number) => fc.option(fc.integer({ min, max }), { nil: undefined });

export const arbitraryDate: fc.Arbitrary<CosemDate> = fc.record({
  year: maybe(0, 0xfffe),
  month: fc.oneof(maybe(1, 12), fc.constantFrom('daylight-savings-begin' as const, 'daylight-savings-end' as const)),
  dayOfMonth: fc.oneof(maybe(1, 31), fc.constantFrom('last' as const, 'second-last' as const)),
  dayOfWeek: maybe(1, 7),
});

export const arbitraryTime: fc.Arbitrary<CosemTime> = fc.record({
  hour: maybe(0, 23),
  minute: maybe(0, 59),
  second: maybe(0, 59),
  hundredths: maybe(0, 99),
});

export const arbitraryDateTime: fc.Arbitrary<CosemDateTime> = fc
  .tuple(arbitraryDate, arbitraryTime, maybe(-0x7fff, 0x7fff), maybe(0, 0xfe))
  .map(([date, time, deviation, clockStatus]) => ({ ...date, ...time, deviation, clockStatus }));

const arbitraryBitString: fc.Arbitrary<Data> = fc.array(fc.boolean(), { maxLength: 300 }).map((bits) => {
  const packed = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    if (bit) packed[i >> 3] = (packed[i >> 3] ?? 0) | (0x80 >> (i & 7));
  });
  return { type: 'bit-string', bits: bits.length, octets: packed };
});

/** Every value of one type, wildcards, NaN and infinities included. */
export function arbitraryOf(type: PlainType): fc.Arbitrary<Data> {
  switch (type) {
    case 'null-data':
    case 'dont-care':
      return fc.constant({ type });
    case 'boolean':
      return fc.boolean().map((value) => ({ type, value }));
    case 'bit-string':
      return arbitraryBitString;
    case 'octet-string':
    case 'utf8-string':
      return octets().map((value) => ({ type, value }));
    case 'visible-string':
      return octets().map((value) => ({ type, value: String.fromCharCode(...value) }));
    case 'long64':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ type, value }));
    case 'long64-unsigned':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ type, value }));
    case 'float32':
      return fc.float().map((value) => ({ type, value }));
    case 'float64':
      return fc.double().map((value) => ({ type, value }));
    case 'date-time':
      return arbitraryDateTime.map((value) => ({ type, value }));
    case 'date':
      return arbitraryDate.map((value) => ({ type, value }));
    case 'time':
      return arbitraryTime.map((value) => ({ type, value }));
    default: {
      const [min, max] = NUMBERS[type];
      return fc.integer({ min, max }).map((value) => ({ type, value }));
    }
  }
}

export const PLAIN_TYPES: readonly PlainType[] = [
  ...(Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]),
  ...(['null-data', 'boolean', 'bit-string', 'octet-string', 'visible-string', 'utf8-string'] as const),
  ...(['long64', 'long64-unsigned', 'float32', 'float64', 'date-time', 'date', 'time', 'dont-care'] as const),
];

const arbitraryPlain = fc.constantFrom(...PLAIN_TYPES).chain(arbitraryOf);

const { description: arbitraryDescription } = fc.letrec<{ description: TypeDescription }>((tie) => ({
  description: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(...PLAIN_TYPES).map((type): TypeDescription => ({ type })),
    fc.record({
      type: fc.constant('structure' as const),
      elements: fc.array(tie('description'), { maxLength: 3 }),
    }),
    fc.record({
      type: fc.constant('array' as const),
      count: fc.integer({ min: 0, max: 3 }),
      element: tie('description'),
    }),
  ),
}));

function takesOctets(description: TypeDescription): boolean {
  if (description.type === 'array') return description.count > 0 && takesOctets(description.element);
  if (description.type === 'structure') return description.elements.some(takesOctets);
  return description.type !== 'null-data' && description.type !== 'dont-care';
}

function arbitraryElement(description: TypeDescription): fc.Arbitrary<Data> {
  switch (description.type) {
    case 'array':
      return fc
        .tuple(...Array.from({ length: description.count }, () => arbitraryElement(description.element)))
        .map((elements) => ({ type: 'array', elements }));
    case 'structure':
      return fc
        .tuple(...description.elements.map(arbitraryElement))
        .map((elements) => ({ type: 'structure', elements }));
    default:
      return arbitraryOf(description.type);
  }
}

/** Without elements where nobody could count them. */
export const arbitraryCompactArray: fc.Arbitrary<Data> = arbitraryDescription.chain((description) =>
  fc
    .array(arbitraryElement(description), { maxLength: takesOctets(description) ? 5 : 0 })
    .map((elements) => ({ type: 'compact-array', description, elements })),
);

/** Any value of any type, nested. */
export const { data: arbitraryData } = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    arbitraryPlain,
    fc.array(tie('data'), { maxLength: 6 }).map((elements): Data => ({ type: 'structure', elements })),
    fc.array(tie('data'), { maxLength: 6 }).map((elements): Data => ({ type: 'array', elements })),
    arbitraryCompactArray,
  ),
}));
