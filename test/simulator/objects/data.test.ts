import { describe, expect, it } from 'vitest';
import {
  doubleLongUnsigned,
  enumerated,
  integer,
  longUnsigned,
  nullData,
  octetString,
  unsigned,
  visibleString,
} from '#dlms/codec/data-values';
import { Access } from './access';

const TEXT = '0-0:96.13.0.255';
const LONG = '0-0:96.13.1.255';
const SCRIPTS = '0-0:10.0.0.255';
const COUNTER = '0-0:96.15.0.255';
const TARIFF = '0-0:96.14.0.255';

describe('a Data object', () => {
  it('takes a value of its own type and keeps it', () => {
    const access = new Access();
    expect(access.set(TEXT, visibleString('good day'))).toBe('success');
    expect(access.value(TEXT)).toEqual(visibleString('good day'));
    expect(new Access('reading', access.model).value(TEXT)).toEqual(visibleString('good day'));
  });

  it.each([octetString('00'), nullData, unsigned(1)])('refuses another type: $type', (value) => {
    const access = new Access();
    expect(access.set(TEXT, value)).toBe('type-unmatched');
    expect(access.value(TEXT)).toEqual(visibleString('welcome'));
  });

  it('takes long values up to its limit', () => {
    const access = new Access();
    expect(access.set(LONG, octetString(new Uint8Array(8192)))).toBe('success');
    expect(access.set(LONG, octetString(new Uint8Array(8193)))).toBe('other-reason');
    expect(access.value(LONG)).toEqual(octetString(new Uint8Array(8192)));
    expect(access.set(TEXT, visibleString('x'.repeat(65)))).toBe('other-reason');
  });

  it('keeps its name and takes no selector', () => {
    const access = new Access();
    expect(access.set(TEXT, octetString('000000000000'), 1)).toBe('read-write-denied');
    const selection = { selector: 1, parameters: nullData };
    expect(access.object(TEXT).write(2, visibleString('x'), access.context, selection)).toBe(
      'scope-of-access-violated',
    );
  });

  it('changes in one meter only', () => {
    const access = new Access();
    access.set(TEXT, visibleString('mine'));
    expect(new Access().value(TEXT)).toEqual(visibleString('welcome'));
  });
});

describe('the script table', () => {
  it('executes a script: its writes, and one more on the counter', () => {
    const access = new Access();
    access.set(TARIFF, unsigned(3));
    expect(access.act(SCRIPTS, 1, longUnsigned(1))).toBe('success');
    expect(access.value(TARIFF)).toEqual(unsigned(1));
    expect(access.value(COUNTER)).toEqual(doubleLongUnsigned(1));
    access.act(SCRIPTS, 1, longUnsigned(1));
    expect(access.number(COUNTER)).toBe(2);
  });

  it('does nothing for the reserved script 0', () => {
    const access = new Access();
    expect(access.act(SCRIPTS, 1, longUnsigned(0))).toBe('success');
    expect(access.number(COUNTER)).toBe(0);
  });

  it.each([
    [longUnsigned(2), 'other-reason'],
    [unsigned(1), 'type-unmatched'],
    [undefined, 'type-unmatched'],
  ])('refuses %j', (parameters, result) => {
    const access = new Access();
    expect(access.act(SCRIPTS, 1, parameters)).toBe(result);
    expect(access.number(COUNTER)).toBe(0);
  });

  it('counts on behind the largest number', () => {
    const access = new Access();
    access.set(COUNTER, doubleLongUnsigned(0xffffffff));
    access.act(SCRIPTS, 1, longUnsigned(1));
    expect(access.number(COUNTER)).toBe(0);
  });
});

describe('TCP-UDP setup', () => {
  it('says what the port does', () => {
    const access = new Access();
    const { port, maxConnections, inactivitySeconds } = access.model.tcp;
    expect([2, 5, 6].map((id) => access.number('0-0:25.0.0.255', id))).toEqual([
      port,
      maxConnections,
      inactivitySeconds,
    ]);
  });
});

describe('the disconnector', () => {
  const SWITCH = '0-0:96.3.10.255';
  const state = (access: Access) => [access.value(SWITCH, 2), access.value(SWITCH, 3)];

  it('opens and closes in mode 2, and says so in both attributes', () => {
    const access = new Access();
    expect(access.number(SWITCH, 4)).toBe(2);
    expect(state(access)).toEqual([{ type: 'boolean', value: true }, enumerated(1)]);
    expect(access.act(SWITCH, 1, integer(0))).toBe('success');
    expect(state(access)).toEqual([{ type: 'boolean', value: false }, enumerated(0)]);
    expect(access.act(SWITCH, 1, integer(0))).toBe('success');
    expect(access.act(SWITCH, 2, integer(0))).toBe('success');
    expect(state(access)).toEqual([{ type: 'boolean', value: true }, enumerated(1)]);
  });

  it('stays where it is on a wrong parameter', () => {
    const access = new Access();
    expect(access.act(SWITCH, 1, integer(1))).toBe('type-unmatched');
    expect(access.number(SWITCH, 3)).toBe(1);
  });
});
