import { describe, expect, it } from 'vitest';
import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';
import { catalogue } from '#support/requirements/catalogue';
import { LockoutWatch, WrongSecretBudget, wrongSecretsIn } from '#support/wrong-secrets';

const RIG = loadRig('fixtures/rigs/simulator-suite1.yaml');

function rigWith(wrongSecrets: number | undefined): Rig {
  return { ...RIG, safety: { ...RIG.safety, ...(wrongSecrets !== undefined && { wrongSecrets }) } };
}

function row(id: string) {
  const found = catalogue().find(id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

describe('how many wrong secrets a scenario tries', () => {
  it.each([
    ['AUT-03', 0],
    ['AUT-04', 1],
    ['AUT-17', 2],
    ['AUT-33', 1],
    ['AUT-35', 2],
  ])('%s: %d', (id, number) => {
    expect(wrongSecretsIn(row(id), RIG)).toBe(number);
  });

  it('as many as lock out where that is the case', () => {
    expect(wrongSecretsIn(row('AUT-09'), RIG)).toBe(RIG.meter.lockout?.failures);
  });

  it('counts every case that may lock out', () => {
    const lockout = catalogue().current.filter(({ safety }) => safety === 'lockout');
    for (const each of lockout) expect(wrongSecretsIn(each, RIG), each.id).toBeGreaterThan(0);
  });
});

describe('the wrong secrets that a run may try', () => {
  it('are as many as the rig says, with each client', () => {
    const budget = new WrongSecretBudget(rigWith(3));
    expect(budget.admit(row('AUT-17'), 'management').applicable).toBe(true);
    expect(budget.admit(row('AUT-17'), 'management')).toEqual({
      applicable: false,
      capability: 'safety.wrongSecrets',
      reason:
        'safety.wrongSecrets of the rig allows 3 wrong secrets with the management client in one run: ' +
        'up to 2 were tried before, and this case may try 2 more',
    });
    expect(budget.admit(row('AUT-19'), 'management').applicable).toBe(true);
    expect(budget.admit(row('AUT-19'), 'management').applicable).toBe(false);
    expect(budget.admit(row('AUT-19'), 'maintenance').applicable).toBe(true);
  });

  it('are without number where the rig says none, and other cases are never kept from running', () => {
    const free = new WrongSecretBudget(rigWith(undefined));
    for (let time = 0; time < 100; time++) expect(free.admit(row('AUT-04'), 'reading').applicable).toBe(true);
    const narrow = new WrongSecretBudget(rigWith(1));
    narrow.admit(row('AUT-04'), 'reading');
    expect(narrow.admit(row('AUT-03'), 'reading').applicable).toBe(true);
  });
});

describe('a client that has tried wrong secrets', () => {
  const lockout = { failures: 3, seconds: 60 };

  it('waits when it has tried as many as lock it out, once', () => {
    const watch = new LockoutWatch(lockout);
    watch.failed('reading', 2);
    expect(watch.pauseMs('reading')).toBe(0);
    watch.failed('reading', 1);
    expect(watch.pauseMs('reading')).toBe(60_000);
    expect(watch.pauseMs('management')).toBe(0);
    watch.forget('reading');
    expect(watch.pauseMs('reading')).toBe(0);
  });

  it('waits first when what it is going to try would lock it out together with what it has tried', () => {
    const watch = new LockoutWatch(lockout);
    expect(watch.pauseMs('reading', 3)).toBe(0);
    watch.failed('reading', 1);
    expect(watch.pauseMs('reading', 1)).toBe(0);
    expect(watch.pauseMs('reading', 2)).toBe(60_000);
  });

  it('never waits where the meter declares no lock-out', () => {
    const watch = new LockoutWatch(undefined);
    watch.failed('reading', 100);
    expect(watch.pauseMs('reading', 100)).toBe(0);
  });
});
