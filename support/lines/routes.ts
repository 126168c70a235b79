import { symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PtyPair } from './pty-pair';
import { Rfc2217Server } from './rfc2217-server';
import { Ser2net } from './ser2net';
import { ServedMeter } from './served-meter';
import type { ServedRig } from './served-rig';

/** What the routes have in common while they are tried. */
export class Site {
  private readonly closing: (() => Promise<unknown>)[] = [];
  private overTcp: Promise<ServedMeter> | undefined;

  /** Is closed at the end. */
  closes(close: () => Promise<unknown>): void {
    this.closing.push(close);
  }

  /** A meter of its own. */
  async served(...args: readonly string[]): Promise<ServedMeter> {
    const meter = new ServedMeter(args);
    this.closes(() => meter.stop());
    return meter.listening();
  }

  /** A meter at the far end of a pair of pseudo terminals. */
  async servedPty(...args: readonly string[]): Promise<PtyPair> {
    const pair = new PtyPair();
    this.closes(() => pair.close());
    await pair.open();
    await this.served('--serial', pair.far, ...args);
    return pair;
  }

  /** One meter for all who speak HDLC over TCP. */
  hdlcOverTcp(): Promise<ServedMeter> {
    this.overTcp ??= this.served('--framing', 'hdlc', '--port', '0');
    return this.overTcp;
  }

  async close(): Promise<void> {
    for (const close of this.closing.reverse()) await close().catch(() => undefined);
  }
}

/** One way to reach a meter in real time. */
export interface Route {
  readonly title: string;
  /** programs of the system without which there is no such way */
  readonly needs: readonly string[];
  readonly cases: readonly string[];
  readonly roles: ServedRig['roles'];
  /** Sets up the meter. @returns `transport:` of a rig, and how to take the line away and give it back, where it can be */
  open(site: Site): Promise<OpenRoute>;
}

export interface OpenRoute {
  readonly transport: ServedRig['transport'];
  /** as if the adapter were pulled out */
  readonly unplug?: () => Promise<void>;
  /** as if it were put back */
  readonly plugIn?: () => void;
}

const USUAL = ['ASC-01', 'AUT-01', 'GET-01', 'REL-01', 'SEC-01'];
const EVERYBODY = ['public', 'reading', 'management'] as const;
const FAST = 115_200;

export const ROUTES: readonly Route[] = [
  {
    title: 'HDLC over a serial port',
    needs: ['socat'],
    cases: [...USUAL, 'GET-10'],
    roles: EVERYBODY,
    open: async (site) => {
      const [first, second] = await Promise.all([site.servedPty('--direct'), site.servedPty('--direct')]);
      const path = join(first.folder, 'port');
      symlinkSync(first.near, path);
      const plugIn = (): void => {
        unlinkSync(path);
        symlinkSync(second.near, path);
      };
      return { transport: { kind: 'serial', path, baud: 9600 }, unplug: () => first.unplug(), plugIn };
    },
  },
  {
    title: 'mode E over an optical port',
    needs: ['socat'],
    cases: ['IEC-01', 'GET-01'],
    roles: ['public', 'management'],
    open: async (site) => {
      const { near } = await site.servedPty();
      return { transport: { kind: 'optical', path: near } };
    },
  },
  {
    title: 'HDLC behind ser2net',
    needs: ['socat', 'ser2net'],
    cases: USUAL,
    roles: EVERYBODY,
    open: async (site) => {
      const { near, folder } = await site.servedPty('--direct', '--baud', String(FAST));
      const ser2net = new Ser2net();
      site.closes(() => ser2net.stop());
      await ser2net.start(near, folder);
      return { transport: { kind: 'rfc2217', host: '127.0.0.1', port: ser2net.port, baud: FAST } };
    },
  },
  {
    title: 'HDLC behind our own RFC 2217 server',
    needs: [],
    cases: USUAL,
    roles: EVERYBODY,
    open: async (site) => {
      const { port } = await site.hdlcOverTcp();
      const server = new Rfc2217Server({}, port);
      site.closes(() => server.close());
      return { transport: { kind: 'rfc2217', host: '127.0.0.1', port: await server.listen(), baud: FAST } };
    },
  },
  {
    title: 'HDLC over TCP',
    needs: [],
    cases: USUAL,
    roles: EVERYBODY,
    open: async (site) => {
      const { port } = await site.hdlcOverTcp();
      return { transport: { kind: 'tcp', framing: 'hdlc', host: '127.0.0.1', port } };
    },
  },
  {
    title: 'the wrapper over UDP',
    needs: [],
    cases: USUAL,
    roles: EVERYBODY,
    open: async (site) => {
      const { port } = await site.served('--udp', '--port', '0');
      return { transport: { kind: 'udp', host: '127.0.0.1', port } };
    },
  },
];
