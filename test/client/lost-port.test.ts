import { describe, expect, it } from 'vitest';
import { HdlcChannel } from '#client/hdlc-channel';
import { LineTraffic } from '#client/line-traffic';
import { fromHex } from '#dlms/codec/hex';
import { LineLost, mayBeMeters, portLost } from '#dlms/errors';
import { serverAddress } from '#dlms/link/hdlc/address';
import { USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { SecretRegistry } from '#dlms/security/secrets';
import { ManualClock } from '#time/manual-clock';
import type { Line, LineEvent, Transport } from '#transport/line';

const UA = fromHex('7EA00721037301407E');

/** A port that hands up what a test says, and how often it was opened. */
class ScriptedPort implements Transport {
  readonly description = 'serial /dev/x 9600 8N1';
  readonly clock = new ManualClock();
  opened = 0;
  closed = 0;
  private readonly events: (() => LineEvent)[];

  constructor(...events: readonly (() => LineEvent)[]) {
    this.events = [...events];
  }

  async connect(): Promise<Line> {
    this.opened++;
    return {
      write: async () => undefined,
      receive: async (deadline) => {
        const event = this.events.shift();
        if (event !== undefined) return event();
        this.clock.advanceTo(deadline);
        return { kind: 'timeout', at: deadline };
      },
      idle: async (deadline) => this.clock.advanceTo(deadline),
      end: async () => undefined,
      close: async () => void this.closed++,
      reset: async () => undefined,
    };
  }

  async close(): Promise<void> {}
}

const answers = (): LineEvent => ({ kind: 'octets', octets: UA, at: 0 });
const goes = (): LineEvent => ({ kind: 'closed', by: 'reset', at: 0, fault: portLost('serial /dev/x: unplugged') });
const hangsUp = (): LineEvent => ({ kind: 'closed', by: 'fin', at: 0 });

function channelOn(transport: ScriptedPort): HdlcChannel {
  const parts = {
    name: 'public',
    transport,
    clock: transport.clock,
    timeouts: { connectMs: 1000, responseMs: 1000, intraMessageMs: 500 },
    traffic: new LineTraffic(new SecretRegistry()),
  };
  return new HdlcChannel(parts, { ...USUAL_PATIENCE, client: 16, server: serverAddress(1, 1) }, {});
}

describe('a port of our own that is lost', () => {
  it('is no answer of the meter, and is opened anew by whoever connects next', async () => {
    const port = new ScriptedPort(answers, goes, answers);
    const channel = channelOn(port);
    await channel.send(fromHex('C001C1'));
    await expect(channel.receive()).rejects.toThrow('serial /dev/x: unplugged');
    expect(channel.isConnected).toBe(false);
    expect(port.closed).toBe(1);
    await channel.connect();
    expect(port.opened).toBe(2);
  });

  it('is named by SNRM, too', async () => {
    await expect(channelOn(new ScriptedPort(goes)).connect()).rejects.toThrow('serial /dev/x: unplugged');
  });

  it('keeps nobody from leaving', async () => {
    const channel = channelOn(new ScriptedPort(answers, goes));
    await channel.connect();
    await channel.close();
    expect(channel.isConnected).toBe(false);
  });

  it('differs from a meter that closes the line', async () => {
    const channel = channelOn(new ScriptedPort(answers, hangsUp));
    await channel.send(fromHex('C001C1'));
    expect(await channel.receive()).toEqual({ kind: 'closed', by: 'fin' });
  });

  it('is never taken for the doing of a meter', () => {
    expect(mayBeMeters(new LineLost('refused'))).toBe(true);
    expect(mayBeMeters(portLost('locked'))).toBe(false);
    expect(mayBeMeters(new Error('odd'))).toBe(false);
  });
});
