import { describe, expect, it } from 'vitest';
import { SecretTraces } from './secret-traces';

const KEY = Uint8Array.from({ length: 16 }, (_, index) => (index * 37 + 11) & 0xff);
const PASSWORD = Buffer.from('Kp7wXt2Q');
const traces = new SecretTraces([
  { name: 'key', octets: KEY },
  { name: 'password', octets: PASSWORD },
]);
const hex = Buffer.from(KEY).toString('hex');
const pairs = hex.match(/../g) ?? [];
const shifted = (before: number) =>
  Buffer.concat([Buffer.alloc(before, 7), KEY, Buffer.alloc(5, 9)]).toString('base64');

function found(text: string | Uint8Array): boolean {
  return traces.in(typeof text === 'string' ? Buffer.from(text) : text).length > 0;
}

describe('the search for secrets', () => {
  it.each([
    ['raw octets', Buffer.concat([Buffer.from('x'), KEY])],
    ['lower hex', `a ${hex} b`],
    ['upper hex', hex.toUpperCase()],
    ['spaced hex', pairs.join(' ')],
    ['a list of 0x', pairs.map((pair) => `0x${pair}`).join(', ')],
    ['hex with colons', pairs.join(':')],
    ['hex over two lines', `${pairs.slice(0, 7).join(' ')}\n    ${pairs.slice(7).join(' ')}`],
    ['a list of decimals', `[${KEY.join(', ')}]`],
    ['a typed array as JSON', JSON.stringify(KEY)],
    ['a Buffer as JSON', JSON.stringify(Buffer.from(KEY))],
    ['base64', shifted(0)],
    ['base64 behind one octet', shifted(1)],
    ['base64 behind two octets', shifted(2)],
    ['base64url', shifted(1).replaceAll('+', '-').replaceAll('/', '_')],
    ['base64 of spaced hex', Buffer.from(`the key is ${pairs.join(' ')} indeed`).toString('base64')],
    ['half of it', pairs.slice(4, 12).join(' ')],
    ['a password as text', 'password=Kp7wXt2Q&'],
    ['a password in hex', PASSWORD.toString('hex')],
  ])('finds %s', (_, text) => {
    expect(found(text)).toBe(true);
  });

  it.each([
    ['another key', hex.split('').reverse().join('')],
    ['less than half of it', pairs.slice(0, 7).join(' ')],
    ['its name', '‹guek management›'],
  ])('does not find %s', (_, text) => {
    expect(found(text)).toBe(false);
  });
});
