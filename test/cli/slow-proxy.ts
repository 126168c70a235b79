import { connect, createServer, type Server, type Socket } from 'node:net';

/** Passes octets on between a client and a meter, each message later than it came, so that a test can see what is between two. */
export interface SlowProxy {
  readonly port: number;
  close(): void;
}

/** @param delayMs from the arrival of octets to their departure, in both directions */
export async function slowProxy(meterPort: number, delayMs: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const meter = connect(meterPort, '127.0.0.1');
    for (const socket of [client, meter]) sockets.add(socket);
    passOn(client, meter, delayMs);
    passOn(meter, client, delayMs);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: portOf(server),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function passOn(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (octets) => setTimeout(() => to.writable && to.write(octets), delayMs));
  from.on('close', () => setTimeout(() => to.destroy(), delayMs));
  from.on('error', () => to.destroy());
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on no port');
  return address.port;
}
