import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Clock } from '#time/clock';
import type { Endpoint, EndpointConnection } from './endpoint';
import { plainOctets } from './tcp-line';

/** How many pairs of address and port are remembered at once; the one silent for longest gives way to a new one. */
const MOST_PEERS = 256;

/** Counts the datagrams exchanged with one address and port, so that a test can tell when all is quiet. */
export interface HostedPeer {
  received: number;
  sent: number;
}

/**
 * Serves an endpoint over UDP: a connection of the endpoint for each remote address and port, one `receive` for each
 * datagram, one datagram for each piece of output.
 */
export class UdpHost {
  private readonly endpoint: Endpoint;
  private readonly clock: Clock;
  private readonly mostPeers: number;
  private readonly peers = new Map<string, UdpPeer>();
  private socket: Socket | undefined;

  constructor(endpoint: Endpoint, clock: Clock, mostPeers = MOST_PEERS) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.mostPeers = mostPeers;
  }

  get peerCount(): number {
    return this.peers.size;
  }

  /** @returns the port, chosen by the system when 0 was asked for */
  listen(port = 0, host = '127.0.0.1'): Promise<number> {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    this.socket = socket;
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, host, () => {
        socket.removeListener('error', reject);
        // what a client has closed meanwhile is reported here and is no concern of the others
        socket.on('error', () => undefined);
        socket.on('message', (datagram, from) => this.arrived(plainOctets(datagram), from));
        resolve(socket.address().port);
      });
    });
  }

  close(): Promise<void> {
    for (const peer of this.peers.values()) peer.lost();
    this.peers.clear();
    const { socket } = this;
    this.socket = undefined;
    return new Promise((resolve) => (socket === undefined ? resolve() : socket.close(() => resolve())));
  }

  counted(address: string, port: number): HostedPeer | undefined {
    return this.peers.get(`${address} ${port}`);
  }

  private arrived(datagram: Uint8Array, from: RemoteInfo): void {
    const key = `${from.address} ${from.port}`;
    const peer = this.peers.get(key) ?? this.newPeer(from);
    this.peers.delete(key);
    this.peers.set(key, peer);
    peer.receive(datagram);
  }

  private newPeer(from: RemoteInfo): UdpPeer {
    const longestSilent = this.peers.entries().next().value;
    if (this.peers.size >= this.mostPeers && longestSilent !== undefined) {
      this.peers.delete(longestSilent[0]);
      longestSilent[1].lost();
    }
    return new UdpPeer(this.endpoint, this.clock, (datagram) =>
      this.socket?.send(datagram, from.port, from.address, () => undefined),
    );
  }
}

class UdpPeer implements HostedPeer {
  received = 0;
  sent = 0;
  private readonly endpoint: Endpoint;
  private readonly clock: Clock;
  private readonly send: (datagram: Uint8Array) => void;
  private connection: EndpointConnection | undefined;
  private cancelTick: (() => void) | undefined;

  constructor(endpoint: Endpoint, clock: Clock, send: (datagram: Uint8Array) => void) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.send = send;
  }

  /** An endpoint that does not accept a connection now leaves the datagram unanswered. */
  receive(datagram: Uint8Array): void {
    this.connection ??= this.endpoint.connect(this.clock.now());
    this.connection?.receive(datagram, this.clock.now());
    this.flush();
    this.received++;
  }

  lost(): void {
    this.cancelTick?.();
    this.connection?.lost(this.clock.now());
    this.connection = undefined;
  }

  private flush(): void {
    for (const piece of this.connection?.takeOutput() ?? []) {
      this.sent++;
      this.send(piece);
    }
    this.cancelTick?.();
    if (this.connection?.closed === undefined) this.rearm();
    else this.lost();
  }

  private rearm(): void {
    const deadline = this.connection?.deadline;
    if (deadline === undefined) return;
    this.cancelTick = this.clock.at(deadline, () => {
      this.connection?.tick(this.clock.now());
      this.flush();
    });
  }
}
