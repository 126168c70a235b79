import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import { connectedClient, REQUEST, waiting } from './bench-client';
import { command, RR0, RR0_ANSWER, response } from './bench-frame';

const ANSWER = response(0x30, 'E6E700BB');
const BUSY = '7EA00721033533677E';

describe('after an I frame without an answer the client asks what has arrived', () => {
  it('the request: the answer comes again', () => {
    const client = waiting();
    expect(client.waits(1000)).toEqual([RR0]);
    expect(client.hears(ANSWER)).toEqual([]);
    expect(client.kinds()).toEqual(['apdu']);
    expect(client.station.state).toBe('idle');
  });

  it('the request, but there is no answer yet: it is polled again', () => {
    const client = waiting();
    client.waits(1000);
    expect(client.hears(response(0x31))).toEqual([]);
    expect(client.waits(199)).toEqual([]);
    expect(client.waits(1)).toEqual([RR0]);
    client.hears(ANSWER);
    expect(client.kinds()).toEqual(['acknowledged', 'apdu']);
  });

  it('not even the request: the same I frame again', () => {
    const client = waiting();
    client.waits(1000);
    expect(client.hears(RR0_ANSWER)).toEqual([REQUEST]);
    client.hears(ANSWER);
    expect(client.kinds()).toEqual(['apdu']);
  });

  it('or repeats it at once where it is told to', () => {
    const client = waiting({ recovery: 'repeat' });
    expect(client.waits(1000)).toEqual([REQUEST]);
    client.hears(ANSWER);
    expect(client.kinds()).toEqual(['apdu']);
  });

  it('and gives up after its retries', () => {
    const client = waiting({ retries: 2 });
    expect([client.waits(1000), client.waits(1000), client.waits(1000)]).toEqual([[RR0], [RR0], []]);
    expect(client.events()).toEqual([{ kind: 'no-response', to: 'I' }]);
    expect(client.station.state).toBe('broken');
  });

  it('and does not ask for ever what never arrives', () => {
    const client = waiting({ retries: 2 });
    client.waits(1000);
    const sent = [client.hears(RR0_ANSWER), client.hears(RR0_ANSWER), client.hears(RR0_ANSWER)];
    expect(sent).toEqual([[REQUEST], [REQUEST], []]);
    expect(client.kinds()).toEqual(['no-response']);
  });

  it('a late answer and its repetition are delivered once', () => {
    const client = waiting();
    client.waits(1000);
    client.hears(ANSWER, ANSWER);
    expect(client.kinds()).toEqual(['apdu']);
    expect(client.sends('CC')).toEqual([command(0x32, 'E6E600CC')]);
    expect(client.hears(ANSWER), 'once more, for the poll: asks for the one that is expected').toEqual([
      command(0x32, 'E6E600CC'),
    ]);
    client.hears(response(0x52, 'E6E700DD'));
    expect(client.kinds()).toEqual(['apdu']);
  });
});

describe('an answer that takes its time', () => {
  it('is polled for while the meter is busy', () => {
    const client = waiting();
    expect(client.hears(BUSY)).toEqual([]);
    expect(client.waits(200)).toEqual([RR0]);
    client.hears(BUSY);
    expect(client.waits(200)).toEqual([RR0]);
    client.hears(ANSWER);
    expect(client.events()).toEqual([
      { kind: 'acknowledged', isBusy: true },
      { kind: 'acknowledged', isBusy: true },
      { kind: 'apdu', apdu: fromHex('BB') },
    ]);
  });

  it('is not waited for longer than the patience lasts, and the link stays as it is', () => {
    const client = waiting();
    let polls = 0;
    while (client.station.state === 'waiting') {
      client.hears(response(0x31));
      polls += client.waits(200).length;
    }
    expect(polls).toBe(9);
    expect(client.kinds().at(-1)).toBe('no-answer');
    expect(client.sends('CC')).toEqual([command(0x12, 'E6E600CC')]);
  });

  it('is not put off by a meter that says so without end', () => {
    const client = waiting();
    let turns = 0;
    while (client.station.state === 'waiting' && turns++ < 1000) client.hears(response(0x31));
    expect(client.kinds().at(-1)).toBe('no-answer');
    expect(client.now).toBeLessThan(2300);
  });

  it('is not awaited at all where there is none', () => {
    const client = connectedClient();
    client.sends('AA', 'acknowledgement');
    client.hears(response(0x31));
    expect(client.events()).toEqual([{ kind: 'acknowledged', isBusy: false }]);
    expect(client.station.state).toBe('idle');
  });

  it('goes on with each good frame without F', () => {
    const client = waiting({}, { windowReceive: 3 }, '818006070400000003');
    client.waits(900);
    client.hears(response(0x20, 'E6E700BB', true));
    expect(client.waits(990)).toEqual([]);
    client.hears(response(0x22, 'CC', true));
    expect(client.waits(1000), 'then silence').toEqual([command(0x51)]);
    client.hears(response(0x34, 'DD'));
    expect(client.events()).toEqual([{ kind: 'apdu', apdu: fromHex('BBCCDD') }]);
  });

  it('is not asked for without a pause for ever, when its rest was promised and does not come', () => {
    const client = waiting();
    client.hears(response(0x30, 'E6E700BB', true));
    const polls = Array.from({ length: 20 }, () => client.hears(response(0x31))).filter(({ length }) => length > 0);
    expect(polls.length).toBeGreaterThan(0);
    expect(polls.length).toBeLessThan(10);
    client.hears(response(0x32, 'CC'));
    expect(client.kinds().at(-1)).toBe('apdu');
  });

  it('is held back by RNR until the client is ready', () => {
    const client = waiting();
    client.station.isBusy = true;
    expect(client.hears(response(0x30, 'E6E700BB', true))).toEqual([command(0x35)]);
    expect(client.hears(response(0x31))).toEqual([command(0x35)]);
    client.station.isBusy = false;
    expect(client.hears(response(0x31))).toEqual([command(0x31)]);
    client.hears(response(0x32, 'CC'));
    expect(client.kinds()).toEqual(['apdu']);
  });
});

