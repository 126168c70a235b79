import { describe, expect, it } from 'vitest';
import { eightNoneOne, sevenEvenOne } from '#transport/serial-port-settings';
import { settingsSuspicion } from '#transport/settings-suspicion';
import { heardAs } from '#transport/uart';
import { ascii, octets } from './octets';

const [at7E1, at8N1] = [sevenEvenOne(300), eightNoneOne(300)];
const IDENTIFICATION = ascii('/ABC5meter\r\n');

describe('octets that make no sense', () => {
  it('look like the wrong parity where text at 7E1 is read at 8N1', () => {
    const heard = IDENTIFICATION.map((octet) => heardAs(octet, at7E1, at8N1));
    expect(settingsSuspicion(heard, at8N1)).toContain('wrong parity suspected');
  });

  it('look like the wrong speed where nothing but idle and start bits is left', () => {
    expect(settingsSuspicion(octets(0xff, 0, 0xff, 0xff), at8N1)).toContain('wrong speed suspected');
  });

  it.each([
    ['text at the right parity', IDENTIFICATION, at8N1],
    ['a frame', octets(0x7e, 0xa0, 0x07, 0x03, 0x21, 0x93), at8N1],
    ['too few', octets(0xaf, 0x3f), at8N1],
    ['what seven data bits cannot show', IDENTIFICATION, at7E1],
  ])('give no hint: %s', (_, received, settings) => {
    expect(settingsSuspicion(received, settings)).toBeUndefined();
  });
});
