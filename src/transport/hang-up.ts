import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort } from 'serialport';

type OpenPort = NonNullable<SerialPort['port']>;
type UnixPort = Extract<OpenPort, { readonly poller: unknown }>;

const readFrom = promisify(read);
const NOTHING_YET = ['EAGAIN', 'EWOULDBLOCK', 'EINTR'];

/**
 * Tells that a port has hung up. A terminal whose other end is gone reads as ended for ever, and node-serialport asks
 * it again and again without a pause: the process would be busy with that and with nothing else. To be called when the
 * port has opened, before anything is read from it.
 */
export function noticeHangUp(port: SerialPort): void {
  const { port: open } = port;
  if (open === undefined || !isUnix(open)) return;
  open.read = (buffer, offset, length) => readOrFail(open, buffer, offset, length);
}

async function readOrFail(port: UnixPort, buffer: Buffer, offset: number, length: number) {
  for (;;) {
    const bytesRead = await bytesFrom(port, buffer, offset, length);
    if (bytesRead === 0) throw new Error('the port has hung up');
    if (bytesRead !== undefined) return { buffer, bytesRead };
    await readable(port);
  }
}

/** @returns undefined where nothing has come yet */
async function bytesFrom(port: UnixPort, buffer: Buffer, offset: number, length: number): Promise<number | undefined> {
  if (!port.isOpen || port.fd === null) throw closedMeanwhile();
  try {
    return (await readFrom(port.fd, buffer, offset, length, null)).bytesRead;
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOTHING_YET.includes(String(error.code))) return undefined;
    throw error;
  }
}

/** Closing the port ends the wait with an error that says so by itself; to poll a port that is closed ends the process. */
function readable(port: UnixPort): Promise<void> {
  if (!port.isOpen) throw closedMeanwhile();
  return new Promise((resolve, reject) => {
    port.poller.once('readable', (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

/** node-serialport takes this for no fault. */
function closedMeanwhile(): Error {
  return Object.assign(new Error('the port is not open'), { canceled: true });
}

function isUnix(port: OpenPort): port is UnixPort {
  return 'poller' in port;
}
