import type { Instant } from '#time/clock';
import type { ManualClock } from '#time/manual-clock';
import { type SerialPortSettings, transmissionMs } from './serial-port-settings';
import { heardAs } from './uart';

/** How the stations are wired together. */
export interface SerialWiring {
  /** An optical head that reflects: the near end hears what it sends. */
  readonly echo?: boolean;
  /** One pair of wires for both directions (RS-485): octets sent at the same time destroy each other. */
  readonly twoWire?: boolean;
}

/** Somebody on the bus. */
export interface SerialStation {
  readonly settings: SerialPortSettings;
  hear(octet: number, now: Instant): void;
  /** Everything sent has left. */
  sent(now: Instant): void;
}

interface Slot {
  readonly octet: number;
  readonly isBreak: boolean;
  readonly settings: SerialPortSettings;
  readonly start: Instant;
  readonly end: Instant;
}

/** A serial line on the manual clock: every octet takes its time, and reaches every other station when it has ended. */
export class MemorySerialBus {
  private readonly clock: ManualClock;
  private readonly twoWire: boolean;
  private readonly stations = new Map<SerialStation, SerialTransmitter>();

  constructor(clock: ManualClock, twoWire: boolean) {
    this.clock = clock;
    this.twoWire = twoWire;
  }

  /** @param echo whether the station hears itself */
  attach(station: SerialStation, echo = false): SerialTransmitter {
    const transmitter: SerialTransmitter = new SerialTransmitter(station, this.clock, (slot) => {
      const destroyed = this.twoWire && this.isDisturbed(slot, transmitter);
      for (const [hearer] of [...this.stations]) {
        if (hearer !== station || echo) hearer.hear(arrivingAs(slot, hearer, destroyed), slot.end);
      }
    });
    this.stations.set(station, transmitter);
    return transmitter;
  }

  detach(station: SerialStation): void {
    this.stations.get(station)?.stop();
    this.stations.delete(station);
  }

  private isDisturbed(slot: Slot, own: SerialTransmitter): boolean {
    return [...this.stations.values()].some((other) => other !== own && other.overlaps(slot));
  }
}

/** A break is one octet 00 to everybody, as Linux hands it up. */
function arrivingAs({ octet, isBreak, settings }: Slot, hearer: SerialStation, destroyed: boolean): number {
  if (isBreak) return 0;
  const heard = heardAs(octet, settings, hearer.settings);
  return destroyed ? heard ^ 0xff : heard;
}

/** Sends the octets of one station one after the other. */
export class SerialTransmitter {
  private readonly station: SerialStation;
  private readonly clock: ManualClock;
  private readonly deliver: (slot: Slot) => void;
  private readonly slots: Slot[] = [];
  private last: Slot | undefined;
  private free: Instant = 0;
  private cancel: (() => void) | undefined;

  constructor(station: SerialStation, clock: ManualClock, deliver: (slot: Slot) => void) {
    this.station = station;
    this.clock = clock;
    this.deliver = deliver;
  }

  get isBusy(): boolean {
    return this.slots.length > 0;
  }

  /** When everything sent so far will have left; may lie in the past. */
  get freeAt(): Instant {
    return this.free;
  }

  send(octets: Uint8Array): void {
    const { settings } = this.station;
    for (const octet of octets) this.add(octet, false, transmissionMs(1, settings));
  }

  sendBreak(ms: number): void {
    this.add(0, true, ms);
  }

  /** What has not left yet never will. */
  stop(): void {
    this.cancel?.();
    this.slots.length = 0;
    this.free = this.clock.now();
  }

  overlaps({ start, end }: Slot): boolean {
    return [this.last, this.slots[0]].some((own) => own !== undefined && own.start < end && start < own.end);
  }

  private add(octet: number, isBreak: boolean, ms: number): void {
    const start = Math.max(this.clock.now(), this.free);
    this.free = start + ms;
    this.slots.push({ octet, isBreak, settings: this.station.settings, start, end: this.free });
    if (this.slots.length === 1) this.arm();
  }

  private arm(): void {
    const head = this.slots[0];
    if (head !== undefined) this.cancel = this.clock.at(head.end, () => this.ended(head));
  }

  private ended(slot: Slot): void {
    this.slots.shift();
    this.last = slot;
    this.arm();
    this.deliver(slot);
    if (!this.isBusy) this.station.sent(slot.end);
  }
}
