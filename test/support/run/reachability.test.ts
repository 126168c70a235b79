import { describe, expect, it } from 'vitest';
import { MeterUnreachable, Reachability } from '#support/run/reachability';
import { ManualClock } from '#time/manual-clock';

const REFUSED = 'ECONNREFUSED';

/** A meter that is away until some second. */
function away(untilS: number, patienceMs = 10_000) {
  const clock = new ManualClock();
  let attempts = 0;
  const attempt = async () => {
    attempts++;
    return clock.now() < untilS * 1000 ? REFUSED : undefined;
  };
  const reachability = new Reachability({ attempt, clock, patienceMs });
  return { reachability, clock, attempts: () => attempts };
}

describe('a link', () => {
  it('that was not lost is not looked for', async () => {
    const { reachability, attempts } = away(0);
    expect(await reachability.restore()).toBeUndefined();
    expect(attempts()).toBe(0);
  });

  it('that was lost is waited for, and told of once', async () => {
    const { reachability, clock } = away(3);
    reachability.lose('AUT-04', REFUSED);
    expect(await reachability.restore()).toBe('the link that was lost in AUT-04 is back after 3.0 s');
    expect(clock.now()).toBe(3000);
    expect(await reachability.restore()).toBeUndefined();
  });

  it('that stays away is waited for once; then nothing is tried any more', async () => {
    const { reachability, clock, attempts } = away(3600);
    reachability.lose('AUT-04', REFUSED);
    const unreachable = 'the meter could not be reached since AUT-04: ECONNREFUSED';
    await expect(reachability.restore()).rejects.toThrow(new MeterUnreachable(unreachable));
    const before = { at: clock.now(), attempts: attempts() };
    expect(before.at).toBe(10_000);
    await expect(reachability.restore()).rejects.toThrow(unreachable);
    expect({ at: clock.now(), attempts: attempts() }).toEqual(before);
  });

  it('that is lost again counts from the first case in which it was not there', async () => {
    const { reachability } = away(3600, 0);
    reachability.lose('AUT-04', REFUSED);
    reachability.lose('AUT-05', REFUSED);
    await expect(reachability.restore()).rejects.toThrow('since AUT-04');
  });
});

describe('a case that went wrong', () => {
  it('while the meter can be reached has no excuse', async () => {
    const { reachability } = away(0);
    expect(await reachability.excuse('AUT-04', true)).toBeUndefined();
    expect(await reachability.restore()).toBeUndefined();
  });

  it('is excused when the meter cannot be reached, and the link is built anew', async () => {
    const { reachability } = away(3);
    expect(await reachability.excuse('GET-01', false)).toBe(REFUSED);
    expect(await reachability.restore()).toContain('lost in GET-01');
  });

  it('is excused once where it does to the meter what it must bear: the second time the meter does not bear it', async () => {
    const { reachability, clock } = away(3600, 0);
    expect(await reachability.excuse('AUT-04', true)).toMatch(/^ECONNREFUSED; may be chance/);
    expect(await reachability.excuse('AUT-06', true)).toMatch(/^ECONNREFUSED; may be chance/);
    expect(await reachability.excuse('AUT-04', true)).toBeUndefined();
    clock.advanceTo(3_600_000);
    expect(await reachability.restore()).toContain('lost in AUT-04');
  });
});
