import type { SerialPortSettings } from '#transport/serial-port-settings';

/** What a port is to send and to be set to, in this order, as its host takes it. */
export class PortPlan {
  /** what holds for the output that comes next */
  settings: SerialPortSettings;
  /** never begins with settings: those hold already */
  private steps: (Uint8Array | SerialPortSettings)[] = [];

  constructor(settings: SerialPortSettings) {
    this.settings = settings;
  }

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  send(octets: Uint8Array): void {
    this.steps.push(octets);
  }

  /** Holds for what is sent from now on. */
  set(settings: SerialPortSettings): void {
    if (this.isEmpty) this.settings = settings;
    else this.steps.push(settings);
  }

  /** The output up to the next change, which the host makes when this output has left. */
  take(): readonly Uint8Array[] {
    const taken: Uint8Array[] = [];
    for (let step = this.steps[0]; step instanceof Uint8Array; step = this.steps[0]) {
      taken.push(step);
      this.steps.shift();
    }
    for (let step = this.steps[0]; step !== undefined && !(step instanceof Uint8Array); step = this.steps[0]) {
      this.settings = step;
      this.steps.shift();
    }
    return taken;
  }
}
