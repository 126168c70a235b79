import { createServer, type Server, type Socket } from 'node:net';
import { LocalProtocolError } from '#dlms/errors';
import type { Clock } from '#time/clock';
import type { Endpoint, EndpointConnection } from './endpoint';
import { plainOctets } from './tcp-line';

/** Counts what has passed on one connection, so that a test on a manual clock can tell when all is quiet. */
export interface HostedConnection {
  received: number;
  sent: number;
  endSeen: boolean;
  gone: boolean;
  /** the endpoint has closed it: FIN or RST is on its way */
  closed: boolean;
}

/** Serves an endpoint over TCP. Listens on loopback unless told otherwise. */
export class TcpHost {
  readonly connections = new Map<number, HostedConnection>();
  private readonly endpoint: Endpoint;
  private readonly clock: Clock;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(endpoint: Endpoint, clock: Clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.accept(socket));
  }

  /** @returns the port, chosen by the system when 0 was asked for */
  listen(port = 0, host = '127.0.0.1'): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ port, host }, () => {
        const address = this.server.address();
        if (address === null || typeof address === 'string') reject(new LocalProtocolError('no TCP address'));
        else resolve(address.port);
      });
    });
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private accept(socket: Socket): void {
    const connection = this.endpoint.connect(this.clock.now());
    if (connection === undefined) {
      this.refuse(socket);
      return;
    }
    this.sockets.add(socket);
    const counted: HostedConnection = { received: 0, sent: 0, endSeen: false, gone: false, closed: false };
    this.connections.set(socket.remotePort ?? 0, counted);
    new HostedLine(socket, connection, counted, this.clock).start(() => this.sockets.delete(socket));
  }

  /** A connection that the endpoint does not take is closed at once, and counted as closed. */
  private refuse(socket: Socket): void {
    this.connections.set(socket.remotePort ?? 0, { received: 0, sent: 0, endSeen: true, gone: true, closed: true });
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

class HostedLine {
  private readonly socket: Socket;
  private readonly connection: EndpointConnection;
  private readonly counted: HostedConnection;
  private readonly clock: Clock;
  private cancelTick: (() => void) | undefined;

  constructor(socket: Socket, connection: EndpointConnection, counted: HostedConnection, clock: Clock) {
    this.socket = socket;
    this.connection = connection;
    this.counted = counted;
    this.clock = clock;
  }

  start(onGone: () => void): void {
    this.socket.on('data', (octets: Buffer) => this.arrived(plainOctets(octets)));
    this.socket.on('end', () => this.ended());
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.gone();
      onGone();
    });
    this.flush();
  }

  private arrived(octets: Uint8Array): void {
    this.connection.receive(octets, this.clock.now());
    this.flush();
    this.counted.received += octets.length;
  }

  private ended(): void {
    this.connection.end(this.clock.now());
    this.flush();
    this.counted.endSeen = true;
    if (this.connection.closed === undefined) return;
    this.socket.end();
  }

  private gone(): void {
    this.cancelTick?.();
    if (this.counted.gone) return;
    this.connection.lost(this.clock.now());
    this.counted.gone = true;
  }

  private flush(): void {
    for (const piece of this.connection.takeOutput()) {
      this.counted.sent += piece.length;
      this.socket.write(piece);
    }
    const { closed } = this.connection;
    if (closed === undefined) {
      this.rearm();
      return;
    }
    this.counted.closed = true;
    this.cancelTick?.();
    if (closed === 'fin') this.socket.end();
    else this.socket.resetAndDestroy();
  }

  private rearm(): void {
    this.cancelTick?.();
    const { deadline } = this.connection;
    this.cancelTick =
      deadline === undefined
        ? undefined
        : this.clock.at(deadline, () => {
            this.connection.tick(this.clock.now());
            this.flush();
          });
  }
}
