import type { Instant } from '#dlms/link/hdlc/instant';
import type { PrimaryEvent } from '#dlms/link/hdlc/primary-event';
import type { PrimaryStation } from '#dlms/link/hdlc/primary-station';
import type { SecondaryEvent } from '#dlms/link/hdlc/secondary-event';
import type { SecondaryStation } from '#dlms/link/hdlc/secondary-station';
import { ManualClock } from '#time/manual-clock';

/** What a line does to a transmission: it comes through as these octets, possibly none, in these pieces. */
export type Disturbance = (octets: Uint8Array) => readonly Uint8Array[];

export interface LineEnds {
  readonly primary: PrimaryStation;
  readonly secondary: SecondaryStation;
  /** the meter's application */
  readonly answer: (apdu: Uint8Array) => Uint8Array;
  readonly disturb: Disturbance;
}

const TRANSIT_MS = 5;

/** Both halves of a link on a manual clock, with a line between them that may lose and spoil what it carries. */
export class BenchLine {
  readonly clock = new ManualClock();
  readonly primaryEvents: PrimaryEvent[] = [];
  readonly secondaryEvents: SecondaryEvent[] = [];
  /** octets that were put on the line */
  readonly carried: Uint8Array[] = [];
  private readonly ends: LineEnds;
  private cancel: (() => void) | undefined;

  constructor(ends: LineEnds) {
    this.ends = ends;
  }

  /** Does something with the client, and lets time pass until the link is in one of these states. */
  run(act: (primary: PrimaryStation, now: Instant) => void, ...until: readonly PrimaryStation['state'][]): void {
    act(this.ends.primary, this.clock.now());
    this.settle();
    for (let steps = 0; !until.includes(this.ends.primary.state); steps++) {
      const due = this.clock.nextDue;
      if (due === undefined || steps > 100_000)
        throw new Error(`the line has come to a halt: ${this.ends.primary.state}`);
      this.clock.advanceTo(due);
    }
    this.drain();
  }

  /** Whatever is still under way arrives. */
  private drain(): void {
    this.clock.advanceTo(this.clock.now() + 3 * TRANSIT_MS);
  }

  private settle(): void {
    const { primary, secondary, answer } = this.ends;
    this.primaryEvents.push(...primary.takeEvents());
    for (const event of secondary.takeEvents()) {
      this.secondaryEvents.push(event);
      if (event.kind === 'apdu') secondary.answer(event.link, answer(event.apdu), this.clock.now());
    }
    for (const octets of primary.takeOutput()) this.carry(octets, secondary);
    for (const octets of secondary.takeOutput()) this.carry(octets, primary);
    this.rearm();
  }

  private carry(octets: Uint8Array, to: PrimaryStation | SecondaryStation): void {
    this.carried.push(octets);
    const pieces = this.ends.disturb(octets);
    for (const [index, piece] of pieces.entries()) {
      this.clock.at(this.clock.now() + TRANSIT_MS + index / pieces.length, () => {
        to.receive(piece, this.clock.now());
        this.settle();
      });
    }
  }

  private rearm(): void {
    this.cancel?.();
    const { primary, secondary } = this.ends;
    const deadlines = [primary.deadline, secondary.deadline].filter((deadline) => deadline !== undefined);
    this.cancel = undefined;
    if (deadlines.length === 0) return;
    this.cancel = this.clock.at(Math.min(...deadlines), () => {
      primary.tick(this.clock.now());
      secondary.tick(this.clock.now());
      this.settle();
    });
  }
}
