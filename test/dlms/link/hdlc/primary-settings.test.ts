import { describe, expect, it } from 'vitest';
import { responseTimeout } from '#dlms/link/hdlc/primary-settings';

describe('the response time-out of a client (timeouts.md 3.1)', () => {
  it.each([
    [128, 2400, 2183],
    [128, 9600, 1296],
    [2030, 9600, 5258],
    [2030, 19200, 3129],
  ])('%i octets of information at %i bit/s: above %i ms', (information, speed, expected) => {
    expect(Math.round(responseTimeout(1000, information, speed))).toBe(expected);
  });
});
