/** One measured ratio of ours to a floor, both taken in the same run, in turns. */
export interface Figure {
  readonly name: string;
  /** what the ratio is of, e.g. `rows/s decoded, ours / unchecked` */
  readonly unit: string;
  readonly goal: string;
  readonly ours: Sample;
  readonly floor: Sample;
  readonly ratio: number;
}

export interface Sample {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Median, and the middle half as the spread. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** Seconds that a call takes. */
export async function secondsOf(call: () => unknown): Promise<number> {
  const started = process.hrtime.bigint();
  await call();
  return Number(process.hrtime.bigint() - started) / 1e9;
}

/**
 * Takes both sides in turns, so that a slow moment of the machine meets both.
 * @param rounds how often each is taken, after `warmUps` rounds that do not count
 * @param perCall how many units one call does
 * @returns rates in units per second
 */
export async function inTurns(
  rounds: number,
  perCall: number,
  ours: () => unknown,
  floor: () => unknown,
  warmUps = 2,
): Promise<{ ours: Sample; floor: Sample }> {
  const rates: { ours: number[]; floor: number[] } = { ours: [], floor: [] };
  for (let round = -warmUps; round < rounds; round++) {
    const a = perCall / (await secondsOf(ours));
    const b = perCall / (await secondsOf(floor));
    if (round < 0) continue;
    rates.ours.push(a);
    rates.floor.push(b);
  }
  return { ours: sampleOf(rates.ours), floor: sampleOf(rates.floor) };
}

export function figureText(figure: Figure): string {
  const { name, ours, floor, ratio, goal, unit } = figure;
  const side = ({ median, low, high }: Sample): string => `${short(median)} (${short(low)}..${short(high)})`;
  return `${name.padEnd(46)} ratio ${ratio.toFixed(2)} (goal ${goal})  ours ${side(ours)}  floor ${side(floor)} ${unit}`;
}

function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toPrecision(3)}M`;
  return value >= 1000 ? `${(value / 1000).toPrecision(3)}k` : value.toPrecision(3);
}
