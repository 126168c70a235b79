import { describe, expect, it } from 'vitest';
import { LineLost, LocalProtocolError } from '#dlms/errors';
import { ManualClock } from '#time/manual-clock';
import type { SerialWiring } from '#transport/memory-serial-bus';
import { MemorySerialTransport } from '#transport/memory-serial-line';
import { SteadySerialEndpoint } from '#transport/serial-endpoint';
import { isSerialLine, type SerialLine } from '#transport/serial-line';
import { eightNoneOne, type SerialPortSettings, sevenEvenOne } from '#transport/serial-port-settings';
import { ascii, octets } from './octets';
import { type Script, ScriptedEndpoint } from './scripted-endpoint';

const SILENT: Script = () => undefined;

async function bench(endpoints: readonly ScriptedEndpoint[], settings: SerialPortSettings, wiring?: SerialWiring) {
  const clock = new ManualClock();
  const transport = new MemorySerialTransport(endpoints, clock, settings, wiring);
  const line = await transport.connect();
  return { clock, transport, line };
}

/** Everything that comes before the deadline. */
async function heardBy(line: SerialLine, deadline: number): Promise<number[]> {
  const heard: number[] = [];
  for (;;) {
    const event = await line.receive(deadline);
    if (event.kind !== 'octets') return heard;
    heard.push(...event.octets);
  }
}

