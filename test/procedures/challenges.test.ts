import { describe, expect, it } from 'vitest';
import { examineChallenges } from '#procedures/challenges';

const ctos = new Uint8Array(16).fill(0xc0);

describe('the challenges of several openings', () => {
  it('finds nothing wrong with distinct ones', () => {
    expect(examine(stoc(1), stoc(2), stoc(3))).toEqual({ faults: [], deviations: [] });
  });

  it('finds one that came twice, however far apart', () => {
    expect(examine(stoc(1), stoc(2), stoc(1)).faults).toEqual(['a StoC came twice']);
  });

  it('finds a reflection', () => {
    expect(examine(stoc(1), ctos.slice()).faults).toEqual(['a StoC equals the CtoS']);
  });

  it('finds openings without one', () => {
    expect(examine(stoc(1), undefined).faults).toEqual(['1 openings came without a StoC']);
  });

  it('tolerates four octets in common and reports five', () => {
    expect(examine(beginning(4, 1), beginning(4, 2)).deviations).toEqual([]);
    expect(examine(beginning(5, 1), beginning(5, 2)).deviations).toEqual(['5 octets are the same in all StoC']);
  });

  it('reports octets in common at the end as well', () => {
    const padded = [1, 2, 3].map((random) => new Uint8Array(16).fill(random, 0, 8));
    expect(examine(...padded).deviations).toEqual(['8 octets are the same in all StoC']);
  });
});

function examine(...stocs: readonly (Uint8Array | undefined)[]) {
  const { faults, deviations } = examineChallenges({ ctos, stocs });
  return { faults, deviations };
}

function stoc(first: number): Uint8Array {
  return new Uint8Array(16).fill(first);
}

/** Zero octets, then others. */
function beginning(zeros: number, rest: number): Uint8Array {
  return new Uint8Array(16).fill(rest, zeros);
}
