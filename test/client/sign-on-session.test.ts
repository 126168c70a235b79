import { describe, expect, it } from 'vitest';
import type { SessionEvent, SignOnSession } from '#client/sign-on-session';
import { passwordCommand, readCommand, writeCommand } from '#dlms/link/optical/command';
import { OpticalBench, type OpticalSetting } from './optical-bench';

function kinds(events: readonly SessionEvent[]): string[] {
  return events.map(({ kind }) => kind);
}

function readoutIn(events: readonly SessionEvent[]): Record<string, string> {
  const found = events.find((event) => event.kind === 'readout' || event.kind === 'pushed');
  if (found === undefined) throw new Error(`no readout among ${kinds(events).join(', ')}`);
  const texts = found.readout.entries.map(({ obis, values }): [string, string] => [
    String(obis),
    values.map(({ value, unit }) => (unit === undefined ? value : `${value}*${unit}`)).join(),
  ]);
  return Object.fromEntries(texts);
}

async function programming(setting: OpticalSetting = {}): Promise<{ session: SignOnSession; bench: OpticalBench }> {
  const bench = new OpticalBench(setting);
  const session = await bench.session();
  const events = kinds(await session.signOn({ kind: 'programming' }));
  expect(events.filter((kind) => kind !== 'echo')).toEqual(['identified', 'password-asked']);
  return { session, bench };
}

const SHOWN = {
  '0-0:96.1.0.255': '20260001',
  '1-0:0.2.0.255': 'SIM-EL3 1_0_4',
  '1-0:32.7.0.255': '230.1*V',
};

describe('a readout of the simulated meter', () => {
  it.each([
    ['A', 300],
    ['B', 4800],
    ['C', 9600],
    ['E', 9600],
  ] as const)('mode %s shows what its file lists', async (mode, baud) => {
    const session = await new OpticalBench({ optical: { mode, baud } }).session();
    const events = await session.signOn({ kind: 'readout' });
    expect(kinds(events)).toEqual(['identified', 'readout']);
    expect(events[0]).toMatchObject({ mode });
    const readout = readoutIn(events);
    expect(readout).toMatchObject({ ...SHOWN, '1-0:0.2.0.255': 'SIM-EL3 1.0.4' });
    expect(readout['1-0:1.8.0.255']).toMatch(/^\d+\*Wh$/);
    expect(Object.keys(readout)).toHaveLength(7);
  });

  it('comes unasked in mode D', async () => {
    const session = await new OpticalBench({ optical: { mode: 'D', baud: 2400 } }).session();
    expect(readoutIn(await session.listen(15_000))['0-0:96.1.0.255']).toBe('20260001');
    expect(session.state).toBe('idle');
  });

  it('comes once more when it is asked for, and ends by a break', async () => {
    const session = await new OpticalBench().session();
    await session.signOn({ kind: 'readout' });
    expect(kinds(await session.askForReadout())).toEqual(['readout']);
    expect(kinds(await session.signOff())).toEqual(['signed-off']);
    expect(kinds(await session.signOn({ kind: 'identification' }))).toEqual(['identified']);
  });

  it('comes slowly where no option is selected', async () => {
    const session = await new OpticalBench().session();
    expect(kinds(await session.signOn({ kind: 'no-option' }))).toEqual(['identified', 'readout']);
  });

  it.each([
    ['made by the port', { client: { parity: 'line' } }],
    ['with an echoing head', { isEchoing: true }],
    ['of a battery meter', { optical: { isBattery: true }, client: { wakesUp: true } }],
    ['by its device address', { client: { address: '0020260001' } }],
  ] as const)('is the same %s', async (_, setting) => {
    const session = await new OpticalBench(setting).session();
    const events = await session.signOn({ kind: 'readout' });
    expect(readoutIn(events)['0-0:96.1.0.255']).toBe('20260001');
  });

  it('tells the reaction time of the meter as the line shows it', async () => {
    const [slow] = await (await new OpticalBench().session()).signOn({ kind: 'identification' });
    const [quick] = await (await new OpticalBench({ optical: { isQuick: true } }).session()).signOn({
      kind: 'identification',
    });
    expect(slow?.kind === 'identified' && Math.round(slow.reactionMs)).toBe(200);
    expect(quick?.kind === 'identified' && Math.round(quick.reactionMs)).toBe(20);
  });

  it('is silence where the address is another one', async () => {
    const session = await new OpticalBench({ client: { address: '20260002', attempts: 2 } }).session();
    expect(kinds(await session.signOn({ kind: 'readout' }))).toEqual(['repeated', 'no-response']);
  });
});

