import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { connect } from 'node:net';
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
    'teaches',
    async () => {
      const { code, output } = await run('simulate', '--help');
      expect(code).toBe(0);
      expect(output).toContain('--meter');
      expect(output).toContain('Examples:');
    },
    LONG,
  );

  it.each<[string, readonly string[], RegExp]>([
    ['without a meter', ['simulate'], /--meter/],
    ['with a port that is none', ['simulate', '--meter', METER, '--port', '70000'], /0\.\.65535/],
    ['with a file that is not there', ['simulate', '--meter', '/nowhere.yaml', '--port', '0'], /nowhere\.yaml/],
    [
      'on an address that others reach',
      ['simulate', '--meter', METER, '--port', '0', '--host', '0.0.0.0'],
      /--bind-anywhere/,
    ],
    ['with a link that it does not speak', ['simulate', '--meter', METER, '--framing', 'plc'], /wrapper, hdlc/],
    ['with a command that there is not', ['emulate'], /emulate/],
  ])(
    '%s ends with 2 and a line that says why',
    async (_what, args, line) => {
      const { code, errors } = await run(...args);
      expect(code).toBe(2);
      expect(errors).toMatch(line);
      // commander may add a suggestion of its own
      expect(errors.trim().split('\n').length).toBeLessThanOrEqual(2);
    },
    LONG,
  );
});
