import { describe, expect, it } from 'vitest';
import { serverAddress } from '#dlms/link/hdlc/address';
import { othersThan } from '#procedures/hdlc-other-stations';

describe('lower addresses of others', () => {
  it('hold the neighbours and those that differ in one bit, but not our own', () => {
    const others = othersThan(serverAddress(2, 1, 0x11));
    expect(others).toEqual(expect.arrayContaining([0x10, 0x12, 0x13, 0x15, 0x19, 0x31, 0x51, 0x7d]));
    expect(others).not.toContain(0x11);
  });

  it('are all free for devices: none is reserved', () => {
    const two = othersThan(serverAddress(2, 1, 0x7d));
    const four = othersThan(serverAddress(4, 1, 0x3ffd));
    expect([Math.min(...two), Math.max(...two)]).toEqual([0x10, 0x7c]);
    expect(Math.min(...four)).toBeGreaterThanOrEqual(0x10);
    expect(Math.max(...four)).toBeLessThan(0x3ffd);
  });
});
