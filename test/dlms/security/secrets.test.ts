import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, toSpacedHex } from '#dlms/codec/hex';
import { SecretRegistry } from '#dlms/security/secrets';

const KEY = fromHex('00FA1BC2D3E4F5061728394A5B6C7D8E');
const PASSWORD = new Uint8Array(Buffer.from('p"4<s&s\\w', 'latin1'));

function registry(): SecretRegistry {
  const secrets = new SecretRegistry();
  secrets.add('guek', KEY);
  secrets.add('password', PASSWORD);
  return secrets;
}

describe('hide', () => {
  const base64 = Buffer.from(KEY).toString('base64');
  it.each([
    ['upper-case hex', toHex(KEY)],
    ['lower-case hex', toHex(KEY).toLowerCase()],
    ['hex of mixed case', toHex(KEY).replace('FA', 'Fa').replace('D3', 'd3')],
    ['hex in pairs', toSpacedHex(KEY)],
    ['hex with colons', toSpacedHex(KEY).replaceAll(' ', ':').toLowerCase()],
    ['hex over lines', toSpacedHex(KEY).replace('28 39', '28\n    39')],
    ['hex with prefixes', toSpacedHex(KEY).replaceAll(' ', ', 0x')],
    ['decimals', Array.from(KEY).join(', ')],
    ['decimals without spaces', Array.from(KEY).join(',')],
    ['base64', base64],
    ['base64 without padding', base64.replaceAll('=', '')],
    ['base64url', Buffer.from(KEY).toString('base64url')],
  ])('replaces a key as %s', (_, form) => {
    expect(registry().hide(`before ${form} after`)).toBe('before ‹guek› after');
  });

  it.each([
    ['plain', 'p"4<s&s\\w'],
    ['in JSON', 'p\\"4<s&s\\\\w'],
    ['in XML content', 'p"4&lt;s&amp;s\\w'],
    ['in an XML attribute', 'p&quot;4&lt;s&amp;s\\w'],
    ['in hex', toHex(PASSWORD)],
  ])('replaces a password %s', (_, form) => {
    expect(registry().hide(`[${form}]`)).toBe('[‹password›]');
  });

  it('replaces a password of other letters than ASCII, in Latin-1 and UTF-8', () => {
    const secrets = new SecretRegistry();
    secrets.add('latin', new Uint8Array(Buffer.from('Zähler', 'latin1')));
    secrets.add('utf8', new Uint8Array(Buffer.from('счётчик', 'utf8')));
    expect(secrets.hide('Zähler, счётчик')).toBe('‹latin›, ‹utf8›');
  });

  it('leaves nothing in what node prints of it', () => {
    const buffer = Buffer.from(KEY);
    const printed = [inspect(KEY), inspect(buffer), JSON.stringify(KEY), JSON.stringify(buffer), inspect({ a: [KEY] })];
    for (const text of printed) {
      const hidden = registry().hide(text);
      expect(hidden).toContain('‹guek›');
      expect(hidden).not.toMatch(/27|228|e4/);
    }
  });

  it('replaces every occurrence and nothing else', () => {
    const text = `a ${toHex(KEY)} b ${toHex(KEY)}${toHex(KEY)} c`;
    expect(registry().hide(text)).toBe('a ‹guek› b ‹guek›‹guek› c');
    const other = `${toHex(KEY).slice(0, -1)}F ${toHex(KEY).slice(2)} p"4<s&s 0-0:1.0.0.255`;
    expect(registry().hide(other)).toBe(other);
    expect(registry().hide('')).toBe('');
  });

  it('leaves no end of a secret that overlaps with another', () => {
    const secrets = new SecretRegistry();
    secrets.add('left', fromHex('0102030405060708'));
    secrets.add('right', fromHex('05060708090A0B0C'));
    secrets.add('inner', fromHex('03040506'));
    expect(secrets.hide('FF 01 02 03 04 05 06 07 08 09 0A 0B 0C FF')).toBe('FF ‹left›‹inner›‹right› FF');
    expect(secrets.hide('03040506')).toBe('‹inner›');
  });

  it('hides the whole of a secret that has another inside', () => {
    const secrets = registry();
    secrets.add('inner', KEY.subarray(4, 10));
    expect(secrets.hide(`<${toHex(KEY)}>`)).toBe('<‹guek›‹inner›>');
    expect(secrets.maskOctets(concat(KEY, fromHex('FF')))).toBe('‹guek›‹inner›FF');
  });

  it('hides the longer of two secrets that begin alike, whichever was added first', () => {
    for (const order of [
      ['long', 'short'],
      ['short', 'long'],
    ]) {
      const secrets = new SecretRegistry();
      for (const name of order) secrets.add(name, KEY.subarray(0, name === 'long' ? 16 : 8));
      expect(secrets.hide(`${toHex(KEY)}!`)).toBe('‹long›!');
    }
  });

  it('shows the first of two names of one value', () => {
    const secrets = registry();
    secrets.add('again', KEY.slice());
    expect(secrets.hide(toHex(KEY))).toBe('‹guek›');
  });

  it('sees secrets that were added after the first use', () => {
    const secrets = new SecretRegistry();
    expect(secrets.hide(toHex(KEY))).toBe(toHex(KEY));
    secrets.add('first', PASSWORD);
    secrets.hide('');
    secrets.add('guek', KEY);
    expect(secrets.hide(toHex(KEY))).toBe('‹guek›');
  });

  it('keeps a copy: what is done to the array later does not matter', () => {
    const secrets = new SecretRegistry();
    const key = KEY.slice();
    secrets.add('guek', key);
    key.fill(0);
    expect(secrets.hide(toHex(KEY))).toBe('‹guek›');
  });

  it('does not search for fewer than 4 octets', () => {
    const secrets = new SecretRegistry();
    secrets.add('short', fromHex('010203'));
    secrets.add('four', fromHex('0A0B0C0D'));
    expect(secrets.hide('010203 0A0B0C0D')).toBe('010203 ‹four›');
  });

  it('finds base64 of any secret inside other octets, wherever it lies', () => {
    const octets = fc.uint8Array({ minLength: 6, maxLength: 32 });
    fc.assert(
      fc.property(
        octets,
        fc.uint8Array({ maxLength: 20 }),
        fc.uint8Array({ maxLength: 20 }),
        (secret, before, after) => {
          const secrets = new SecretRegistry();
          secrets.add('s', secret);
          expect(secrets.hide(Buffer.concat([before, secret, after]).toString('base64'))).toContain('‹s›');
        },
      ),
    );
  });

  it('is not to be seen in the registry itself', () => {
    const printed = `${inspect(registry(), { depth: 9, showHidden: true })}${JSON.stringify(registry())}`;
    expect(printed).not.toMatch(/fa|FA|250|p"4/);
  });
});

describe('maskOctets', () => {
  const secrets = registry();

  it('replaces secrets between the octets around them', () => {
    const apdu = concat(fromHex('010110'), KEY, fromHex('0000'), PASSWORD);
    expect(secrets.maskOctets(apdu)).toBe('010110‹guek›0000‹password›');
    expect(secrets.maskOctets(apdu, { spaced: true })).toBe('01 01 10 ‹guek› 00 00 ‹password›');
  });

  it('works on a view into a larger array', () => {
    const frame = concat(fromHex('FFFF'), KEY, fromHex('FFFF'));
    expect(secrets.maskOctets(frame.subarray(1, 19))).toBe('FF‹guek›FF');
    expect(secrets.maskOctets(frame.subarray(3))).toBe(`${toHex(KEY.subarray(1))}FFFF`);
  });

  it('gives plain hex where nothing is secret', () => {
    expect(secrets.maskOctets(fromHex('C001C1'))).toBe('C001C1');
    expect(secrets.maskOctets(new Uint8Array(0))).toBe('');
  });

  it('hides by position what is too short to be searched for', () => {
    const places = [{ name: 'password', from: 1, to: 3 }];
    expect(secrets.maskOctets(fromHex('80313200'), { places })).toBe('80‹password›00');
  });

  it('replaces overlapping occurrences as one', () => {
    const zeros = new SecretRegistry();
    zeros.add('zero', new Uint8Array(8));
    expect(zeros.maskOctets(new Uint8Array(20))).toBe('‹zero›');
  });

  it('leaves hex in which hide finds nothing more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(KEY), fc.constant(PASSWORD), fc.uint8Array({ maxLength: 9 }))),
        (parts) => {
          const masked = secrets.maskOctets(concat(...parts), { spaced: true });
          expect(secrets.hide(masked)).toBe(masked);
          expect(masked.match(/‹guek›/g)?.length ?? 0).toBe(parts.filter((part) => part === KEY).length);
        },
      ),
    );
  });
});
