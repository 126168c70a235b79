import { connect, type Socket } from 'node:net';
import { LineLost } from '#dlms/errors';
import type { Clock, Instant } from '#time/clock';
import type { Line, Transport } from './line';
import { connectError, RunningClockWaiting, TcpLine, type Waiting } from './tcp-line';

/** Reaches a meter over TCP (IEC 62056-47: port 4059 unless agreed otherwise). */
export class TcpTransport implements Transport {
  readonly description: string;
  private readonly host: string;
  private readonly port: number;
  private readonly clock: Clock;
  private readonly waiting: Waiting;

  constructor(host: string, port: number, clock: Clock, waiting: Waiting = new RunningClockWaiting(clock)) {
    this.host = host;
    this.port = port;
    this.clock = clock;
    this.waiting = waiting;
    this.description = `tcp ${host}:${port}`;
  }

  connect(deadline: Instant): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.host, port: this.port, noDelay: true, allowHalfOpen: true });
      const cancel = this.clock.at(deadline, () => {
        socket.destroy();
        reject(new LineLost(`${this.description}: no connection within the connect time-out (connectMs)`));
      });
      socket.once('error', (error) => {
        cancel();
        reject(connectError(this.description, error));
      });
      socket.once('connect', () => {
        cancel();
        resolve(this.lineOver(socket));
      });
    });
  }

  async close(): Promise<void> {}

  private lineOver(socket: Socket): Line {
    socket.removeAllListeners('error');
    return new TcpLine(socket, this.clock, this.waiting);
  }
}
