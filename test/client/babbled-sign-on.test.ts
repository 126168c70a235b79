import { describe, expect, it } from 'vitest';
import { SignOnSession } from '#client/sign-on-session';
import { type SignOnGoal, USUAL_CLIENT } from '#dlms/link/optical/client-settings';
import { ManualClock } from '#time/manual-clock';
import type { LineEvent } from '#transport/line';
import type { SerialLine } from '#transport/serial-line';
import { type SerialPortSettings, sevenEvenOne } from '#transport/serial-port-settings';

const HOUR_MS = 3_600_000;
const text = (characters: string): Uint8Array => new TextEncoder().encode(characters);

/** A head that says the same every so often, at any speed, and hears nothing. */
class BabblingHead implements SerialLine {
  readonly clock = new ManualClock();
  settings: SerialPortSettings = sevenEvenOne(300);
  private readonly octets: Uint8Array;
  private readonly everyMs: number;
  private nextAt: number;

  constructor(octets: Uint8Array, everyMs: number) {
    this.octets = octets;
    this.everyMs = everyMs;
    this.nextAt = everyMs;
  }

  async receive(deadline: number): Promise<LineEvent> {
    if (this.clock.now() > HOUR_MS) throw new Error('the session never ends');
    const isTime = this.nextAt <= deadline;
    this.clock.advanceTo(Math.max(this.clock.now(), isTime ? this.nextAt : deadline));
    const at = this.clock.now();
    if (!isTime) return { kind: 'timeout', at };
    this.nextAt = at + this.everyMs;
    return { kind: 'octets', octets: this.octets, at };
  }

  async reconfigure(settings: SerialPortSettings): Promise<void> {
    this.settings = settings;
  }

  async idle(deadline: number): Promise<void> {
    this.clock.advanceTo(deadline);
  }

  async write(): Promise<void> {}
  async drain(): Promise<void> {}
  async sendBreak(): Promise<void> {}
  async end(): Promise<void> {}
  async close(): Promise<void> {}
  async reset(): Promise<void> {}
}

describe('a session on a line where a head babbles for ever', () => {
  const goals: readonly SignOnGoal['kind'][] = ['identification', 'readout', 'programming', 'hdlc'];
  const babble: readonly [string, Uint8Array][] = [
    ['garbage', Uint8Array.from({ length: 23 }, (_, index) => (index * 73) & 0xff)],
    ['an identification without end', text('/ABC5ABCDEFGHIJ')],
    ['a readout without end', text('\u0002')],
    ['data', text('\u00021.8.0(0012345.678*kWh)\r\n')],
    ['NAK', Uint8Array.of(0x15)],
  ];
  const cases = babble.flatMap(([name, octets]) => goals.map((kind) => [name, kind, octets] as const));

  it.each(cases)('%s, for %s: nobody has identified himself', async (_, kind, octets) => {
    for (const everyMs of [30, 400, 1400]) {
      const head = new BabblingHead(octets, everyMs);
      const settings = { ...USUAL_CLIENT, parity: 'line', longestMessage: 4096 } as const;
      const session = new SignOnSession(head, settings, head.clock);
      const events = await session.signOn({ kind } as SignOnGoal);
      expect(events.at(-1)).toEqual({ kind: 'no-response', to: 'request' });
      expect(session.state).toBe('idle');
      expect(head.clock.now()).toBeLessThan(60_000);
    }
  });

  it('identifications: the session ends with what it could not have', async () => {
    const head = new BabblingHead(text('/ABC5SIM\r\n'), 300);
    const session = new SignOnSession(head, { ...USUAL_CLIENT, parity: 'line' }, head.clock);
    const events = await session.signOn({ kind: 'readout' });
    expect(events.map(({ kind }) => kind)).toContain('identified');
    expect(events.at(-1)).toMatchObject({ kind: 'no-response', to: 'option-select' });
  });
});
