import type { Instant } from '#time/clock';
import type { ManualClock } from '#time/manual-clock';
import type { Endpoint } from './endpoint';
import type { Line, Transport } from './line';
import { type Quietness, QuietWaiting } from './quiet-waiting';
import { type HostedConnection, TcpHost } from './tcp-host';
import type { TcpLine } from './tcp-line';
import { TcpTransport } from './tcp-transport';

/**
 * Real TCP sockets on loopback to an endpoint in this process, both on one manual clock. Time moves only when
 * nothing is under way: every octet sent has been handled and every answer has arrived.
 */
export class LoopbackTransport implements Transport {
  private readonly host: TcpHost;
  private readonly clock: ManualClock;
  private readonly address: string;
  private tcp: TcpTransport | undefined;
  private port = 0;

  /** @param address of the loopback, 127.0.0.1 or ::1 */
  constructor(endpoint: Endpoint, clock: ManualClock, address = '127.0.0.1') {
    this.host = new TcpHost(endpoint, clock);
    this.clock = clock;
    this.address = address;
  }

  get description(): string {
    return `tcp ${this.address}:${this.port} (simulator in this process)`;
  }

  async connect(deadline: Instant): Promise<Line> {
    if (this.tcp === undefined) {
      this.port = await this.host.listen(0, this.address);
      this.tcp = new TcpTransport(
        this.address,
        this.port,
        this.clock,
        new QuietWaiting(new QuietTcp(this.host), this.clock),
      );
    }
    return this.tcp.connect(deadline);
  }

  close(): Promise<void> {
    return this.tcp === undefined ? Promise.resolve() : this.host.close();
  }
}

/** Every octet sent has been handled, and every answer has arrived. */
class QuietTcp implements Quietness<TcpLine> {
  private readonly host: TcpHost;

  constructor(host: TcpHost) {
    this.host = host;
  }

  isQuiet(line: TcpLine): boolean {
    const far = this.counted(line);
    if (far === undefined) return false;
    const allHandled = far.gone || (far.received === line.sent && (!line.endSent || far.endSeen));
    const allArrived = line.received === far.sent && (!far.closed || line.closedSeen);
    return allHandled && allArrived;
  }

  isNoticed(line: TcpLine): boolean {
    return this.counted(line)?.gone === true;
  }

  private counted(line: TcpLine): HostedConnection | undefined {
    return this.host.connections.get(line.localPort);
  }
}
