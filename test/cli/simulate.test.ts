import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { encodeApdu } from '#dlms/apdu/apdu';
import { fromHex, toHex } from '#dlms/codec/hex';
import { encodeWpdu } from '#dlms/link/wrapper/wpdu';
import { publicAarq } from '../simulator/server/bench';

const DLMS = resolve(__dirname, '../../src/cli/dlms.cjs');
const METER = resolve(__dirname, '../../fixtures/meters/electricity.yaml');
const LONG = 30_000;

type Running = ChildProcessByStdio<null, Readable, Readable>;

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs to its end, from a folder that is not the project's. */
function run(...args: readonly string[]): Promise<Ended> {
  return new Promise((settled) => {
    const child = execFile(process.execPath, [DLMS, ...args], { cwd: tmpdir() }, (_error, output, errors) =>
      settled({ code: child.exitCode, output, errors }),
    );
  });
}

function started(...args: readonly string[]): Running {
  return spawn(process.execPath, [DLMS, ...args], { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Everything printed up to what is looked for. */
function printed(child: Running, wanted: RegExp): Promise<string> {
  return new Promise((found, failed) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (wanted.test(text)) found(text);
    });
    child.once('exit', () => failed(new Error(`ended after: ${text}`)));
  });
}

function answerOf(port: number, octets: Uint8Array): Promise<Uint8Array> {
  return new Promise((answered, failed) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(octets));
    socket.once('error', failed);
    socket.once('data', (chunk: Buffer) => {
      socket.destroy();
      answered(chunk);
    });
  });
}

function datagramFor(port: number, octets: Uint8Array): Promise<Uint8Array> {
  return new Promise((answered, failed) => {
    const socket = createSocket('udp4');
    socket.once('error', failed);
    socket.once('message', (datagram) => {
      socket.close();
      answered(datagram);
    });
    socket.send(octets, port, '127.0.0.1');
  });
}

describe('dlms simulate', () => {
  it(
    'names where it listens and its clients, serves them, shows the traffic, and ends when interrupted',
    async () => {
      const child = started('simulate', '--meter', METER, '--port', '0', '--verbose');
      const text = await printed(child, /client 48/);
      expect(text).toMatch(/listens on 127\.0\.0\.1:\d+/);
      expect(text).toContain('logical device 1, client 32: low, plain context');
      expect(text).not.toContain('12345678');
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
      const traffic = printed(child, /M>C/);
      const aarq = encodeWpdu({ sourceWport: 16, destinationWport: 1, apdu: encodeApdu(publicAarq()) });
      expect(toHex(await answerOf(port, aarq)).slice(0, 20)).toBe('000100010010002B6129');
      expect(await traffic).toContain('C>M 00 01 00 10');
      const ended = new Promise((gone) => child.once('exit', (code) => gone(code)));
      child.kill('SIGINT');
      expect(await ended).toBe(0);
    },
    LONG,
  );

  it(
    'speaks HDLC where it is told to',
    async () => {
      const child = started('simulate', '--meter', METER, '--port', '0', '--framing', 'hdlc');
      const text = await printed(child, /client 48/);
      expect(text).toContain('HDLC, lower address 17, server addresses of 1, 2, 4 octets');
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
      // SNRM and UA of hdlc.md 8.1 without parameters: client 16, logical device 1
      expect(toHex(await answerOf(port, fromHex('7EA0070321930F017E')))).toBe('7EA00721037301407E');
      const ended = new Promise((gone) => child.once('exit', gone));
      child.kill('SIGINT');
      await ended;
    },
    LONG,
  );

  it(
    'serves our own meter in datagrams where it is told no other',
    async () => {
      const child = started('simulate', '--port', '0', '--udp');
      const text = await printed(child, /client 48/);
      expect(text).toMatch(/SIM0000000000001 listens on 127\.0\.0\.1:\d+ \(UDP\)/);
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
      const aarq = encodeWpdu({ sourceWport: 16, destinationWport: 1, apdu: encodeApdu(publicAarq()) });
      expect(toHex(await datagramFor(port, aarq)).slice(0, 20)).toBe('000100010010002B6129');
      const ended = new Promise((gone) => child.once('exit', (code) => gone(code)));
      child.kill('SIGINT');
      expect(await ended).toBe(0);
    },
    LONG,
  );

  it(
    'ends with 3 and says what to do where another program has the port',
    async () => {
      const other = createServer();
      const port = await new Promise<number>((listening) => {
        other.listen(0, '127.0.0.1', () => {
          const address = other.address();
          listening(typeof address === 'object' && address !== null ? address.port : 0);
        });
      });
      const { code, errors } = await run('simulate', '--port', String(port));
      other.close();
      expect(errors).toContain(`127.0.0.1:${port} (another program listens there`);
      expect(code).toBe(3);
    },
    LONG,
  );

  it(
    'teaches',
    async () => {
      const { code, output } = await run('simulate', '--help');
      expect(code).toBe(0);
      expect(output).toContain('--meter');
      expect(output).toContain('Examples:');
    },
    LONG,
  );

  it(
    'ends with 2 where its command line is wrong',
    async () => {
      expect(await run('simulate', '--port', '70000')).toMatchObject({
        code: 2,
        errors: expect.stringMatching(/0\.\.65535/),
      });
    },
    LONG,
  );
});
