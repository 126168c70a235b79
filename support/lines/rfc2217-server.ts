import { connect, createServer, type Server, type Socket } from 'node:net';
import { TELNET, type TelnetEvent, TelnetReader, telnetData, telnetSubnegotiation } from '#transport/telnet';

type Pass = (octets: Uint8Array) => void;

export interface ServerFaults {
  /** answers DONT to the COM port option */
  readonly refuses?: boolean;
  /** says nothing of telnet at all */
  readonly isRaw?: boolean;
  /** commands that get no answer */
  readonly silentOn?: readonly number[];
  /** the values that it answers instead of those it was asked for, by command */
  readonly answers?: Readonly<Record<number, number>>;
}

/**
 * A serial port on the network, which can be told to misbehave. What is sent to it comes back, or goes to whoever
 * listens on a TCP port of this computer.
 */
export class Rfc2217Server {
  /** every command of the client with its octets, in order */
  readonly commands: (readonly [code: number, ...octets: number[]])[] = [];
  readonly heard: number[] = [];
  readonly negotiated: string[] = [];
  private readonly faults: ServerFaults;
  private readonly behind: number | undefined;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private wake: (() => void) | undefined;

  /** @param behind TCP port of what is behind the serial port; undefined: what comes is sent back */
  constructor(faults: ServerFaults = {}, behind?: number) {
    this.faults = faults;
    this.behind = behind;
    this.server = createServer((socket) => this.accept(socket));
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  }

  /** Octets as they are, telnet or not. */
  sendRaw(octets: Uint8Array): void {
    for (const socket of this.sockets) socket.write(octets);
  }

  hangUp(): void {
    for (const socket of this.sockets) socket.end();
  }

  /** Resolves at the first octets after which the condition holds. */
  async sees(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private accept(socket: Socket): void {
    const reader = new TelnetReader();
    const pass = this.behind === undefined ? back(socket) : this.onward(socket, this.behind);
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (octets: Buffer) => {
      if (this.faults.isRaw) this.heard.push(...octets);
      else for (const event of reader.take(octets)) this.answer(socket, event, pass);
      this.wake?.();
    });
  }

  /** A connection to what is behind the port, for as long as the client has its own. */
  private onward(socket: Socket, port: number): Pass {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    this.sockets.add(far);
    far.on('error', () => socket.destroy());
    far.on('data', (octets: Buffer) => socket.write(telnetData(octets)));
    socket.on('close', () => {
      this.sockets.delete(far);
      far.destroy();
    });
    return (octets) => void far.write(octets);
  }

  private answer(socket: Socket, event: TelnetEvent, pass: Pass): void {
    if (event.kind === 'octets') {
      this.heard.push(...event.octets);
      pass(event.octets);
    } else if (event.kind === 'negotiation') this.negotiate(socket, event.verb, event.option);
    else this.obey(socket, [...event.octets]);
  }

  private negotiate(socket: Socket, verb: string, option: number): void {
    this.negotiated.push(`${verb} ${option}`);
    const refuses = option === TELNET.comPort && this.faults.refuses;
    if (verb === 'will') socket.write(Uint8Array.of(TELNET.iac, refuses ? TELNET.dont : TELNET.do, option));
    if (verb === 'do') socket.write(Uint8Array.of(TELNET.iac, TELNET.will, option));
  }

  private obey(socket: Socket, [code = 0, ...octets]: number[]): void {
    this.commands.push([code, ...octets]);
    if (this.faults.silentOn?.includes(code)) return;
    const answer = this.faults.answers?.[code];
    const value = answer === undefined ? octets : [...octets.slice(1).map(() => 0), answer];
    socket.write(telnetSubnegotiation(TELNET.comPort, Uint8Array.of(code + 100, ...value)));
  }
}

function back(socket: Socket): Pass {
  return (octets) => void socket.write(telnetData(octets));
}
