import { describe, expect, it } from 'vitest';
import { toSpacedHex } from '#dlms/codec/hex';
import { breakCommand, partialWrite, passwordCommand, readCommand, writeCommand } from '#dlms/link/optical/command';
import { corrupt } from '#dlms/link/optical/edit';
import { withEvenParity } from '#dlms/link/optical/parity';
import { encodeRequest } from '#dlms/link/optical/request';
import { IDENTIFICATION, LineBetween } from './line-between';

const inMode = (baudCharacter: string) => ({
  server: { identification: { ...IDENTIFICATION, baudCharacter, escapes: [] } },
});

function programmed(setting = {}): LineBetween {
  const line = new LineBetween({ ...inMode('5'), ...setting });
  line.client.signOn({ kind: 'programming' }, 0);
  line.run(5000);
  line.client.ask(passwordCommand('P1', '00000000'), line.now);
  return line.run(3000);
}

describe('each mode, client against server', () => {
  it.each([
    ['A', '%', 300],
    ['B', 'E', 9600],
    ['C', '5', 9600],
  ])('mode %s reads out', (mode, z, baud) => {
    const line = new LineBetween(inMode(z));
    line.client.signOn({ kind: 'readout' }, 0);
    line.run(12_000);
    expect(line.kinds()).toEqual(['identified', 'readout']);
    expect(line.event('identified')).toMatchObject({ mode, baud });
    expect(line.event('identified').reactionMs).toBeCloseTo(200);
    expect(line.event('readout').readout.entries.map(({ obis }) => obis)).toEqual(['1-0:0.0.0.255', '1-0:1.8.0.255']);
    expect(line.event('readout').isChecked).toBe(true);
  });

  it('a readout without STX and BCC is read as well', () => {
    const line = new LineBetween({ server: { ...inMode('5').server, readoutFrame: 'plain' } });
    line.client.signOn({ kind: 'readout' }, 0);
    line.run(5000);
    expect(line.event('readout').isChecked).toBe(false);
  });

  it('mode D is heard unasked', () => {
    const line = new LineBetween(inMode('3'));
    line.client.listen(0);
    line.server.push(0);
    line.run(3000);
    expect(line.event('pushed').readout.entries).toHaveLength(2);
    expect(line.server.state).toBe('start');
  });

  it.each([
    ['new-speed', '7E1'],
    ['old-speed', 'absent'],
    ['none', 'absent'],
  ] as const)('mode E hands over to HDLC, confirmation %s', (confirmation, found) => {
    const line = new LineBetween({ server: { confirmation } });
    line.client.signOn({ kind: 'hdlc' }, 0);
    line.run(6000);
    expect(line.event('hdlc')).toEqual({ kind: 'hdlc', baud: 9600, confirmation: found, isEchoing: false });
    expect([line.client.state, line.server.state]).toEqual(['hdlc', 'hdlc']);
    expect(line.serverEvents.at(-1)).toEqual({ kind: 'hdlc', baud: 9600 });
    const at = (events: readonly { kind: string }[]) => events.filter(({ kind }) => kind === 'change-speed').at(-1);
    expect(at(line.clientEvents)).toMatchObject({ baud: 9600, format: '8N1' });
    expect(at(line.serverEvents)).toMatchObject({ baud: 9600, format: '8N1' });
    line.server.hdlcEnded(line.now);
    line.client.hdlcEnded(line.now);
    const ended = line.now;
    line.client.signOn({ kind: 'identification' }, line.now);
    line.run(6000);
    expect(line.kinds().slice(-1)).toEqual(['identified']);
    expect(line.now - ended).toBe(6000);
  });

  it('an option select at 300 Bd keeps the speed and still enters programming mode', () => {
    const line = new LineBetween(inMode('5'));
    line.client.signOn({ kind: 'programming', baudCharacter: '0' }, 0);
    line.run(6000);
    expect(line.kinds()).toEqual(['identified', 'password-asked']);
    expect(line.clientEvents.some(({ kind }) => kind === 'change-speed')).toBe(false);
  });

  it('a Z that was not offered brings the readout at 300 Bd', () => {
    const line = new LineBetween();
    const option = { protocol: '2', baudCharacter: '6', mode: '2' };
    line.client.signOn({ kind: 'option', option, baudAfter: 300 }, 0);
    line.run(9000);
    expect(line.kinds()).toEqual(['identified', 'readout']);
    expect(line.server.state).toBe('readout');
  });

  it('no option select brings the readout after t_t', () => {
    const line = new LineBetween();
    line.client.signOn({ kind: 'no-option' }, 0);
    line.run(9000);
    expect(line.kinds()).toEqual(['identified', 'readout']);
  });
});

