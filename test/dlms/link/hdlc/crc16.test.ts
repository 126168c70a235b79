import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { CRC_RESIDUE, CRC_START, crc16, crcRegister, writeCheck } from '#dlms/link/hdlc/crc16';

describe('CRC-16/X-25', () => {
  it('gives the published check value', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x906e);
  });

  it("reproduces the vector of the standard's annex, low octet first", () => {
    const octets = fromHex('03 3F 00 00');
    writeCheck(octets, 0, 2);
    expect(octets).toEqual(fromHex('03 3F 5B EC'));
  });

  it('leaves the same residue behind any octets and their check', () => {
    for (const text of ['', '00', '7E7E7E', 'A00703219300']) {
      const octets = fromHex(`${text}0000`);
      writeCheck(octets, 0, octets.length - 2);
      expect(crcRegister(octets, 0, octets.length)).toBe(CRC_RESIDUE);
    }
  });

  it('equals the sum made bit by bit, also when it is carried on', () => {
    const octets = Uint8Array.from({ length: 300 }, (_, index) => (index * 37) & 0xff);
    const whole = bitwise(octets);
    expect(crc16(octets)).toBe(whole);
    expect(crcRegister(octets, 100, 300, crcRegister(octets, 0, 100, CRC_START)) ^ 0xffff).toBe(whole);
    expect(crc16(octets, 7, 9)).toBe(bitwise(octets.slice(7, 9)));
  });

  it('equals it wherever the octets begin and however many there are', () => {
    const octets = Uint8Array.from({ length: 64 }, (_, index) => (index * 151 + 7) & 0xff);
    for (let from = 0; from < 9; from++) {
      for (let to = from; to <= octets.length; to++) {
        expect(crc16(octets, from, to), `${from}..${to}`).toBe(bitwise(octets.slice(from, to)));
      }
    }
  });
});

/** Straight from the polynomial, without a table. */
function bitwise(octets: Uint8Array): number {
  let register = 0xffff;
  for (const octet of octets) {
    for (let bit = 0; bit < 8; bit++) {
      const carry = (register ^ (octet >>> bit)) & 1;
      register = (register >>> 1) ^ (carry ? 0x8408 : 0);
    }
  }
  return register ^ 0xffff;
}