describe('segments', () => {
  it('of an answer are asked for one by one (hdlc.md 8.2)', () => {
    const client = waiting();
    expect(client.hears(response(0x30, 'E6E70001', true))).toEqual(['7EA00703213117877E']);
    expect(client.hears(response(0x32, '02', true))).toEqual(['7EA00703215111E47E']);
    expect(client.hears(response(0x34, '03'))).toEqual([]);
    expect(client.events()).toEqual([{ kind: 'apdu', apdu: fromHex('010203') }]);
    expect(client.sends('CC')).toEqual([command(0x72, 'E6E600CC')]);
  });

  it('behind a gap are asked for again', () => {
    const client = waiting({}, { windowReceive: 3 }, '818006070400000003');
    expect(client.hears(response(0x20, 'E6E70001', true), response(0x34, '03'))).toEqual([command(0x31)]);
    expect(client.hears(response(0x22, '02', true), response(0x34, '03'))).toEqual([]);
    expect(client.events()).toEqual([{ kind: 'apdu', apdu: fromHex('010203') }]);
  });

  it('of a request go out one by one, each with P', () => {
    const client = connectedClient({}, { maxInfoTransmit: 4 }, '818003060104');
    expect(client.sends('010203040506')).toEqual([command(0x10, 'E6E60001', true)]);
    expect(client.hears(response(0x31))).toEqual([command(0x12, '02030405', true)]);
    expect(client.hears(response(0x51))).toEqual([command(0x14, '06')]);
    client.hears(response(0x70, 'E6E700BB'));
    expect(client.kinds()).toEqual(['apdu']);
  });

  it('of a request fill the window, P in the last, and what is lost is sent again', () => {
    const proposal = { maxInfoTransmit: 4, windowTransmit: 2 };
    const client = connectedClient({}, proposal, '818009060104080400000002');
    const [one, two, three] = [command(0x00, 'E6E60001', true), command(0x12, '02030405', true), command(0x14, '06')];
    expect(client.sends('010203040506')).toEqual([one + two.slice(2)]);
    expect(client.hears(response(0x31)), 'the second was lost').toEqual([
      command(0x02, '02030405', true) + three.slice(2),
    ]);
    client.hears(response(0x70, 'E6E700BB'));
    expect(client.kinds()).toEqual(['apdu']);
  });

  it('wait while the meter is busy', () => {
    const client = connectedClient({}, { maxInfoTransmit: 4 }, '818003060104');
    client.sends('010203040506');
    expect(client.hears(response(0x35))).toEqual([]);
    expect(client.waits(200)).toEqual([RR0]);
    expect(client.hears(response(0x31))).toEqual([command(0x12, '02030405', true)]);
  });

  it('without end are not held', () => {
    const client = waiting({ longestMessage: 100 });
    client.hears(response(0x30, `E6E700${'00'.repeat(60)}`, true));
    client.hears(response(0x32, '00'.repeat(60), true));
    expect(client.kinds()).toEqual(['violation', 'no-response']);
    expect(client.station.state).toBe('broken');
  });
});
