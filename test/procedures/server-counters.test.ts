import { describe, expect, it } from 'vitest';
import { type CounterUse, examineOpeningCounters, examineRising, leapsIn } from '#procedures/server-counters';

const use = (what: string, counter: number, key = 'global'): CounterUse => ({ what, counter, key });

describe('the counters of a meter', () => {
  it('may leave values out, which is worth a note', () => {
    const uses = [use('initiate-response', 4), use('get-response', 9)];
    expect(examineRising(uses).faults).toEqual([]);
    expect(leapsIn(uses)).toEqual(['global key: from 4 to 9']);
  });

  it('may not repeat under one key', () => {
    const [fault, ...others] = examineRising([use('token', 5), use('action-response', 5)]).faults;
    expect(fault).toContain('counter 5 of action-response after 5 of token');
    expect(others).toEqual([]);
  });

  it('count apart under each key', () => {
    expect(examineRising([use('a', 7), use('b', 0, 'dedicated 1'), use('c', 0, 'dedicated 2')]).faults).toEqual([]);
  });

  it('are missed when there are none', () => {
    expect(examineRising([]).faults).toHaveLength(1);
  });

  it('are three in an opening', () => {
    const uses = [use('initiate-response', 1), use('token', 2), use('action-response', 3)];
    expect(examineOpeningCounters(uses).faults).toEqual([]);
    expect(examineOpeningCounters(uses.slice(1)).faults).toHaveLength(1);
  });
});
