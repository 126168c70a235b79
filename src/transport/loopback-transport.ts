import { LocalProtocolError } from '#dlms/errors';
import type { Instant } from '#time/clock';
import type { ManualClock } from '#time/manual-clock';
import type { Endpoint } from './endpoint';
import type { Line, Transport } from './line';
import { type HostedConnection, TcpHost } from './tcp-host';
import type { TcpLine, Waiting } from './tcp-line';
import { TcpTransport } from './tcp-transport';

/** Real time for octets to cross the loopback before something must be broken in ourselves. */
const STUCK_MS = 5000;

/**
 * Real TCP sockets on loopback to an endpoint in this process, both on one manual clock. Time moves only when
 * nothing is under way: every octet sent has been handled and every answer has arrived.
 */
export class LoopbackTransport implements Transport {
  private readonly host: TcpHost;
  private readonly clock: ManualClock;
  private tcp: TcpTransport | undefined;
  private port = 0;

  constructor(endpoint: Endpoint, clock: ManualClock) {
    this.host = new TcpHost(endpoint, clock);
    this.clock = clock;
  }

  get description(): string {
    return `tcp 127.0.0.1:${this.port} (simulator in this process)`;
  }

  async connect(deadline: Instant): Promise<Line> {
    if (this.tcp === undefined) {
      this.port = await this.host.listen();
      this.tcp = new TcpTransport('127.0.0.1', this.port, this.clock, new QuietWaiting(this.host, this.clock));
    }
    return this.tcp.connect(deadline);
  }

  close(): Promise<void> {
    return this.tcp === undefined ? Promise.resolve() : this.host.close();
  }
}

class QuietWaiting implements Waiting {
  private readonly host: TcpHost;
  private readonly clock: ManualClock;

  constructor(host: TcpHost, clock: ManualClock) {
    this.host = host;
    this.clock = clock;
  }

  async until(deadline: Instant, line: TcpLine): Promise<void> {
    while (line.queue.isEmpty) {
      await turnsUntil(() => !line.queue.isEmpty || this.isQuiet(line));
      if (!line.queue.isEmpty) return;
      const due = this.clock.nextDue;
      if (due === undefined || due > deadline) {
        this.clock.advanceTo(deadline);
        return;
      }
      this.clock.advanceTo(due);
    }
  }

  async through(deadline: Instant, line: TcpLine): Promise<void> {
    await this.quiet(line);
    for (let due = this.clock.nextDue; due !== undefined && due <= deadline; due = this.clock.nextDue) {
      this.clock.advanceTo(due);
      await this.quiet(line);
    }
    this.clock.advanceTo(deadline);
  }

  async noticed(line: TcpLine): Promise<void> {
    await turnsUntil(() => this.counted(line)?.gone === true);
  }

  private quiet(line: TcpLine): Promise<void> {
    return turnsUntil(() => this.isQuiet(line));
  }

  private isQuiet(line: TcpLine): boolean {
    const far = this.counted(line);
    if (far === undefined) return false;
    const allHandled = far.gone || (far.received === line.sent && (!line.endSent || far.endSeen));
    const allArrived = line.received === far.sent && (!far.closed || line.closedSeen);
    return allHandled && allArrived;
  }

  private counted(line: TcpLine): HostedConnection | undefined {
    return this.host.connections.get(line.localPort);
  }
}

/** Gives the event loop its turns until the condition holds. */
async function turnsUntil(condition: () => boolean): Promise<void> {
  const started = performance.now();
  while (!condition()) {
    if (performance.now() - started > STUCK_MS) throw new LocalProtocolError('the loopback line is stuck');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