describe('programming mode', () => {
  it('opens by password, reads, writes, refuses and signs off', () => {
    const line = programmed();
    expect(line.event('password-asked').operand).toBe('12345678');
    expect(line.server.state).toBe('programming');
    line.client.ask(readCommand('R1', '1.8.0'), line.now);
    line.run(2000);
    expect(line.event('answer').sets).toEqual([{ address: '1.8.0', values: [{ value: '0012345.678', unit: 'kWh' }] }]);
    line.client.ask(writeCommand('W1', '0.9.2', '260131'), line.now);
    line.run(2000);
    line.client.ask(writeCommand('W1', '0.9.3', '1'), line.now);
    line.run(2000);
    expect(line.kinds().slice(2)).toEqual(['acknowledged', 'answer', 'acknowledged', 'error']);
    line.client.signOff(line.now);
    line.run(3000);
    expect([line.client.state, line.server.state]).toEqual(['idle', 'start']);
    expect(line.kinds().at(-1)).toBe('signed-off');
  });

  it('a read and a write in partial blocks are put together', () => {
    const line = programmed({ server: { ...inMode('5').server, partialBlock: 3 } });
    line.client.ask(readCommand('R3', '1.8.0'), line.now);
    line.run(6000);
    expect(line.event('answer').sets[0]?.values).toEqual([{ value: '0012345.678', unit: 'kWh' }]);
    line.client.ask(partialWrite('W3', '0.9.2', ['26', '01', '31']), line.now);
    line.run(6000);
    expect(line.kinds().at(-1)).toBe('acknowledged');
    expect(line.serverEvents).toContainEqual({ kind: 'command', command: 'W3', address: '0.9.2', isDone: true });
  });

  it('a wrong password is refused, the third time by a break', () => {
    const line = new LineBetween(inMode('5'));
    line.client.signOn({ kind: 'programming' }, 0);
    line.run(5000);
    for (let i = 0; i < 3; i++) {
      line.client.ask(passwordCommand('P1', '00000001'), line.now);
      line.run(2000);
    }
    expect(line.kinds().slice(2)).toEqual(['error', 'error', 'signed-off']);
    expect(line.server.state).toBe('start');
  });

  it('nothing but what is free is served before a password', () => {
    const line = new LineBetween(inMode('5'));
    line.client.signOn({ kind: 'programming' }, 0);
    line.run(5000);
    line.client.ask(readCommand('R1', '1.8.0'), line.now);
    line.run(2000);
    expect(line.event('error').text).toBe('ER03');
  });

  it('a silent meter has signed off after its time, and so has the client', () => {
    const line = programmed();
    line.run(89_000 - 3000);
    expect(line.server.state).toBe('programming');
    line.run(40_000);
    expect([line.client.state, line.server.state]).toEqual(['idle', 'start']);
    expect(line.serverEvents).toContainEqual({ kind: 'signed-off', cause: 'inactivity' });
  });

  it('NAK comes to a wrong BCC', () => {
    const line = programmed();
    line.server.receive(withEvenParity(corrupt(Uint8Array.of(1, 0x42, 0x30, 3, 0x71)).blockCheck()), line.now);
    const before = line.serverSent.length;
    line.run(1000);
    expect(toSpacedHex(line.serverSent[before] ?? new Uint8Array())).toBe('95');
  });

  it('B1 signs off like B0', () => {
    const line = programmed();
    line.client.ask(breakCommand('B1'), line.now);
    line.run(1000);
    expect(line.server.state).toBe('start');
  });
});

describe('the line', () => {
  it('an echoing head is recognised and its echo taken away, the confirmation is not', () => {
    const line = new LineBetween({ isEchoing: true });
    line.client.signOn({ kind: 'hdlc' }, 0);
    line.run(6000);
    expect(line.kinds()).toEqual(['echo', 'identified', 'echo', 'hdlc']);
    expect(line.event('hdlc')).toMatchObject({ confirmation: '7E1', isEchoing: true });
  });

  it('a battery meter hears nothing until it is woken', () => {
    const server = { isBattery: true };
    const deaf = new LineBetween({ server });
    deaf.client.signOn({ kind: 'identification' }, 0);
    expect(deaf.run(20_000).kinds()).toEqual(['repeated', 'repeated', 'no-response']);
    const woken = new LineBetween({ server, client: { wakesUp: true } });
    woken.client.signOn({ kind: 'identification' }, 0);
    expect(woken.run(8000).kinds()).toEqual(['identified']);
  });

  it.each([
    ['12345678', true],
    ['0012345678', true],
    ['12345679', false],
  ])('address %s', (address, isAnswered) => {
    const line = new LineBetween({ server: { address: '00012345678' }, client: { address } });
    line.client.signOn({ kind: 'identification' }, 0);
    expect(line.run(3000).kinds()[0] === 'identified').toBe(isAnswered);
  });

  it.each([
    [1400, true],
    [1600, false],
  ])('a hole of %i ms in the request', (gap, isAnswered) => {
    const { server } = new LineBetween();
    const [head, tail] = corrupt(encodeRequest()).split(2);
    server.receive(withEvenParity(head), 0);
    server.receive(withEvenParity(tail), gap);
    server.tick(gap + 200);
    expect(server.takeOutput().length > 0).toBe(isAnswered);
  });

  it('wrong parity, and garbage, are met with silence, and a request after them is answered', () => {
    const { server } = new LineBetween();
    for (let at = 0; at < 5; at++) server.receive(corrupt(encodeRequest()).parity(at), at * 3000);
    expect(server.state).toBe('start');
    server.receive(withEvenParity(encodeRequest()), 20_000);
    expect(server.state).toBe('waiting-option');
  });

  it('an answer after its time is told as late and changes nothing', () => {
    const line = new LineBetween({ client: { attempts: 1, responseMs: 1500 }, decisions: { reactionMs: () => 1700 } });
    line.client.signOn({ kind: 'readout' }, 0);
    line.run(4000);
    expect(line.kinds()).toEqual(['no-response', 'late']);
    expect(line.client.state).toBe('idle');
  });

  it('a break in the running readout ends it, when the block is over', () => {
    const line = new LineBetween();
    line.client.signOn({ kind: 'no-option' }, 0);
    while (line.server.state !== 'readout') line.run(10);
    line.run(300);
    line.client.signOff(line.now);
    line.run(6000);
    expect([line.client.state, line.server.state]).toEqual(['idle', 'start']);
  });
});
