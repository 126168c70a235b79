import { describe, expect, it } from 'vitest';
import { fromHex } from '#dlms/codec/hex';
import {
  isCommandLlc,
  judgeResponseLlc,
  LLC_COMMAND,
  LLC_RESPONSE,
  type LlcHeader,
  readLlc,
  withLlc,
  withoutLlc,
} from '#dlms/link/hdlc/llc';

describe('the LLC header', () => {
  it('stands before every message', () => {
    expect(withLlc(LLC_COMMAND, fromHex('C001'))).toEqual(fromHex('E6E600C001'));
    expect(withLlc(LLC_RESPONSE, fromHex('C401'))).toEqual(fromHex('E6E700C401'));
    expect(withoutLlc(fromHex('E6E700C401'))).toEqual(fromHex('C401'));
  });

  it('has three octets', () => {
    expect(readLlc(fromHex('E6E700'))).toEqual(LLC_RESPONSE);
    expect(readLlc(fromHex('E6E7'))).toBeUndefined();
    expect(judgeResponseLlc(readLlc(fromHex('E6')))).toBe('wrong');
  });

  it.each([
    ['E6E600', true],
    ['FFE600', true],
    ['E6E700', false],
    ['E7E600', false],
    ['E6E601', false],
    ['C001C1', false],
  ])('%s: a meter accepts it: %s', (octets, accepted) => {
    expect(isCommandLlc(headerOf(octets))).toBe(accepted);
  });

  it.each([
    ['E6E700', 'right'],
    ['E7E700', 'tolerated'],
    ['E7E600', 'tolerated'],
    ['E6E600', 'tolerated'],
    ['FFE700', 'tolerated'],
    ['E6E701', 'wrong'],
    ['C401C1', 'wrong'],
  ])('%s: to a client it is %s', (octets, judgement) => {
    expect(judgeResponseLlc(headerOf(octets))).toBe(judgement);
  });
});

function headerOf(octets: string): LlcHeader {
  const header = readLlc(fromHex(octets));
  if (header === undefined) throw new Error('no header');
  return header;
}
