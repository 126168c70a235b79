import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { LineLost, LocalProtocolError } from '#dlms/errors';
import type { Clock, Instant } from '#time/clock';
import { EventQueue } from './event-queue';
import type { Line, LineEvent, Transport } from './line';
import { connectError, plainOctets, RunningClockWaiting, type Waiting } from './tcp-line';

/** The largest UDP payload over IPv4: 65 535 less the IP and UDP headers. */
export const LONGEST_DATAGRAM = 65_507;

/** Datagrams that nobody receives are dropped beyond this many octets, as the kernel does with its own buffer. */
const BACKLOG = 8 * 1024 * 1024;

/** Reaches a meter over UDP. Nothing is exchanged to connect: whether anybody answers is seen by asking. */
export class UdpTransport implements Transport {
  readonly description: string;
  private readonly host: string;
  private readonly port: number;
  private readonly clock: Clock;
  private readonly waiting: Waiting<UdpLine>;

  constructor(host: string, port: number, clock: Clock, waiting: Waiting<UdpLine> = new RunningClockWaiting(clock)) {
    this.host = host;
    this.port = port;
    this.clock = clock;
    this.waiting = waiting;
    this.description = `udp ${host}:${port}`;
  }

  /** A local port of its own for each line: the meter tells clients apart by it. */
  connect(deadline: Instant): Promise<UdpLine> {
    return new Promise((resolve, reject) => {
      const socket = createSocket(isIPv6(this.host) ? 'udp6' : 'udp4');
      const fail = (error: LineLost): void => {
        cancel();
        socket.removeAllListeners();
        socket.close();
        reject(error);
      };
      const cancel = this.clock.at(deadline, () =>
        fail(new LineLost(`${this.description}: the address was not found within the connect time-out (connectMs)`)),
      );
      socket.once('error', (error) => fail(connectError(this.description, error)));
      // told by event, for a callback would be given the error too
      socket.connect(this.port, this.host);
      socket.once('connect', () => {
        cancel();
        socket.removeAllListeners();
        resolve(new UdpLine(socket, this.description, this.clock, this.waiting));
      });
    });
  }

  async close(): Promise<void> {}
}

/**
 * One pair of UDP ports as a line. One write is one datagram, one datagram received is one `octets` event. `closed` by
 * `reset` means that the far end said that nobody listens there (ICMP port unreachable).
 */
export class UdpLine implements Line {
  readonly queue = new EventQueue();
  readonly localPort: number;
  /** datagrams handed to the socket and by it: what the loopback compares */
  sent = 0;
  received = 0;
  isOpen = true;
  /** datagrams that nobody received in time */
  dropped = 0;
  private readonly socket: Socket;
  private readonly description: string;
  private readonly clock: Clock;
  private readonly waiting: Waiting<UdpLine>;

  constructor(socket: Socket, description: string, clock: Clock, waiting: Waiting<UdpLine>) {
    this.socket = socket;
    this.description = description;
    this.clock = clock;
    this.waiting = waiting;
    this.localPort = socket.address().port;
    socket.on('message', (datagram) => this.arrived(plainOctets(datagram)));
    socket.on('error', () => this.refused());
  }

  /** @throws LocalProtocolError for more octets than a datagram holds; LineLost when the network takes none */
  async write(octets: Uint8Array): Promise<void> {
    if (octets.length > LONGEST_DATAGRAM) {
      throw new LocalProtocolError(`a UDP datagram holds at most ${LONGEST_DATAGRAM} octets, not ${octets.length}`);
    }
    if (!this.isOpen) return;
    await new Promise<void>((resolve, reject) => {
      this.socket.send(octets, (error: NodeJS.ErrnoException | null) => {
        if (error === null) this.sent++;
        else if (this.isOpen && error.code !== 'ECONNREFUSED') return reject(connectError(this.description, error));
        else this.refused();
        resolve();
      });
    });
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    if (this.queue.isEmpty) await this.waiting.until(deadline, this);
    return this.queue.shift() ?? { kind: 'timeout', at: this.clock.now() };
  }

  idle(deadline: Instant): Promise<void> {
    return this.waiting.through(deadline, this);
  }

  /** @throws LocalProtocolError: UDP has no FIN, and to do nothing would feign one */
  async end(): Promise<void> {
    throw new LocalProtocolError(`${this.description}: a UDP line cannot be closed in one direction`);
  }

  /** The meter is not told: UDP has no way to. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
    await this.waiting.noticed(this);
  }

  reset(): Promise<void> {
    return this.close();
  }

  private arrived(octets: Uint8Array): void {
    this.received++;
    if (this.queue.octetCount + octets.length > BACKLOG) this.dropped++;
    else this.queue.push({ kind: 'octets', octets, at: this.clock.now() });
  }

  private refused(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.socket.close();
    this.queue.push({ kind: 'closed', by: 'reset', at: this.clock.now() });
  }
}
