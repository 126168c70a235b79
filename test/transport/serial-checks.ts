import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineLost } from '#dlms/errors';
import { type PtyPair, until } from '#support/lines/pty-pair';
import { SystemClock } from '#time/system-clock';
import { SerialHost } from '#transport/serial-host';
import type { SerialLine } from '#transport/serial-line';
import { eightNoneOne, sevenEvenOne } from '#transport/serial-port-settings';
import { SerialPortTransport } from '#transport/serial-transport';
import { ascii, octets } from './octets';
import { ScriptedEndpoint } from './scripted-endpoint';

/**
 * What is checked of real ports. It runs in a process of its own (see run-serial-checks.ts), since the native part of
 * node-serialport ends any process that uses it in a worker thread, where Vitest runs its tests.
 */
export type SerialCheck = (pair: PtyPair, closing: (() => Promise<void>)[]) => Promise<void>;

const FAR = 20_000;
const TURNAROUND_MS = 200;
const clock = new SystemClock();
const soon = (): number => clock.now() + FAR;

async function opened(
  path: string,
  closing: (() => Promise<void>)[],
  settings = eightNoneOne(9600),
): Promise<SerialLine> {
  const line = await new SerialPortTransport(path, settings, clock).connect(soon());
  closing.push(() => line.close());
  return line;
}

async function refusalOf(path: string): Promise<string> {
  const refusal = await opened(path, []).catch((error: unknown) => error);
  assert(refusal instanceof LineLost, String(refusal));
  return refusal.message;
}

async function hosted(pair: PtyPair, endpoint: ScriptedEndpoint, closing: (() => Promise<void>)[]): Promise<Error[]> {
  const lost: Error[] = [];
  const host = new SerialHost(pair.far, endpoint, clock, (error) => lost.push(error));
  await host.open();
  closing.push(() => host.close());
  return lost;
}

/** So many octets, however they are cut. */
async function heardBy(line: SerialLine, count: number): Promise<number[]> {
  const heard: number[] = [];
  while (heard.length < count) {
    const event = await line.receive(soon());
    if (event.kind !== 'octets') throw new Error(`${event.kind} after ${heard.length} octets`);
    heard.push(...event.octets);
  }
  return heard;
}

/** Checks that need no port. */
export const portlessChecks: Readonly<Record<string, SerialCheck>> = {
  'names a port that is missing': async ({ folder }) => {
    const refusal = await refusalOf(join(folder, 'ttyNONE'));
    assert.match(refusal, /^serial .*ttyNONE: cannot open it: .*there is no such port/);
  },
  'says that a plain file is no port': async ({ folder }) => {
    const path = join(folder, 'plain');
    writeFileSync(path, '');
    assert.match(await refusalOf(path), /it is not a serial port/);
  },
};

/** Checks on a pair of pseudo terminals. */
export const ptyChecks: Readonly<Record<string, SerialCheck>> = {
  'carries every octet both ways': async (pair, closing) => {
    const all = Uint8Array.from({ length: 256 }, (_, octet) => octet);
    const meter = new ScriptedEndpoint();
    await hosted(pair, meter, closing);
    const line = await opened(pair.near, closing);
    await line.write(all);
    assert.deepEqual(await heardBy(line, 256), [...all]);
    assert.deepEqual(meter.heard(), [...all]);
    await until(() => meter.connections[0]?.sentAt.length !== 0);
  },

  'changes speed and parity at both ends and is still understood': async (pair, closing) => {
    const meter = new ScriptedEndpoint((connection, received) => {
      connection.say(received);
      connection.onSent = () => {
        connection.settings = eightNoneOne(9600);
      };
    }, sevenEvenOne(300));
    await hosted(pair, meter, closing);
    const line = await opened(pair.near, closing, sevenEvenOne(300));
    await line.write(ascii('6'));
    assert.deepEqual(await heardBy(line, 1), [...ascii('6')]);
    await line.reconfigure(sevenEvenOne(9600));
    await line.reconfigure(eightNoneOne(9600));
    // the far end is given the time that IEC 62056-21 gives it: octets that come while a port is reopened are lost
    await line.idle(clock.now() + TURNAROUND_MS);
    assert.deepEqual(line.settings, eightNoneOne(9600));
    await line.write(octets(0x7e, 0xff, 0x80));
    assert.deepEqual(await heardBy(line, 3), [0x7e, 0xff, 0x80]);
  },

  'loses nothing that was written before a change of parity': async (pair, closing) => {
    const meter = new ScriptedEndpoint(() => undefined);
    await hosted(pair, meter, closing);
    const line = await opened(pair.near, closing, sevenEvenOne(9600));
    await line.write(new Uint8Array(300).fill(0x55));
    await line.reconfigure(eightNoneOne(9600));
    await line.write(octets(1));
    await until(() => meter.heard().at(-1) === 1);
    assert.equal(meter.heard().length, 301);
  },

  'serves what the endpoint says of its own accord': async (pair, closing) => {
    const meter = new ScriptedEndpoint((connection, received, now) => connection.sayAt(now + 5, received));
    await hosted(pair, meter, closing);
    const line = await opened(pair.near, closing);
    await line.write(ascii('x'));
    assert.deepEqual(await heardBy(line, 1), [...ascii('x')]);
  },

  'is refused while another has it open, and says so': async (pair, closing) => {
    await opened(pair.near, closing);
    const refusal = await refusalOf(pair.near);
    assert.match(refusal, /Cannot lock port/);
    if (process.platform === 'linux') assert(refusal.includes(`process ${process.pid} (node)`), refusal);
  },

  'is closed by reset when it is unplugged, at either end': async (pair, closing) => {
    const lost = await hosted(pair, new ScriptedEndpoint(), closing);
    const line = await opened(pair.near, closing);
    await pair.unplug();
    const event = await line.receive(soon());
    assert(event.kind === 'closed' && event.by === 'reset' && event.fault?.isAtOurEnd === true, event.kind);
    assert(event.fault.message.startsWith(`serial ${pair.near}: the port is gone`), event.fault.message);
    await line.write(octets(1));
    await assert.rejects(line.reconfigure(eightNoneOne(300)), /the port is closed/);
    await until(() => lost.length > 0);
    assert(lost[0] instanceof LineLost && lost[0].isAtOurEnd);
  },

  'can be opened again after it was closed, and sends nothing once closed': async (pair, closing) => {
    const meter = new ScriptedEndpoint();
    await hosted(pair, meter, closing);
    const first = await opened(pair.near, closing);
    await first.close();
    await first.write(octets(1));
    await first.close();
    const second = await opened(pair.near, closing);
    await second.write(octets(2));
    assert.deepEqual(await heardBy(second, 1), [2]);
    assert.deepEqual(meter.heard(), [2]);
  },

  'says that a PTY sends no break, and feigns no half-close': async (pair, closing) => {
    const line = await opened(pair.near, closing);
    await assert.rejects(line.sendBreak(1), /cannot send a break/);
    await assert.rejects(line.end(), { name: 'LocalProtocolError' });
  },

  'waits no longer than it was told': async (pair, closing) => {
    const line = await opened(pair.near, closing);
    assert.equal((await line.receive(clock.now() + 1)).kind, 'timeout');
  },
};
