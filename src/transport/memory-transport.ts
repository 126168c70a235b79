import { LineLost } from '#dlms/errors';
import type { Instant } from '#time/clock';
import type { ManualClock } from '#time/manual-clock';
import type { Endpoint, EndpointConnection } from './endpoint';
import { EventQueue } from './event-queue';
import type { Line, LineEvent, Transport } from './line';

/** A line without a medium: the far end answers within the call, and waiting moves the manual clock. */
export class MemoryTransport implements Transport {
  readonly description = 'memory';
  private readonly endpoint: Endpoint;
  private readonly clock: ManualClock;

  constructor(endpoint: Endpoint, clock: ManualClock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  async connect(): Promise<Line> {
    const connection = this.endpoint.connect(this.clock.now());
    if (connection === undefined) throw new LineLost('memory: the simulated meter does not accept a connection');
    return new MemoryLine(connection, this.clock);
  }

  async close(): Promise<void> {}
}

class MemoryLine implements Line {
  private readonly connection: EndpointConnection;
  private readonly clock: ManualClock;
  private readonly queue = new EventQueue();
  private cancelTick: (() => void) | undefined;
  private open = true;

  constructor(connection: EndpointConnection, clock: ManualClock) {
    this.connection = connection;
    this.clock = clock;
    this.collect();
  }

  async write(octets: Uint8Array): Promise<void> {
    if (!this.open) return;
    this.connection.receive(octets, this.clock.now());
    this.collect();
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    this.waitUntil(deadline);
    return this.queue.shift() ?? { kind: 'timeout', at: this.clock.now() };
  }

  async idle(deadline: Instant): Promise<void> {
    this.clock.advanceTo(deadline);
  }

  async end(): Promise<void> {
    if (!this.open) return;
    this.connection.end(this.clock.now());
    this.collect();
  }

  async close(): Promise<void> {
    this.drop();
  }

  async reset(): Promise<void> {
    this.drop();
  }

  private drop(): void {
    if (!this.open) return;
    this.open = false;
    this.cancelTick?.();
    this.connection.lost(this.clock.now());
  }

  private waitUntil(deadline: Instant): void {
    while (this.queue.isEmpty) {
      const due = this.clock.nextDue;
      if (due === undefined || due > deadline) {
        this.clock.advanceTo(deadline);
        return;
      }
      this.clock.advanceTo(due);
    }
  }

  private collect(): void {
    const at = this.clock.now();
    for (const octets of this.connection.takeOutput()) this.queue.push({ kind: 'octets', octets, at });
    const { closed } = this.connection;
    if (closed !== undefined && this.open) {
      this.open = false;
      this.queue.push({ kind: 'closed', by: closed === 'fin' ? 'fin' : 'reset', at });
    }
    this.rearm();
  }

  private rearm(): void {
    this.cancelTick?.();
    this.cancelTick = undefined;
    const { deadline } = this.connection;
    if (!this.open || deadline === undefined) return;
    this.cancelTick = this.clock.at(deadline, () => {
      this.connection.tick(this.clock.now());
      this.collect();
    });
  }
}
