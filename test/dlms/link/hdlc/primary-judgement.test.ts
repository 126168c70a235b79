import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { serverAddress } from '#dlms/link/hdlc/address';
import { corrupt } from '#dlms/link/hdlc/edit';
import { BenchClient, REQUEST, waiting } from './bench-client';
import { RR0, response, UA } from './bench-frame';

const ANSWER = response(0x30, 'E6E700BB');

describe('FRMR', () => {
  it('ends all but SNRM and DISC, and says why', () => {
    const client = waiting();
    client.hears('7EA00C2103973E213100084D9F7E');
    expect(client.events()).toEqual([
      {
        kind: 'rejected',
        information: { control: 0x31, vs: 0, vr: 0, isResponse: false, w: false, x: false, y: false, z: true },
      },
    ]);
    expect(() => client.sends('AA')).toThrow('broken');
    client.connects();
    client.hears(UA);
    expect(client.sends('AA')).toEqual([REQUEST]);
  });

  it('may lack its information', () => {
    const client = waiting();
    client.hears('7EA0072103972BE17E');
    expect(client.events()).toEqual([{ kind: 'rejected', information: undefined }]);
  });
});

describe('what a meter does wrong is reported', () => {
  it.each<[string, string[], string, string[]]>([
    [
      'a longer information field than agreed',
      [response(0x30, `E6E700${'00'.repeat(126)}`)],
      '129 octets',
      ['violation', 'apdu'],
    ],
    ['another LLC header that can be read', [response(0x30, 'E7E700BB')], 'LLC', ['violation', 'apdu']],
    ['no LLC header', [response(0x30, 'BBBBBBBB')], 'LLC', ['violation']],
    ['N(R) of frames never sent', [response(0x50, 'E6E700BB')], 'N(R)=2', ['violation']],
    ['RR with information', [response(0x11, '00')], 'RR with an information field', ['violation']],
    ['a command', [response(0x93)], 'SNRM: no response', ['violation']],
    ['an unknown control field', [response(0xff)], 'unsupported: no response', ['violation']],
    [
      'an address of another length',
      [response(0x30, 'E6E700BB', false, '0223')],
      'another length',
      ['violation', 'apdu'],
    ],
    ['FRMR with two octets', [response(0x97, 'FF00')], 'FRMR', ['violation', 'rejected']],
  ])('%s', (_, frames, reason, kinds) => {
    const client = waiting();
    client.hears(...frames);
    const events = client.events();
    const violation = events.find(({ kind }) => kind === 'violation');
    expect(violation?.kind === 'violation' ? violation.error.message : '').toContain(reason);
    expect(events.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('and what is not its own is passed over', () => {
    const client = waiting();
    const echo = REQUEST;
    const foreign = response(0x30, 'E6E700BB', false, '05');
    const otherClient = toHex(corrupt(fromHex(ANSWER)).destination(fromHex('41')));
    const broken = toHex(corrupt(fromHex(ANSWER)).fcs());
    expect(client.hears(echo, foreign, otherClient, broken)).toEqual([]);
    expect(client.kinds()).toEqual(['echo', 'foreign', 'foreign', 'dropped']);
    expect(client.waits(990), 'the timer has not stopped').toEqual([RR0]);
  });
});

describe('UI', () => {
  it('is delivered in any state', () => {
    const client = new BenchClient();
    client.hears('7EA0162103131DFCE6E7000F00000001000201110713537E');
    expect(client.events()).toEqual([{ kind: 'unnumbered', apdu: fromHex('0F000000010002011107') }]);
  });

  it('comes before an answer, and does not end the exchange', () => {
    const client = waiting();
    client.hears(response(0x03, 'E6E7000F'), ANSWER);
    expect(client.kinds()).toEqual(['unnumbered', 'apdu']);
  });

  it('with F is the end of a transmission: the answer is polled for', () => {
    const client = waiting();
    client.hears(response(0x31), response(0x13, 'E6E7000F'));
    expect(client.waits(200)).toEqual([RR0]);
  });

  it('is put together, and taken without an LLC header', () => {
    const client = new BenchClient();
    client.hears(response(0x03, 'E6E7000F', true), response(0x13, '01'), response(0x13, '0F020304'));
    expect(client.events().filter(({ kind }) => kind === 'unnumbered')).toEqual([
      { kind: 'unnumbered', apdu: fromHex('0F01') },
      { kind: 'unnumbered', apdu: fromHex('0F020304') },
    ]);
  });
});

describe('any physical device', () => {
  it('may answer with its own address or the one that was called', () => {
    for (const source of ['02FF', '0223']) {
      const client = new BenchClient({ server: serverAddress(2, 1, 0x7f) });
      expect(client.connects()).toEqual(['7EA00802FF2193114E7E']);
      client.hears(response(0x73, '', false, source));
      expect(client.kinds()).toEqual(['connected']);
    }
  });
});
