import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '#time/system-clock';
import { Rfc2217Transport } from '#transport/rfc2217-transport';
import type { SerialLine } from '#transport/serial-line';
import { eightNoneOne, type SerialPortSettings, sevenEvenOne } from '#transport/serial-port-settings';
import { isInstalled, withSbin } from './installed-program';
import { octets } from './octets';
import { ended, PtyPair, until } from './pty-pair';

const FAR = 20_000;
const missing = ['socat', 'ser2net'].filter((program) => !isInstalled(program));

describe.skipIf(missing.length > 0)('ser2net and socat (needs both: apt-get install ser2net socat)', () => {
  const clock = new SystemClock();
  let pair: PtyPair;
  let ser2net: ChildProcess | undefined;
  let port = 0;

  beforeEach(async () => {
    pair = new PtyPair();
    await pair.open();
    port = await freePort();
    const config = join(pair.folder, 'ser2net.yaml');
    writeFileSync(config, configuration(port, pair.near));
    const env = { ...process.env, PATH: withSbin() };
    ser2net = spawn('ser2net', ['-n', '-c', config, '-P', join(pair.folder, 'pid')], { stdio: 'ignore', env });
  });

  afterEach(async () => {
    await ended(ser2net);
    await pair.close();
  });

  /** Tries until the server is up. */
  async function opened(settings: SerialPortSettings): Promise<SerialLine> {
    let line: SerialLine | undefined;
    await until(async () => {
      line = await new Rfc2217Transport('127.0.0.1', port, settings, clock)
        .connect(clock.now() + FAR)
        .catch(() => undefined);
      return line !== undefined;
    });
    if (line === undefined) throw new Error('ser2net does not answer');
    return line;
  }

  it('acknowledges every setting and passes every octet', async () => {
    // the far end of the PTY says back what it hears
    const echo = spawn('socat', [`${pair.far},raw,echo=0`, 'EXEC:cat'], { stdio: 'ignore' });
    const line = await opened(sevenEvenOne(300));
    await line.reconfigure(sevenEvenOne(2400));
    await line.reconfigure(eightNoneOne(115_200));
    const all = Array.from({ length: 256 }, (_, octet) => octet);
    await line.write(Uint8Array.from(all));
    const heard: number[] = [];
    while (heard.length < all.length) {
      const event = await line.receive(clock.now() + FAR);
      if (event.kind !== 'octets') throw new Error(`${event.kind} after ${heard.length} octets`);
      heard.push(...event.octets);
    }
    expect(heard).toEqual(all);
    await line.sendBreak(1);
    await line.write(octets(0xff, 0xff));
    await line.close();
    await ended(echo);
  }, 60_000);

  it('is lost when ser2net ends', async () => {
    const line = await opened(eightNoneOne(9600));
    await ended(ser2net);
    expect(await line.receive(clock.now() + FAR)).toMatchObject({ kind: 'closed' });
    await line.close();
  }, 60_000);
});

function configuration(port: number, path: string): string {
  return [
    'connection: &meter',
    `  accepter: telnet(rfc2217,mode=server),tcp,127.0.0.1,${port}`,
    `  connector: serialdev(nouucplock=true),${path},9600n81,local`,
    '',
  ].join('\n');
}

/** A port that was free a moment ago: ser2net does not say which one it took. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
