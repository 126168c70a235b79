/** What an examination of answers came to. */
export interface Findings {
  /** what the case does not allow, each with what was expected */
  readonly faults: readonly string[];
  /** what it tolerates */
  readonly deviations: readonly string[];
}

/** Collects findings; examining goes on after the first fault, so that a report names them all. */
export class Examination implements Findings {
  readonly faults: string[] = [];
  readonly deviations: string[] = [];

  expect(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
  }

  tolerate(holds: boolean, deviation: string): void {
    if (!holds) this.deviations.push(deviation);
  }

  add({ faults, deviations }: Findings): void {
    this.faults.push(...faults);
    this.deviations.push(...deviations);
  }
}
