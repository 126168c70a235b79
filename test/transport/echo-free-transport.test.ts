import { describe, expect, it } from 'vitest';
import { EchoFilter } from '#dlms/link/optical/echo-filter';
import { ManualClock } from '#time/manual-clock';
import { EchoFreeTransport } from '#transport/echo-free-transport';
import { MemorySerialTransport } from '#transport/memory-serial-line';
import { eightNoneOne } from '#transport/serial-port-settings';
import { ascii } from './octets';
import { type Script, ScriptedEndpoint } from './scripted-endpoint';

const ANSWERING: Script = (connection, received) => {
  if (received[0] === ascii('?')[0]) connection.say(ascii('answer'));
};

async function heard(echo: boolean, request: string): Promise<string> {
  const clock = new ManualClock();
  const meter = new ScriptedEndpoint(ANSWERING);
  const serial = new MemorySerialTransport([meter], clock, eightNoneOne(9600), { echo });
  const line = await new EchoFreeTransport(serial, () => new EchoFilter('cancel')).connect(0);
  await line.write(ascii(request));
  let text = '';
  for (;;) {
    const event = await line.receive(1000);
    if (event.kind !== 'octets') return text;
    text += String.fromCharCode(...event.octets);
  }
}

describe('a line behind an adapter that echoes', () => {
  it('brings what the meter says and not what was sent', async () => {
    expect(await heard(true, 'request?')).toBe('answer');
  });

  it('brings everything where nothing came back after all', async () => {
    expect(await heard(false, 'request?')).toBe('answer');
  });

  it('is silent where only the echo came', async () => {
    expect(await heard(true, 'request')).toBe('');
  });
});
