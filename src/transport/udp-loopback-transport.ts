import type { Instant } from '#time/clock';
import type { ManualClock } from '#time/manual-clock';
import type { Endpoint } from './endpoint';
import type { Line, Transport } from './line';
import { type Quietness, QuietWaiting } from './quiet-waiting';
import { UdpHost } from './udp-host';
import { type UdpLine, UdpTransport } from './udp-transport';

/** Real UDP sockets on loopback to an endpoint in this process, both on one manual clock (see LoopbackTransport). */
export class UdpLoopbackTransport implements Transport {
  private readonly host: UdpHost;
  private readonly clock: ManualClock;
  private udp: UdpTransport | undefined;
  private port = 0;

  constructor(endpoint: Endpoint, clock: ManualClock) {
    this.host = new UdpHost(endpoint, clock);
    this.clock = clock;
  }

  get description(): string {
    return `udp 127.0.0.1:${this.port} (simulator in this process)`;
  }

  async connect(deadline: Instant): Promise<Line> {
    if (this.udp === undefined) {
      this.port = await this.host.listen();
      const waiting = new QuietWaiting(new QuietUdp(this.host), this.clock);
      this.udp = new UdpTransport('127.0.0.1', this.port, this.clock, waiting);
    }
    const line = await this.udp.connect(deadline);
    // the system may give out a port again that the host has counted for before
    const counted = this.host.counted('127.0.0.1', line.localPort);
    line.sent = counted?.received ?? 0;
    line.received = counted?.sent ?? 0;
    return line;
  }

  close(): Promise<void> {
    return this.udp === undefined ? Promise.resolve() : this.host.close();
  }
}

/** Every datagram sent has been handled, and every one of the answers has arrived. */
class QuietUdp implements Quietness<UdpLine> {
  private readonly host: UdpHost;

  constructor(host: UdpHost) {
    this.host = host;
  }

  isQuiet(line: UdpLine): boolean {
    if (!line.isOpen) return true;
    const far = this.host.counted('127.0.0.1', line.localPort) ?? { received: 0, sent: 0 };
    return far.received === line.sent && far.sent === line.received;
  }

  isNoticed(): boolean {
    return true;
  }
}
