import { describe, expect, it } from 'vitest';
import { evaluate, parseCapabilityExpression } from '#support/requirements/capability-expression';

const NAMES = new Set(['a', 'b', 'c', 'd.e']);

function value(text: string, ...declared: string[]) {
  const { holds, deciders } = evaluate(parseCapabilityExpression(text, NAMES), (name) => declared.includes(name));
  return `${holds}: ${deciders.map(({ name, declared: is }) => (is ? name : `no ${name}`)).join(', ')}`;
}

describe('an expression', () => {
  it.each([
    ['a', ['a'], 'true: a'],
    ['a', [], 'false: no a'],
    ['d.e', ['d.e'], 'true: d.e'],
    ['!a', [], 'true: no a'],
    ['!a', ['a'], 'false: a'],
    ['!!a', ['a'], 'true: a'],
    ['a & b', ['a', 'b'], 'true: a, b'],
    ['a & b & c', ['a'], 'false: no b'],
    ['a | b', ['b'], 'true: b'],
    ['a | b', [], 'false: no a, no b'],
    ['a | b & c', ['a'], 'true: a'],
    ['a | b & c', ['b'], 'false: no a, no c'],
    ['(a | b) & c', ['a'], 'false: no c'],
    ['(a | b) & c', ['b', 'c'], 'true: b, c'],
    ['!(a | b)', ['b'], 'false: b'],
    ['!a & b', ['b'], 'true: no a, b'],
    ['(a & !b) | (b & !a)', ['a', 'b'], 'false: b, a'],
    [' a&b ', ['a', 'b'], 'true: a, b'],
  ])('%s of %j is %s', (text, declared, expected) => {
    expect(value(text, ...declared)).toBe(expected);
  });

  it('binds ! closest and | least, as truth tables show', () => {
    for (let bits = 0; bits < 8; bits++) {
      const declared = ['a', 'b', 'c'].filter((_, index) => bits & (1 << index));
      const has = (name: string) => declared.includes(name);
      const { holds } = evaluate(parseCapabilityExpression('!a & b | c & !b', NAMES), has);
      expect(holds, declared.join()).toBe((!has('a') && has('b')) || (has('c') && !has('b')));
    }
  });

  it.each([
    ['', 'expected a capability at column 1'],
    ['a &', 'expected a capability at column 4'],
    ['a b', 'expected & or | at column 3'],
    ['(a', 'expected ) at column 3'],
    ['a)', 'expected & or | at column 2'],
    ['a & x', 'unknown capability x at column 5'],
    ['a && b', 'expected a capability at column 4'],
    ['5', 'expected a capability at column 1'],
  ])('"%s" is none: %s', (text, message) => {
    expect(() => parseCapabilityExpression(text, NAMES)).toThrow(message);
  });
});
