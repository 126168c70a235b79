import { describe, expect, it } from 'vitest';
import { ManualClock } from '#time/manual-clock';
import type { Line, LineEvent } from '#transport/line';
import { MemorySerialTransport } from '#transport/memory-serial-line';
import { MemoryTransport } from '#transport/memory-transport';
import { eightNoneOne } from '#transport/serial-port-settings';
import { SharedTransport } from '#transport/shared-line';
import { ascii } from './octets';
import { ScriptedEndpoint } from './scripted-endpoint';

async function bench() {
  const clock = new ManualClock();
  const meter = new ScriptedEndpoint();
  const shared = new SharedTransport(new MemorySerialTransport([meter], clock, eightNoneOne(9600)));
  return { clock, meter, shared, first: await shared.connect(0), second: await shared.connect(0) };
}

async function heardBy(line: Line, deadline: number): Promise<string> {
  let text = '';
  for (;;) {
    const event = await line.receive(deadline);
    if (event.kind !== 'octets') return text;
    text += String.fromCharCode(...event.octets);
  }
}

describe('a shared line', () => {
  it('is opened once, and brings to all of its users what comes', async () => {
    const { first, second } = await bench();
    await first.write(ascii('one'));
    expect(await heardBy(first, 100)).toBe('one');
    expect(await heardBy(second, 100)).toBe('one');
    await second.write(ascii('two'));
    expect(await heardBy(second, 200)).toBe('two');
    expect(await heardBy(first, 200)).toBe('two');
  });

  it('is opened once by those who come at the same time', async () => {
    const clock = new ManualClock();
    const shared = new SharedTransport(new MemorySerialTransport([new ScriptedEndpoint()], clock, eightNoneOne(9600)));
    const [a, b] = await Promise.all([shared.connect(0), shared.connect(0)]);
    await a?.write(ascii('x'));
    expect(b && (await heardBy(b, 100))).toBe('x');
  });

  it('lets two wait at the same time, each until its own deadline', async () => {
    const { clock, first, second } = await bench();
    const [long, short] = await Promise.all([first.receive(500), second.receive(200)]);
    expect(long).toEqual({ kind: 'timeout', at: 500 });
    expect(short.kind).toBe('timeout');
    expect(clock.now()).toBe(500);
  });

  it('stays open for the others when one has left, who hears nothing more', async () => {
    const { first, second } = await bench();
    await first.close();
    await first.write(ascii('lost'));
    await second.write(ascii('kept'));
    expect(await heardBy(second, 100)).toBe('kept');
    expect(await heardBy(first, 100)).toBe('');
  });

  it('is open still for whoever comes when all have left', async () => {
    const { shared, meter, first, second } = await bench();
    await first.close();
    await second.reset();
    const third = await shared.connect(0);
    await third.write(ascii('x'));
    expect(await heardBy(third, 100)).toBe('x');
    expect(meter.connections).toHaveLength(1);
  });

  it('tells all of its users that it has ended, and is opened anew', async () => {
    const meter = new ScriptedEndpoint((connection) => {
      connection.closed = 'fin';
    });
    const shared = new SharedTransport(new MemoryTransport(meter, new ManualClock()));
    const [first, second] = [await shared.connect(0), await shared.connect(0)];
    await first.write(ascii('x'));
    const ended: LineEvent = { kind: 'closed', by: 'fin', at: 0 };
    expect([await first.receive(9), await second.receive(9)]).toEqual([ended, ended]);
    await shared.connect(0);
    expect(meter.connections).toHaveLength(2);
  });

  it('closes with its transport', async () => {
    const { shared, meter } = await bench();
    await shared.close();
    expect(meter.connections[0]?.isLost).toBe(true);
  });
});