describe('programming mode of the simulated meter', () => {
  it.each([
    ['P1', '11111111'],
    ['P2', '22222222'],
  ] as const)('%s opens it: values are read and written', async (level, password) => {
    const { session } = await programming();
    expect(kinds(await session.ask(passwordCommand(level, password)))).toEqual(['acknowledged']);
    expect(await session.ask(readCommand('R1', '32.7.0'))).toEqual([
      { kind: 'answer', sets: [{ address: '32.7.0', values: [{ value: '230.1', unit: 'V' }] }] },
    ]);
    expect(kinds(await session.ask(writeCommand('W1', '0-0:96.13.0', 'good day')))).toEqual(['acknowledged']);
    expect(await session.ask(readCommand('R1', '96.13.0'))).toMatchObject([
      { kind: 'answer', sets: [{ values: [{ value: 'good day' }] }] },
    ]);
    expect(kinds(await session.signOff())).toEqual(['signed-off']);
  });

  it('reads in partial blocks', async () => {
    const { session } = await programming();
    await session.ask(passwordCommand('P1', '11111111'));
    await session.ask(writeCommand('W1', '96.13.0', 'longer than one block'));
    expect(await session.ask(readCommand('R3', '96.13.0'))).toMatchObject([
      { kind: 'answer', sets: [{ values: [{ value: 'longer than one block' }] }] },
    ]);
  });

  it('shows before a password what is free, and nothing else', async () => {
    const { session } = await programming();
    expect(kinds(await session.ask(readCommand('R1', '96.1.0')))).toEqual(['answer']);
    expect(await session.ask(readCommand('R1', '32.7.0'))).toEqual([{ kind: 'error', text: 'ER03' }]);
    expect(await session.ask(writeCommand('W1', '96.13.0', 'x'))).toEqual([{ kind: 'error', text: 'ER03' }]);
  });

  it('refuses what there is not, and what may not be written', async () => {
    const { session } = await programming();
    await session.ask(passwordCommand('P1', '11111111'));
    expect(await session.ask(readCommand('R1', '99.99.9'))).toEqual([{ kind: 'error', text: 'ER04' }]);
    expect(await session.ask(writeCommand('W1', '96.1.0', '1'))).toEqual([{ kind: 'error', text: 'ER04' }]);
    expect(await session.ask(writeCommand('W1', '96.13.0', ''))).toEqual([{ kind: 'acknowledged' }]);
  });

  it('refuses wrong passwords, and breaks off at the third', async () => {
    const { session } = await programming();
    const wrong = passwordCommand('P1', '11111112');
    expect(kinds(await session.ask(wrong))).toEqual(['error']);
    expect(kinds(await session.ask(wrong))).toEqual(['error']);
    expect(await session.ask(wrong)).toEqual([{ kind: 'signed-off', by: 'meter' }]);
    expect(session.state).toBe('idle');
  });

  it.each([
    ['in clear', {}],
    ['with an echoing head', { isEchoing: true }],
    ['with parity by the port', { client: { parity: 'line' } }],
  ] as const)('never records a password %s', async (_, setting) => {
    const { session, bench } = await programming(setting);
    await session.ask(passwordCommand('P1', '11111111'));
    const text = bench.traffic.text();
    expect(text).toContain('SOH P1 STX ********');
    expect(text).not.toContain('11111111');
    expect(text.replace(/ /g, '')).not.toMatch(/(?:B1){4}|(?:31){4}/);
  });
});

describe('a head that echoes', () => {
  it('is not taken for a meter that confirms', async () => {
    const bench = new OpticalBench({ isEchoing: true, policy: { confirmsHdlc: () => 'none' } });
    const events = await (await bench.session()).signOn({ kind: 'hdlc' });
    expect(events.at(-1)).toMatchObject({ kind: 'hdlc', confirmation: 'absent', isEchoing: true });
    const confirming = await (await new OpticalBench({ isEchoing: true }).session()).signOn({ kind: 'hdlc' });
    expect(confirming.at(-1)).toMatchObject({ kind: 'hdlc', confirmation: '7E1', isEchoing: true });
  });
});

describe('the record of a sign-on', () => {
  it('can be read', async () => {
    const bench = new OpticalBench();
    await (await bench.session()).signOn({ kind: 'hdlc' });
    const text = bench.traffic.text();
    for (const line of [
      '    /?! CR LF',
      '    /SIM5\\2SIM-EL3 CR LF',
      'identified as SIM, mode E, Z=5, "SIM-EL3", after 200 ms',
      '    ACK 252 CR LF',
      'the line is at 9600 baud 8N1',
      'HDLC from here on, at 9600 baud; confirmation: 7E1',
    ])
      expect(text).toContain(line);
  });
});