describe('a serial line in memory', () => {
  it('takes the time that the speed demands, and brings the octets one by one', async () => {
    const meter = new ScriptedEndpoint(SILENT, sevenEvenOne(300));
    const { clock, line } = await bench([meter], sevenEvenOne(300));
    await line.write(ascii('/?!\r\n'));
    expect(clock.now()).toBeCloseTo(166.67, 2);
    expect(meter.heard()).toEqual([...ascii('/?!\r\n')]);
    expect(meter.connections[0]?.lengths).toEqual([1, 1, 1, 1, 1]);
    expect(meter.connections[0]?.heardAt.map(Math.round)).toEqual([33, 67, 100, 133, 167]);
  });

  it('brings an answer at the speed of the meter, and lets it know when all has left', async () => {
    const meter = new ScriptedEndpoint((connection, received, now) => {
      if (received[0] === 0x0a) connection.sayAt(now + 200, ascii('AB'));
    });
    const { clock, line } = await bench([meter], eightNoneOne(9600));
    await line.write(octets(0x0a));
    const [first, second] = [await line.receive(5000), await line.receive(5000)];
    expect(first).toMatchObject({ kind: 'octets', octets: ascii('A') });
    expect(second).toMatchObject({ kind: 'octets', octets: ascii('B') });
    expect(second.at - first.at).toBeCloseTo(10 / 9.6, 6);
    expect(meter.connections[0]?.sentAt).toEqual([second.at]);
    expect(await line.receive(5000)).toEqual({ kind: 'timeout', at: 5000 });
    expect(clock.now()).toBe(5000);
  });

  it('carries both directions at once', async () => {
    const meter = new ScriptedEndpoint();
    const { line } = await bench([meter], eightNoneOne(9600));
    await line.write(ascii('there and back'));
    expect(await heardBy(line, 1000)).toEqual([...ascii('there and back')]);
  });

  it.each([
    ['speed', eightNoneOne(19_200)],
    ['parity', { ...eightNoneOne(9600), parity: 'even' } as const],
    ['speed and parity', sevenEvenOne(300)],
  ])('changes every octet of HDLC where the %s differs', async (_, settings) => {
    const meter = new ScriptedEndpoint(SILENT, eightNoneOne(9600));
    const { line } = await bench([meter], settings);
    await line.write(octets(0x7e, 0xa0, 0x07, 0x03, 0x21, 0x93));
    expect(meter.heard()).toHaveLength(6);
    expect(meter.heard()).not.toContain(0x7e);
  });

  it('is understood again after the near end has changed its settings', async () => {
    const meter = new ScriptedEndpoint(SILENT, eightNoneOne(9600));
    const { line } = await bench([meter], sevenEvenOne(300));
    await line.reconfigure(eightNoneOne(9600));
    await line.write(octets(0x7e, 0xa0));
    expect(meter.heard()).toEqual([0x7e, 0xa0]);
    expect(line.settings).toEqual(eightNoneOne(9600));
  });

  it('changes the meter to other settings only after what it said before has left', async () => {
    const meter = new ScriptedEndpoint((connection) => {
      connection.say(ascii('old'));
      connection.onSent = () => {
        connection.settings = eightNoneOne(9600);
        connection.say(octets(0x7e));
        connection.onSent = undefined;
      };
    }, sevenEvenOne(300));
    const { line } = await bench([meter], sevenEvenOne(300));
    await line.write(octets(0x06));
    expect(await heardBy(line, 110)).toEqual([...ascii('ol')]);
    expect(await line.receive(5000)).toMatchObject({ octets: ascii('d') });
    await line.reconfigure(eightNoneOne(9600));
    expect(await heardBy(line, 5000)).toEqual([0x7e]);
  });

  it('sends nothing at new settings while the old ones are still needed', async () => {
    const meter = new ScriptedEndpoint((connection, received) => {
      if (received[0] === 1) connection.say(ascii('long'));
      if (received[0] !== 2) return;
      connection.settings = eightNoneOne(600);
      connection.say(ascii('x'));
    }, eightNoneOne(300));
    const { line } = await bench([meter], eightNoneOne(300));
    await line.write(octets(1, 2));
    expect(await heardBy(line, 170)).toEqual([...ascii('long')]);
    await line.reconfigure(eightNoneOne(600));
    expect(await heardBy(line, 1000)).toEqual([...ascii('x')]);
  });

  it('echoes to the near end what an optical head reflects, and to nobody else', async () => {
    const meter = new ScriptedEndpoint(undefined, eightNoneOne(9600));
    const { line } = await bench([meter], eightNoneOne(9600), { echo: true });
    await line.write(ascii('a'));
    expect(await heardBy(line, 1000)).toEqual([...ascii('aa')]);
    expect(meter.heard()).toEqual([...ascii('a')]);
  });

  it('lets every meter on a bus hear the near end and each other', async () => {
    const answering =
      (octet: number): Script =>
      (connection, received) => {
        if (received[0] === octet) connection.say(octets(octet + 0x80));
      };
    const meters = [new ScriptedEndpoint(answering(1)), new ScriptedEndpoint(answering(2))];
    const { line } = await bench(meters, eightNoneOne(9600), { twoWire: true });
    await line.write(octets(1));
    expect(await heardBy(line, 100)).toEqual([0x81]);
    await line.write(octets(2));
    expect(await heardBy(line, 200)).toEqual([0x82]);
    expect(meters[0]?.heard()).toEqual([1, 2, 0x82]);
    expect(meters[1]?.heard()).toEqual([1, 0x81, 2]);
  });

  it('destroys on two wires what two meters say at the same time', async () => {
    const meters = [new ScriptedEndpoint(answeringOf(0x11)), new ScriptedEndpoint(answeringOf(0x22))];
    const { line } = await bench(meters, eightNoneOne(9600), { twoWire: true });
    await line.write(octets(0xff));
    expect(await heardBy(line, 1000)).toEqual([0xee, 0xdd]);
  });

  it('destroys on two wires what the near end says into an answer, though not on four', async () => {
    const heard = async (twoWire: boolean): Promise<number[]> => {
      const meter = new ScriptedEndpoint((connection, received) => {
        if (received[0] === 1) connection.say(octets(5, 5, 5));
      });
      const { line } = await bench([meter], eightNoneOne(9600), { twoWire });
      await line.write(octets(1, 7));
      return meter.heard();
    };
    expect(await heard(true)).toEqual([1, 7 ^ 0xff]);
    expect(await heard(false)).toEqual([1, 7]);
  });

  it('carries a break as one octet 00 after its time', async () => {
    const meter = new ScriptedEndpoint(SILENT, eightNoneOne(9600));
    const { clock, line } = await bench([meter], eightNoneOne(300));
    await line.sendBreak(250);
    expect(meter.heard()).toEqual([0]);
    expect(clock.now()).toBe(250);
  });

  it('tells the meter nothing when it is closed, and is exclusive while open', async () => {
    const meter = new ScriptedEndpoint();
    const { transport, line } = await bench([meter], eightNoneOne(9600));
    await expect(transport.connect()).rejects.toThrow(LineLost);
    await line.close();
    const again = await transport.connect();
    await line.write(octets(1));
    await again.write(octets(2));
    expect(await heardBy(again, 100)).toEqual([2]);
    expect(meter.connections.map(({ heard, isLost }) => ({ heard, isLost }))).toEqual([{ heard: [2], isLost: false }]);
    await transport.close();
    expect(meter.connections[0]?.isLost).toBe(true);
  });

  it('begins a new connection when the meter has closed its own', async () => {
    const meter = new ScriptedEndpoint((connection) => {
      connection.closed = 'rst';
    });
    const { line } = await bench([meter], eightNoneOne(9600));
    await line.write(octets(1, 2));
    expect(meter.connections.map(({ heard }) => heard)).toEqual([[1], [2]]);
  });

  it('is deaf while the meter accepts no connection', async () => {
    const meter = new ScriptedEndpoint();
    meter.accepts = false;
    const { line } = await bench([meter], eightNoneOne(9600));
    await line.write(octets(1));
    expect(await line.receive(100)).toEqual({ kind: 'timeout', at: 100 });
    meter.accepts = true;
    await line.write(octets(2));
    expect(await heardBy(line, 200)).toEqual([2]);
  });

  it('holds only so much of a meter that never ends', async () => {
    const meter = new ScriptedEndpoint((connection, received) => {
      connection.onSent = () => connection.say(received);
      connection.say(received);
    }, eightNoneOne(1_000_000_000));
    const { line } = await bench([meter], eightNoneOne(1_000_000_000));
    await line.write(octets(1));
    await line.idle(12);
    let heard = 0;
    while ((await line.receive(12)).kind === 'octets') heard++;
    expect(heard).toBe(1024 * 1024);
  });

  it('does not feign a half-close', async () => {
    const { line } = await bench([], eightNoneOne(9600));
    await expect(line.end()).rejects.toThrow(LocalProtocolError);
    expect(isSerialLine(line)).toBe(true);
  });

  it('serves an endpoint that knows nothing of serial lines', async () => {
    const inner = new ScriptedEndpoint();
    const clock = new ManualClock();
    const meter = new SteadySerialEndpoint(inner, eightNoneOne(4800));
    const line = await new MemorySerialTransport([meter], clock, eightNoneOne(4800)).connect();
    await line.write(ascii('hello'));
    expect(await heardBy(line, 1000)).toEqual([...ascii('hello')]);
  });

  it('does the same each time', async () => {
    const run = async (): Promise<unknown> => {
      const meters = [new ScriptedEndpoint(answeringOf(3)), new ScriptedEndpoint()];
      const { clock, line } = await bench(meters, eightNoneOne(1200), { twoWire: true, echo: true });
      await line.write(octets(1, 2, 3, 4, 5));
      return [await heardBy(line, 500), clock.now(), meters.map(({ connections }) => connections[0]?.heardAt)];
    };
    expect(await run()).toEqual(await run());
  });
});

function answeringOf(octet: number): Script {
  return (connection, received) => {
    if (received[0] === 0xff) connection.say(octets(octet));
  };
}
