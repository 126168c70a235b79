import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { serverAddress } from '#dlms/link/hdlc/address';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import { FrameReader } from '#dlms/link/hdlc/frame-reader';
import { MeterAddress } from '#dlms/link/hdlc/meter-address';
import { isInstalled } from '#support/lines/installed-program';
import { PtyPair } from '#support/lines/pty-pair';
import { ServedMeter } from '#support/lines/served-meter';

const FIXTURES = resolve(__dirname, '../../fixtures');
const LONG = 60_000;

/** A client that knows nothing of this project: it sends octets and keeps what comes. */
class RawClient {
  private readonly reader = new FrameReader(undefined);
  private readonly answers: { readonly kind: string; readonly information: string }[] = [];
  private wake: (() => void) | undefined;
  private readonly to: Writable;

  constructor(from: Readable, to: Writable) {
    this.to = to;
    from.on('data', (chunk: Buffer) => {
      for (const event of this.reader.push(new Uint8Array(chunk), 0)) {
        if (event.kind === 'dropped') throw new Error(`no frame: ${event.reason}`);
        const { control, information } = event.frame;
        this.answers.push({ kind: control.kind, information: toHex(information) });
      }
      this.wake?.();
    });
  }

  /** Sends one frame. @returns the next one that comes */
  async ask(frame: string): Promise<{ readonly kind: string; readonly information: string }> {
    this.to.write(fromHex(frame));
    for (;;) {
      const answer = this.answers.shift();
      if (answer !== undefined) return answer;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}

/** What the client of a capture sent, frame by frame. */
function framesOf(capture: string): string[] {
  const text = readFileSync(join(FIXTURES, 'vectors', 'captures', capture), 'utf8');
  return text.split('\n').flatMap((line) => /^C>S ([0-9A-F]+)$/.exec(line)?.[1] ?? []);
}

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function served(...args: readonly string[]): Promise<ServedMeter> {
  const meter = new ServedMeter(args);
  closing.push(() => meter.stop());
  return meter.listening();
}

function overTcp(port: number): RawClient {
  const socket = connect(port, '127.0.0.1');
  closing.push(async () => socket.destroy());
  return new RawClient(socket, socket);
}

function overPty(path: string): RawClient {
  const socat = spawn('socat', ['-', `${path},raw,echo=0`], { stdio: ['pipe', 'pipe', 'inherit'] });
  closing.push(async () => void socat.kill());
  return new RawClient(socat.stdout, socat.stdin);
}

/** Our meter with the client of the capture in place of its reading client. */
function meterForCapture(folder: string): string {
  const text = readFileSync(join(FIXTURES, 'meters', 'electricity.yaml'), 'utf8');
  const path = join(folder, 'meter.yaml');
  writeFileSync(path, text.replaceAll('clientSap: 32', 'clientSap: 17').replaceAll('"12345678"', '"Gurux"'));
  return path;
}

/** SNRM, AARQ, GET of the logical device name and of the clock, octet by octet as a Gurux client has sent them. */
async function readsAsGuruxDoes(client: RawClient): Promise<void> {
  const [snrm = '', aarq = '', getName = '', getClock = ''] = framesOf('hdlc-ln-low-guruxjava.txt');
  expect(await client.ask(snrm)).toMatchObject({ kind: 'UA' });
  const opened = await client.ask(aarq);
  expect(opened).toMatchObject({ kind: 'I', information: expect.stringMatching(/^E6E70061/) });
  expect(opened.information).toContain('A203020100A305A103020100');
  const name = Buffer.from('SIM0000000000001').toString('hex').toUpperCase();
  expect(await client.ask(getName)).toEqual({ kind: 'I', information: `E6E700C401C1000910${name}` });
  expect(await client.ask(getClock)).toMatchObject({
    kind: 'I',
    information: expect.stringMatching(/^E6E700C401C100090C07[0-9A-F]{22}$/),
  });
}

/** SNRM without parameters and DISC of client 16 to upper address 1, from hdlc.md. */
async function connectsByHand(client: RawClient): Promise<void> {
  expect(await client.ask('7EA0070321930F017E')).toEqual({ kind: 'UA', information: '' });
  expect(await client.ask('7EA00703215303C77E')).toEqual({ kind: 'UA', information: '' });
  expect(await client.ask('7EA00703215303C77E')).toEqual({ kind: 'DM', information: '' });
}

describe('a client written by others', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dlms-foreign-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    'is served over TCP',
    async () => {
      const { port } = await served('--port', '0', '--framing', 'hdlc', '--meter', meterForCapture(folder));
      await readsAsGuruxDoes(overTcp(port));
      await connectsByHand(overTcp(port));
    },
    LONG,
  );

  it.skipIf(!isInstalled('socat'))(
    'is served on a serial port',
    async () => {
      const pair = new PtyPair();
      closing.push(() => pair.close());
      await pair.open();
      const meter = await served('--serial', pair.far, '--direct', '--meter', meterForCapture(folder));
      const client = overPty(pair.near);
      await readsAsGuruxDoes(client);
      await connectsByHand(client);
      await pair.unplug();
      const { code, said } = await meter.ended();
      expect(code).toBe(3);
      expect(said).toMatch(/serial \S+far: (the port is gone|cannot write: Input)/);
    },
    LONG,
  );

  it.skipIf(!isInstalled('socat'))(
    'finds two meters on one line by their physical addresses',
    async () => {
      const pair = new PtyPair();
      closing.push(() => pair.close());
      await pair.open();
      const file = meterForCapture(folder);
      const meters = await served('--serial', pair.far, '--direct', '--meter', file, '--meter', `${file}@18`);
      const client = overPty(pair.near);
      // SNRM to upper address 1 at the physical addresses 17 and 18, and DISC to the first: the second stays connected
      const [there, here] = [
        new MeterAddress(16, serverAddress(2, 1, 18)),
        new MeterAddress(16, serverAddress(2, 1, 17)),
      ];
      const frame = (to: MeterAddress, kind: 'SNRM' | 'DISC'): string =>
        toHex(encodeFrame(to.command({ kind, pf: true })));
      expect(await client.ask(frame(here, 'SNRM'))).toMatchObject({ kind: 'UA' });
      expect(await client.ask(frame(there, 'SNRM'))).toMatchObject({ kind: 'UA' });
      expect(await client.ask(frame(here, 'DISC'))).toMatchObject({ kind: 'UA' });
      expect(await client.ask(frame(here, 'DISC'))).toMatchObject({ kind: 'DM' });
      expect(await client.ask(frame(there, 'DISC'))).toMatchObject({ kind: 'UA' });
      expect(await meters.stop()).toBe(0);
    },
    LONG,
  );
});
