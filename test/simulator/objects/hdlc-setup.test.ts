import { describe, expect, it } from 'vitest';
import { longUnsigned, unsigned } from '#dlms/codec/data-values';
import { loadMeter } from '#simulator/load-meter';
import { Access, METER } from './access';

const SETUP = '0-0:22.0.0.255';

describe('IEC HDLC setup', () => {
  it('keeps an inactivity time-out that is written, for its own meter alone', () => {
    const access = new Access('management');
    expect(access.set(SETUP, longUnsigned(0), 8)).toBe('success');
    expect(access.get(SETUP, 8)).toEqual({ data: longUnsigned(0) });
    expect(access.model.hdlc.inactivitySeconds).toBe(0);
    expect(loadMeter(METER).hdlc.inactivitySeconds).toBe(120);
  });

  it('takes nothing else', () => {
    const access = new Access('management');
    expect(access.set(SETUP, unsigned(0), 8)).toBe('type-unmatched');
    expect(access.set(SETUP, longUnsigned(25), 7)).not.toBe('success');
  });
});
