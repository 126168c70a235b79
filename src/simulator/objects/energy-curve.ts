import type { Instant } from '#time/clock';

const HOURS = 24;
const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = HOURS * SECONDS_PER_HOUR;

/** What a household draws or feeds in, the same every day. */
export interface LoadShape {
  /** 24 values, W or var */
  readonly hourlyPower: readonly number[];
  /** 24 values, 1 = first rate */
  readonly rateByHour: readonly number[];
  /** register of every rate at instant 0, Wh or varh */
  readonly registers: readonly number[];
}

/** Registers that run with the time of the simulation: the rates always add up to the total. */
export class EnergyCurve {
  readonly #shape: LoadShape;
  readonly #startSecond: number;
  /** per rate, what has been counted since midnight at the begin of every hour, and at its end */
  readonly #sums: readonly (readonly number[])[];

  /** @param startSecond second of the day at instant 0 */
  constructor(shape: LoadShape, startSecond: number) {
    this.#shape = shape;
    this.#startSecond = startSecond;
    this.#sums = shape.registers.map((_, i) => this.#hourlySums(i + 1));
  }

  /** W or var. */
  powerAt(instant: Instant): number {
    return this.#power(this.#hourAt(this.#secondAt(instant)));
  }

  /** Wh or varh, whole ones. @param rate undefined: the total */
  energyAt(instant: Instant, rate?: number): number {
    if (rate !== undefined) return this.#ofRate(instant, rate);
    return this.#shape.registers.reduce((total, _, i) => total + this.#ofRate(instant, i + 1), 0);
  }

  #ofRate(instant: Instant, rate: number): number {
    const counted = this.#counted(this.#secondAt(instant), rate) - this.#counted(this.#startSecond, rate);
    return (this.#shape.registers[rate - 1] ?? 0) + Math.floor(counted);
  }

  #secondAt(instant: Instant): number {
    return this.#startSecond + instant / 1000;
  }

  /** What a rate has counted from second 0 on; negative before. */
  #counted(second: number, rate: number): number {
    const sums = this.#sums[rate - 1] ?? [];
    const days = Math.floor(second / SECONDS_PER_DAY);
    const hour = this.#hourAt(second);
    const inHour = second - days * SECONDS_PER_DAY - hour * SECONDS_PER_HOUR;
    const running = this.#shape.rateByHour[hour] === rate ? (this.#power(hour) * inHour) / SECONDS_PER_HOUR : 0;
    return days * (sums[HOURS] ?? 0) + (sums[hour] ?? 0) + running;
  }

  #hourAt(second: number): number {
    const ofDay = second - Math.floor(second / SECONDS_PER_DAY) * SECONDS_PER_DAY;
    return Math.min(HOURS - 1, Math.floor(ofDay / SECONDS_PER_HOUR));
  }

  #power(hour: number): number {
    return this.#shape.hourlyPower[hour] ?? 0;
  }

  #hourlySums(rate: number): number[] {
    const sums = [0];
    let sum = 0;
    for (let hour = 0; hour < HOURS; hour++) {
      if (this.#shape.rateByHour[hour] === rate) sum += this.#power(hour);
      sums.push(sum);
    }
    return sums;
  }
}
