import { afterEach, describe, expect, it } from 'vitest';
import { LineLost, LocalProtocolError } from '#dlms/errors';
import { Rfc2217Server, type ServerFaults } from '#support/lines/rfc2217-server';
import type { Clock } from '#time/clock';
import { ManualClock } from '#time/manual-clock';
import { SystemClock } from '#time/system-clock';
import { Rfc2217Transport } from '#transport/rfc2217-transport';
import { isSerialLine, type SerialLine } from '#transport/serial-line';
import { eightNoneOne, type SerialPortSettings, sevenEvenOne } from '#transport/serial-port-settings';
import { octets } from './octets';

const FAR = 60_000;
const FAST = eightNoneOne(1_000_000);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serverWith(faults: ServerFaults = {}): Promise<{ server: Rfc2217Server; port: number }> {
  const server = new Rfc2217Server(faults);
  const port = await server.listen();
  closing.push(() => server.close());
  return { server, port };
}

async function opened(faults: ServerFaults, settings: SerialPortSettings, clock: Clock = new SystemClock()) {
  const { server, port } = await serverWith(faults);
  const line = await new Rfc2217Transport('127.0.0.1', port, settings, clock).connect(clock.now() + FAR);
  closing.push(() => line.close());
  return { server, line, clock };
}

async function refusal(outcome: Promise<unknown>): Promise<string> {
  const error = await outcome.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(LineLost);
  return String(error);
}

async function heardBy(line: SerialLine, clock: Clock, count: number): Promise<number[]> {
  const heard: number[] = [];
  while (heard.length < count) {
    const event = await line.receive(clock.now() + FAR);
    if (event.kind !== 'octets') throw new Error(`${event.kind} after ${heard.length} octets`);
    heard.push(...event.octets);
  }
  return heard;
}

