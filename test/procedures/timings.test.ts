import { describe, expect, it } from 'vitest';
import { examineCycles } from '#procedures/association-cycles';
import { examineResponses, responseText } from '#procedures/response-times';

describe('cycles of opening and release', () => {
  it('tolerate a manual clock, on which nothing takes any time', () => {
    expect(cycles(new Array(50).fill(0), 50)).toEqual({ faults: [], deviations: [] });
  });

  it('tolerate openings that take twice as long in the end, and report slower ones', () => {
    expect(cycles([...times(100), ...times(200)], 20).deviations).toEqual([]);
    expect(cycles([...times(100), ...times(201)], 20).deviations).toEqual([
      'the last 10 openings took 201 ms, the first 10 100 ms',
    ]);
  });

  it('take a few milliseconds more for noise', () => {
    expect(cycles([...times(2), ...times(52)], 20).deviations).toEqual([]);
    expect(cycles([...times(2), ...times(53)], 20).deviations).toHaveLength(1);
  });

  it('fail when not all were run', () => {
    expect(cycles(times(10), 20).faults).toHaveLength(1);
  });
});

describe('response times', () => {
  const times = Array.from({ length: 100 }, (_, index) => index + 1);

  it('are reported by the nearest rank', () => {
    expect(responseText({ asked: 100, served: 100, times })).toBe(
      'p50 50.0 ms, p95 95.0 ms, p99 99.0 ms, max 100.0 ms over 100 replies',
    );
  });

  it('fail above the limit, and when a request was not served', () => {
    expect(examineResponses({ asked: 100, served: 100, times }, 100).faults).toEqual([]);
    expect(examineResponses({ asked: 100, served: 100, times }, 99).faults).toHaveLength(1);
    expect(examineResponses({ asked: 100, served: 41, times }, 100).faults).toEqual([
      'read 42 of 100 was not served within 100 ms',
    ]);
  });
});

function cycles(openingTimesMs: readonly number[], asked: number) {
  const { faults, deviations } = examineCycles({ asked, openingTimesMs, fault: undefined });
  return { faults, deviations };
}

function times(ms: number): readonly number[] {
  return new Array(10).fill(ms);
}
