import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled } from '#support/lines/installed-program';
import { ended, PtyPair, until } from '#support/lines/pty-pair';
import { Ser2net } from '#support/lines/ser2net';
import { SystemClock } from '#time/system-clock';
import { Rfc2217Transport } from '#transport/rfc2217-transport';
import type { SerialLine } from '#transport/serial-line';
import { eightNoneOne, type SerialPortSettings, sevenEvenOne } from '#transport/serial-port-settings';
import { octets } from './octets';

const FAR = 20_000;
const missing = ['socat', 'ser2net'].filter((program) => !isInstalled(program));

describe.skipIf(missing.length > 0)('ser2net and socat (needs both: apt-get install ser2net socat)', () => {
  const clock = new SystemClock();
  let pair: PtyPair;
  let ser2net: Ser2net;

  beforeEach(async () => {
    pair = new PtyPair();
    await pair.open();
    ser2net = new Ser2net();
    await ser2net.start(pair.near, pair.folder);
  });

  afterEach(async () => {
    await ser2net.stop();
    await pair.close();
  });

  /** Tries until the server is up. */
  async function opened(settings: SerialPortSettings): Promise<SerialLine> {
    let line: SerialLine | undefined;
    await until(async () => {
      line = await new Rfc2217Transport('127.0.0.1', ser2net.port, settings, clock)
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
    await ser2net.stop();
    expect(await line.receive(clock.now() + FAR)).toMatchObject({ kind: 'closed' });
    await line.close();
  }, 60_000);
});
