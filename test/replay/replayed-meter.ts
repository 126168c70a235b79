import { toHex } from '#dlms/codec/hex';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';
import type { Capture, Line } from './capture';

/** The meter of a capture: says what it said then, frame by frame, as long as it hears what it heard then. */
export class ReplayedMeter implements Endpoint, EndpointConnection {
  readonly deadline = undefined;
  readonly closed = undefined;
  private readonly lines: readonly Line[];
  private next = 0;
  private output: Uint8Array[] = [];

  constructor({ lines }: Capture) {
    this.lines = lines;
  }

  /** How many lines of the capture were not reached. */
  get left(): number {
    return this.lines.length - this.next;
  }

  connect(): EndpointConnection {
    return this;
  }

  receive(octets: Uint8Array): void {
    const expected = this.lines[this.next];
    if (expected?.from !== 'C>S' || toHex(expected.octets) !== toHex(octets)) {
      throw new Error(`line ${this.next}: heard ${toHex(octets)}, then it was ${toHex(expected?.octets ?? octets)}`);
    }
    this.next++;
    for (let line = this.lines[this.next]; line?.from === 'S>C'; line = this.lines[++this.next]) {
      this.output.push(line.octets);
    }
  }

  takeOutput(): readonly Uint8Array[] {
    return this.output.splice(0);
  }

  tick(): void {}
  end(): void {}
  lost(): void {}
}
