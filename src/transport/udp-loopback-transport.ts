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
  private readonly address: string;
  private udp: UdpTransport | undefined;
  private port = 0;

  /** @param address of the loopback, 127.0.0.1 or ::1 */
  constructor(endpoint: Endpoint, clock: ManualClock, address = '127.0.0.1') {
    this.host = new UdpHost(endpoint, clock);
    this.clock = clock;
    this.address = address;
  }

  get description(): string {
    return `udp ${this.address}:${this.port} (simulator in this process)`;
  }

  async connect(deadline: Instant): Promise<Line> {
    if (this.udp === undefined) {
      this.port = await this.host.listen(0, this.address);
      const waiting = new QuietWaiting(new QuietUdp(this.host, this.address), this.clock);
      this.udp = new UdpTransport(this.address, this.port, this.clock, waiting);
    }
    const line = await this.udp.connect(deadline);
    // the system may give out a port again that the host has counted for before
    const counted = this.host.counted(this.address, line.localPort);
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
  private readonly address: string;

  constructor(host: UdpHost, address: string) {
    this.host = host;
    this.address = address;
  }

  isQuiet(line: UdpLine): boolean {
    if (!line.isOpen) return true;
    const far = this.host.counted(this.address, line.localPort) ?? { received: 0, sent: 0 };
    return far.received === line.sent && far.sent === line.received;
  }

  isNoticed(): boolean {
    return true;
  }
}
