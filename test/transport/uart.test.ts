import { describe, expect, it } from 'vitest';
import { LocalProtocolError } from '#dlms/errors';
import {
  bitsPerOctet,
  checkedSettings,
  eightNoneOne,
  sameSettings,
  settingsText,
  sevenEvenOne,
  transmissionMs,
} from '#transport/serial-port-settings';
import { heardAs } from '#transport/uart';
import { ascii } from './octets';

const [at7E1, at8N1] = [sevenEvenOne(300), eightNoneOne(300)];
const REQUEST = ascii('/?!\r\n');
const WITH_PARITY = [0xaf, 0x3f, 0x21, 0x8d, 0x0a];

const ALL = Array.from({ length: 256 }, (_, octet) => octet);

describe('an octet on a serial line', () => {
  it('arrives as it was sent where both ends agree', () => {
    expect(ALL.map((octet) => heardAs(octet, at8N1, at8N1))).toEqual(ALL);
    expect(ALL.slice(0, 128).map((octet) => heardAs(octet, at7E1, at7E1))).toEqual(ALL.slice(0, 128));
  });

  it('loses its eighth bit at seven data bits', () => {
    expect(heardAs(0xc1, at7E1, at7E1)).toBe(0x41);
  });

  it('shows its parity bit to eight data bits, as IEC 62056-21 has a request on the line', () => {
    expect([...REQUEST].map((octet) => heardAs(octet, at7E1, at8N1))).toEqual(WITH_PARITY);
  });

  it('reaches seven data bits from eight where the parity was put in by software', () => {
    expect(WITH_PARITY.map((octet) => heardAs(octet, at8N1, at7E1))).toEqual([...REQUEST]);
  });

  it.each([
    ['the wrong parity bit', 0x2f, at8N1, at7E1],
    ['the other parity', 0x2f, at7E1, { ...at7E1, parity: 'odd' }],
    ['no parity where one is expected', 0x2f, at8N1, { ...at8N1, parity: 'even' }],
    ['another speed', 0x2f, at8N1, eightNoneOne(9600)],
  ] as const)('is changed by %s', (_, octet, sender, receiver) => {
    expect(heardAs(octet, sender, receiver)).not.toBe(octet);
  });

  it('is not changed by the number of stop bits', () => {
    expect(heardAs(0x2f, { ...at8N1, stopBits: 2 }, at8N1)).toBe(0x2f);
  });
});

describe('the settings of a port', () => {
  it.each([
    [at7E1, 10, '300 7E1'],
    [at8N1, 10, '300 8N1'],
    [{ baud: 9600, dataBits: 8, parity: 'odd', stopBits: 2 } as const, 12, '9600 8O2'],
    [{ baud: 9600, dataBits: 7, parity: 'none', stopBits: 1 } as const, 9, '9600 7N1'],
  ])('%o', (settings, bits, text) => {
    expect(bitsPerOctet(settings)).toBe(bits);
    expect(settingsText(settings)).toBe(text);
  });

  it('tell how long octets take', () => {
    expect(transmissionMs(5, at7E1)).toBeCloseTo(166.67, 2);
    expect(transmissionMs(960, eightNoneOne(9600))).toBe(1000);
  });

  it('are the same only if everything is', () => {
    expect(sameSettings(at8N1, eightNoneOne(300))).toBe(true);
    expect(sameSettings(at8N1, eightNoneOne(600))).toBe(false);
    expect(sameSettings(at8N1, at7E1)).toBe(false);
    expect(sameSettings(at8N1, { ...at8N1, stopBits: 2 })).toBe(false);
  });

  it.each([0, -300, 300.5, Number.NaN, 2 ** 32])('have no speed of %d', (baud) => {
    expect(() => checkedSettings(eightNoneOne(baud))).toThrow(LocalProtocolError);
  });
});
