import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { holdsFrame, noiseBursts } from '#procedures/noise-bursts';

const RR = '7EA00703211115A67E';

describe('noise', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(noiseBursts(1, 20)).toEqual(noiseBursts(1, 20));
    expect(noiseBursts(1, 20)).not.toEqual(noiseBursts(2, 20));
  });

  it('comes in bursts of all lengths, some of which begin like a frame', () => {
    const bursts = noiseBursts(7, 200);
    const lengths = bursts.map(({ length }) => length);
    expect(Math.min(...lengths)).toBeLessThan(5);
    expect(Math.max(...lengths)).toBeGreaterThan(70);
    expect(bursts.filter(([first, second = 0]) => first === 0x7e && second >>> 4 === 0xa).length).toBeGreaterThan(40);
  });

  it('holds no valid frame', () => {
    expect(noiseBursts(7, 200).filter(holdsFrame)).toEqual([]);
  });

  it.each([
    ['alone', RR],
    ['without its flags', RR.slice(2, -2)],
    ['behind a phantom header', `7EA7FF${RR}`],
    ['between other octets', `00117E${RR}55AA`],
  ])('would be known to hold a frame: %s', (_, octets) => {
    expect(holdsFrame(fromHex(octets))).toBe(true);
  });

  it('holds none where one bit of it is wrong', () => {
    expect(holdsFrame(fromHex('7EA00703211115A77E'))).toBe(false);
  });
});
