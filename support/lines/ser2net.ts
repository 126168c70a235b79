import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { withSbin } from './installed-program';
import { ended } from './pty-pair';

/** Debian's ser2net, which puts a serial port of this computer on the network (RFC 2217). */
export class Ser2net {
  port = 0;
  private server: ChildProcess | undefined;

  /** @param folder where its configuration is put; the server does not answer at once */
  async start(path: string, folder: string): Promise<void> {
    this.port = await freePort();
    const config = join(folder, 'ser2net.yaml');
    writeFileSync(config, configuration(this.port, path));
    const env = { ...process.env, PATH: withSbin() };
    this.server = spawn('ser2net', ['-n', '-c', config, '-P', join(folder, 'pid')], { stdio: 'ignore', env });
  }

  stop(): Promise<void> {
    return ended(this.server);
  }
}

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
