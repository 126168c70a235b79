import { connect, type Socket } from 'node:net';

const HEADER = 8;

/** The floor of a round trip: octets out, octets back by their length field, nothing decoded or checked. */
export class RawClient {
  private readonly socket: Socket;
  private wake: ((wpdu: Buffer) => void) | undefined;
  private held: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (octets: Buffer) => this.arrived(octets));
  }

  static connect(port: number): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new RawClient(socket)));
    });
  }

  /** @returns the WPDU that came back */
  exchange(wpdu: Uint8Array): Promise<Buffer> {
    return new Promise((resolve) => {
      this.wake = resolve;
      this.socket.write(wpdu);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private arrived(octets: Buffer): void {
    const held = this.held.length === 0 ? octets : Buffer.concat([this.held, octets]);
    this.held = held;
    if (held.length < HEADER || held.length < HEADER + held.readUInt16BE(6)) return;
    this.held = Buffer.alloc(0);
    this.wake?.(held);
  }
}
