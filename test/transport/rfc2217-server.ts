import { createServer, type Server, type Socket } from 'node:net';
import { TELNET, type TelnetEvent, TelnetReader, telnetData, telnetSubnegotiation } from '#transport/telnet';

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

/** A serial port on the network that echoes what is sent to it, and that can be told to misbehave. */
export class Rfc2217Server {
  /** every command of the client with its octets, in order */
  readonly commands: (readonly [code: number, ...octets: number[]])[] = [];
  readonly heard: number[] = [];
  readonly negotiated: string[] = [];
  private readonly faults: ServerFaults;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private wake: (() => void) | undefined;

  constructor(faults: ServerFaults = {}) {
    this.faults = faults;
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
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (octets: Buffer) => {
      if (this.faults.isRaw) this.heard.push(...octets);
      else for (const event of reader.take(octets)) this.answer(socket, event);
      this.wake?.();
    });
  }

  private answer(socket: Socket, event: TelnetEvent): void {
    if (event.kind === 'octets') {
      this.heard.push(...event.octets);
      socket.write(telnetData(event.octets));
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
