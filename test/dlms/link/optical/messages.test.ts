import { describe, expect, it } from 'vitest';
import { fromHex, toSpacedHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { announcedBy } from '#dlms/link/optical/baud-character';
import { blockCheck } from '#dlms/link/optical/block-check';
import { codesOf } from '#dlms/link/optical/character';
import {
  breakCommand,
  executeCommand,
  passwordCommand,
  passwordRequest,
  readCommand,
  writeCommand,
} from '#dlms/link/optical/command';
import { errorMessage, errorTextOf } from '#dlms/link/optical/data-message';
import { corrupt } from '#dlms/link/optical/edit';
import { leastReactionMs, offersHdlc } from '#dlms/link/optical/identification';
import { decodeMessage, encodeMessage, type Message } from '#dlms/link/optical/message';
import { withEvenParity, withoutParity } from '#dlms/link/optical/parity';
import { decodeReadout, encodeReadout } from '#dlms/link/optical/readout';
import { isSameAddress } from '#dlms/link/optical/request';

const IDENTIFICATION = { manufacturer: 'ABC', baudCharacter: '5', escapes: ['2'], text: 'SIM00000001' };
const BLOCK = '0.0.0(12345678)\r\n1.8.0(0012345.678*kWh)\r\nF.F(00000000)\r\n!\r\n';

const select = (protocol: string, baudCharacter: string, mode: string): Message => ({
  kind: 'option-select',
  option: { protocol, baudCharacter, mode },
});
const data = (text: string, isLast = true): Message => ({ kind: 'data', data: { text, isLast } });

/** Every example of iec62056-21.md, with the message that it is. */
const EXAMPLES: [string, Message][] = [
  ['2F 3F 21 0D 0A', { kind: 'request', address: '' }],
  ['2F 3F 31 32 33 34 35 36 37 38 21 0D 0A', { kind: 'request', address: '12345678' }],
  [
    '2F 41 42 43 35 5C 32 53 49 4D 30 30 30 30 30 30 30 31 0D 0A',
    { kind: 'identification', identification: IDENTIFICATION },
  ],
  ['06 30 30 30 0D 0A', select('0', '0', '0')],
  ['06 30 35 30 0D 0A', select('0', '5', '0')],
  ['06 30 35 31 0D 0A', select('0', '5', '1')],
  ['06 32 35 32 0D 0A', select('2', '5', '2')],
  [
    '02 30 2E 30 2E 30 28 31 32 33 34 35 36 37 38 29 0D 0A 31 2E 38 2E 30 28 30 30 31 32 33 34 35 2E 36 37 38 2A 6B 57 68 29 0D 0A 46 2E 46 28 30 30 30 30 30 30 30 30 29 0D 0A 21 0D 0A 03 54',
    data(BLOCK),
  ],
  ['02 21 0D 0A 03 25', data('!\r\n')],
  ['01 50 30 02 28 29 03 60', { kind: 'command', command: passwordRequest('') }],
  ['01 50 30 02 28 31 32 33 34 35 36 37 38 29 03 68', { kind: 'command', command: passwordRequest('12345678') }],
  ['01 50 31 02 28 30 30 30 30 30 30 30 30 29 03 61', { kind: 'command', command: passwordCommand('P1', '00000000') }],
  ['01 50 32 02 28 41 31 42 32 43 33 44 34 29 03 62', { kind: 'command', command: passwordCommand('P2', 'A1B2C3D4') }],
  ['01 52 31 02 31 2E 38 2E 30 28 29 03 5A', { kind: 'command', command: readCommand('R1', '1.8.0') }],
  ['01 52 35 02 31 2E 38 2E 30 28 29 03 5E', { kind: 'command', command: readCommand('R5', '1.8.0') }],
  ['02 31 2E 38 2E 30 28 30 30 31 32 33 34 35 2E 36 37 38 2A 6B 57 68 29 03 63', data('1.8.0(0012345.678*kWh)')],
  [
    '01 57 31 02 30 2E 39 2E 32 28 32 36 30 31 33 31 29 03 5A',
    { kind: 'command', command: writeCommand('W1', '0.9.2', '260131') },
  ],
  ['01 45 32 02 31 28 30 29 03 76', { kind: 'command', command: executeCommand('E2', '1', '0') }],
  ['02 28 45 52 30 31 29 03 14', { kind: 'data', data: errorMessage('ER01') }],
  ['02 50 2E 30 31 28 30 30 30 31 04 52', data('P.01(0001', false)],
  ['01 42 30 03 71', { kind: 'command', command: breakCommand() }],
  ['06', { kind: 'ACK' }],
  ['15', { kind: 'NAK' }],
];

describe('every example of the reference', () => {
  it.each(EXAMPLES)('%s', (hex, message) => {
    expect(toSpacedHex(encodeMessage(message))).toBe(hex);
    expect(decodeMessage(fromHex(hex))).toEqual(message);
  });

  it.each(EXAMPLES)('%s is refused wherever it is cut', (hex, message) => {
    const codes = fromHex(hex);
    for (let length = 0; length < codes.length; length++) {
      const isWhole = length === 1 && codes[0] === 6;
      if (!isWhole) expect(() => decodeMessage(codes.subarray(0, length)), message.kind).toThrow(PeerProtocolError);
    }
  });

  it.each([
    ['2F 3F 21 0D 0A', 'AF 3F 21 8D 0A'],
    ['06 32 35 32 0D 0A', '06 B2 35 B2 8D 0A'],
    ['01 42 30 03 71', '81 42 30 03 71'],
  ])('%s with parity is %s', (codes, octets) => {
    expect(toSpacedHex(withEvenParity(fromHex(codes)))).toBe(octets);
    expect(toSpacedHex(withoutParity(fromHex(octets)))).toBe(codes);
  });
});

describe('identification', () => {
  it.each([
    ['0', false, 'C', 300],
    ['6', true, 'E', 19200],
    ['7', false, 'C', undefined],
    ['A', false, 'B', 600],
    ['F', true, 'B', 19200],
    ['G', false, 'B', undefined],
    ['%', false, 'A', 300],
  ] as const)('Z=%s, HDLC %s: mode %s at %s', (z, hasHdlc, mode, baud) => {
    expect(announcedBy(z, hasHdlc)).toEqual({ mode, baud });
  });

  it('tells HDLC and the reaction time', () => {
    expect(offersHdlc(IDENTIFICATION)).toBe(true);
    expect(offersHdlc({ ...IDENTIFICATION, escapes: ['3'] })).toBe(false);
    expect([leastReactionMs(IDENTIFICATION), leastReactionMs({ ...IDENTIFICATION, manufacturer: 'ABc' })]).toEqual([
      200, 20,
    ]);
  });

  it.each([
    '/AbC5text\r\n',
    '/ABC\r\n',
    '/ABC5text\n',
    '/ABC51234567890123456A\r\n',
    '/ABC5a!b\r\n',
    '/ABC5a\\\r\n',
    '/ABC/abc\r\n',
  ])('%j is none', (text) => {
    expect(() => decodeMessage(codesOf(text))).toThrow(PeerProtocolError);
  });
});

it.each([
  ['10203', '00010203', true],
  ['0', '0000', true],
  ['ab', 'AB', false],
  ['12345678', '12345679', false],
])('addresses %s and %s', (one, other, isSame) => {
  expect(isSameAddress(one, other)).toBe(isSame);
});

describe('readout', () => {
  it('gives OBIS codes, values, units, several values, continuations and errors', () => {
    const { entries, errors } = decodeReadout(
      codesOf('1.8.1*01(1.5*kWh)(26-01-31)2.8.0(2)\r\n(3)\r\nabc(4)\r\n(ER07)\r\n!\r\n'),
    );
    expect(
      entries.map(({ obis, values, line }) => [line, obis, ...values.map(({ value, unit }) => value + (unit ?? ''))]),
    ).toEqual([
      [1, '1-0:1.8.1.1', '1.5kWh', '26-01-31'],
      [1, '1-0:2.8.0.255', '2'],
      [2, '1-0:2.8.0.255', '3'],
      [3, undefined, '4'],
    ]);
    expect(errors).toEqual([{ line: 4, text: 'ER07' }]);
  });

  it('notes a value beyond 32 characters and refuses one beyond 128', () => {
    expect(decodeReadout(codesOf(`1.8.0(${'1'.repeat(33)})\r\n!\r\n`)).notes).toHaveLength(1);
    expect(() => decodeReadout(codesOf(`1.8.0(${'1'.repeat(129)})\r\n!\r\n`))).toThrow(PeerProtocolError);
  });

  it.each(['1.8.0(1)\r\n', '1.8.0(1)!\r\n', '1.8.0\r\n!\r\n', '(1)\r\n!\r\n', '1.8.0(1\r\n!\r\n', '\r\n\r\n!\r\n'])(
    '%j is none',
    (text) => {
      expect(() => decodeReadout(codesOf(text))).toThrow(PeerProtocolError);
    },
  );

  it('never sends a delimiter within a value', () => {
    expect(() => encodeReadout([[{ address: '1.8.0', values: [{ value: '1)', unit: undefined }] }]])).toThrow(
      LocalProtocolError,
    );
  });
});

describe('errors and edits', () => {
  it('tell errors from values', () => {
    expect(errorTextOf({ text: '(ER01)', isLast: true })).toBe('ER01');
    expect(errorTextOf({ text: '(12)', isLast: true })).toBeUndefined();
  });

  it('never show a password', () => {
    const codes = corrupt(encodeMessage({ kind: 'command', command: passwordCommand('P1', 'SECRET') })).blockCheck();
    const error = errorOf(() => decodeMessage(codes));
    expect(error.message).toContain('wrong BCC');
    expect(error.message).toContain('2A 2A');
    expect(Buffer.from(error.octets).toString()).not.toMatch(/[SECRT]{2}/);
  });

  it('give messages that are refused', () => {
    const edit = corrupt(fromHex('01 52 31 02 31 2E 38 2E 30 28 29 03 5A'));
    const wrong = [
      edit.blockCheck(),
      edit.withoutBlockCheck(),
      edit.otherEnd(),
      edit.without(4),
      edit.cut(6),
      edit.character(4, 0x32),
    ];
    for (const codes of wrong) expect(() => decodeMessage(codes)).toThrow(PeerProtocolError);
    const line = corrupt(fromHex('2F 3F 21 0D 0A'));
    for (const codes of [line.withoutReturn(), line.withoutLineEnd(), line.parity(1)])
      expect(() => decodeMessage(codes)).toThrow(PeerProtocolError);
    expect(() => line.blockCheck()).toThrow(LocalProtocolError);
    expect(() => edit.character(4, 0x31)).toThrow(LocalProtocolError);
  });

  it('a sum may stand in place of the BCC', () => {
    const codes = encodeMessage(data('(1)'), 'sum');
    expect(codes.at(-1)).toBe((0x28 + 0x31 + 0x29 + 0x03) % 128);
    expect(blockCheck(codes.subarray(0, -1), 'xor')).not.toBe(codes.at(-1));
    expect(decodeMessage(codes, 'sum')).toEqual(data('(1)'));
  });
});

function errorOf(act: () => unknown): PeerProtocolError {
  try {
    act();
  } catch (error) {
    if (error instanceof PeerProtocolError) return error;
  }
  throw new Error('no PeerProtocolError');
}