describe('a serial port by RFC 2217', () => {
  it('is set before it is used', async () => {
    const { server, line } = await opened({}, sevenEvenOne(300));
    await server.sees(() => server.commands.length === 6);
    expect(server.commands).toEqual([
      [1, 0, 0, 0x01, 0x2c],
      [2, 7],
      [3, 3],
      [4, 1],
      [5, 1],
      [12, 3],
    ]);
    expect(server.negotiated).toEqual(['will 0', 'do 0', 'will 3', 'do 3', 'will 44']);
    expect(line.settings).toEqual(sevenEvenOne(300));
    expect(isSerialLine(line)).toBe(true);
  });

  it('carries every octet both ways', async () => {
    const { server, line, clock } = await opened({}, FAST);
    const all = Array.from({ length: 256 }, (_, octet) => octet);
    await line.write(Uint8Array.from(all));
    expect(await heardBy(line, clock, 256)).toEqual(all);
    expect(server.heard).toEqual(all);
  });

  it('takes as long to write as the port needs', async () => {
    const clock = new ManualClock();
    const { line } = await opened({}, sevenEvenOne(300), clock);
    await line.write(octets(1, 2, 3));
    expect(clock.now()).toBeCloseTo(100, 6);
  });

  it('is set anew, parity and all, and sends a break', async () => {
    const { server, line, clock } = await opened({}, sevenEvenOne(300), new ManualClock());
    await line.reconfigure(eightNoneOne(9600));
    await line.reconfigure(eightNoneOne(9600));
    await line.sendBreak(250);
    expect(server.commands.slice(6)).toEqual([
      [1, 0, 0, 0x25, 0x80],
      [2, 8],
      [3, 1],
      [4, 1],
      [5, 5],
      [5, 6],
    ]);
    expect(clock.now()).toBe(250);
    expect(line.settings).toEqual(eightNoneOne(9600));
  });

  it('passes over notices of the modem, offers and unknown options', async () => {
    const { server, line, clock } = await opened({}, FAST);
    server.sendRaw(octets(255, 251, 1, 255, 253, 31, 255, 250, 44, 107, 0x30, 255, 240, 0x41));
    server.sendRaw(octets(255, 251, 1, 255, 253, 31));
    expect(await heardBy(line, clock, 1)).toEqual([0x41]);
    await server.sees(() => server.negotiated.length >= 7);
    await line.write(octets(0x42));
    expect(await heardBy(line, clock, 1)).toEqual([0x42]);
    expect(server.negotiated.slice(5)).toEqual(['dont 1', 'wont 31']);
  });

  it('waits with octets while the server has suspended the flow', async () => {
    const { server, line, clock } = await opened({}, FAST);
    server.sendRaw(octets(255, 250, 44, 108, 255, 240, 0x41));
    await heardBy(line, clock, 1);
    const writing = line.write(octets(0x42));
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.heard).toEqual([]);
    server.sendRaw(octets(255, 250, 44, 109, 255, 240));
    await writing;
    expect(await heardBy(line, clock, 1)).toEqual([0x42]);
  });

  it.each([
    ['baud rate 300', 1],
    ['7 data bits', 2],
    ['parity even', 3],
    ['1 stop bits', 4],
    ['no flow control', 5],
  ])('names %s if it is not acknowledged', async (text, code) => {
    const clock = new ManualClock();
    const { server, port } = await serverWith({ silentOn: [code] });
    const connecting = new Rfc2217Transport('127.0.0.1', port, sevenEvenOne(300), clock, 1500).connect(FAR);
    const refused = refusal(connecting);
    await server.sees(() => server.commands.length === 5);
    // its answer to this tells that it has read the acknowledgements before
    server.sendRaw(octets(255, 253, 31));
    await server.sees(() => server.negotiated.includes('wont 31'));
    clock.advanceTo(1500);
    expect(await refused).toBe(`LineLost: rfc2217 127.0.0.1:${port}: ${text}: not acknowledged within 1500 ms`);
  });

  it('names a setting that the server changed', async () => {
    const { port } = await serverWith({ answers: { 3: 1 } });
    const clock = new SystemClock();
    const connecting = new Rfc2217Transport('127.0.0.1', port, sevenEvenOne(300), clock).connect(clock.now() + FAR);
    expect(await refusal(connecting)).toContain('parity even: the server answered with the value 1');
  });

  it('is refused by a server that cannot set ports', async () => {
    const { port } = await serverWith({ refuses: true });
    const clock = new SystemClock();
    const connecting = new Rfc2217Transport('127.0.0.1', port, FAST, clock).connect(clock.now() + FAR);
    expect(await refusal(connecting)).toContain('cannot set one');
  });

  it('is not mistaken for raw TCP', async () => {
    const clock = new ManualClock();
    const { server, port } = await serverWith({ isRaw: true });
    const refused = refusal(new Rfc2217Transport('127.0.0.1', port, FAST, clock).connect(FAR));
    await server.sees(() => server.heard.length >= 15);
    clock.advanceTo(3000);
    expect(await refused).toContain('a telnet(rfc2217) port is needed, not raw TCP');
  });

  it('says so when nobody listens', async () => {
    const { server, port } = await serverWith();
    await server.close();
    const clock = new SystemClock();
    const connecting = new Rfc2217Transport('127.0.0.1', port, FAST, clock).connect(clock.now() + FAR);
    expect(await refusal(connecting)).toContain('nothing listens there');
  });

  it('is closed when the server hangs up, and a setting under way is lost with it', async () => {
    const { server, line, clock } = await opened({}, FAST);
    server.hangUp();
    expect(await line.receive(clock.now() + FAR)).toMatchObject({
      kind: 'closed',
      by: 'fin',
      fault: { isAtOurEnd: true },
    });
    await line.write(octets(1));
    expect(await refusal(line.reconfigure(eightNoneOne(300)))).toContain('the connection is closed');
    await expect(line.end()).rejects.toThrow(LocalProtocolError);
  });

  it('gives up at once on an acknowledgement when the server hangs up', async () => {
    const { server, port } = await serverWith({ silentOn: [1] });
    const clock = new SystemClock();
    const connecting = new Rfc2217Transport('127.0.0.1', port, FAST, clock, FAR).connect(clock.now() + FAR);
    const refused = refusal(connecting);
    await server.sees(() => server.commands.length === 5);
    server.hangUp();
    expect(await refused).toContain('baud rate 1000000: the server closed the connection');
  });
});
