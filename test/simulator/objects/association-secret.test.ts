import { describe, expect, it } from 'vitest';
import { octetString } from '#dlms/codec/data-values';
import { fromHex, toHex } from '#dlms/codec/hex';
import { wrapKey } from '#dlms/security/key-wrap';
import { loadMeter } from '#simulator/load-meter';
import { Access, type Client } from './access';

const CURRENT = '0-0:40.0.0.255';
const OF_MANAGEMENT = '0-0:40.0.3.255';
const KEK = fromHex('00112233445566778899AABBCCDDEEFF');
const NEW = new TextEncoder().encode('AnotherSecret_16');
const OLDER = 'fixtures/meters/electricity-older.yaml';

describe('the secret of an association', () => {
  it('is a password that its client may write, and that others of the same file keep', () => {
    const access = new Access('reading');
    expect(access.object(CURRENT).write(7, octetString(NEW), access.context)).toBe('success');
    expect(secretOf(access)).toEqual(NEW);
    expect(secretOf(new Access('reading'))).toEqual(new TextEncoder().encode('12345678'));
  });

  it.each(['management', 'public'] as const)('is not written by the %s client, who has no password', (client) => {
    const access = new Access(client);
    expect(access.object(CURRENT).write(7, octetString(NEW), access.context)).toBe('read-write-denied');
  });

  it('is not written through the object of another association', () => {
    const access = new Access('reading');
    expect(access.object(OF_MANAGEMENT).write(7, octetString(NEW), access.context)).toBe('read-write-denied');
  });

  it('is not empty', () => {
    const access = new Access('reading');
    expect(access.object(CURRENT).write(7, octetString(''), access.context)).toBe('other-reason');
  });
});

describe('change_HLS_secret', () => {
  it('takes a plain secret where the association has it plain', () => {
    const access = older('reading');
    expect(change(access, NEW)).toBe('success');
    expect(secretOf(access)).toEqual(NEW);
  });

  it('takes a wrapped one where it is wrapped', () => {
    const access = older('maintenance');
    expect(change(access, wrapKey(KEK, NEW))).toBe('success');
    expect(secretOf(access)).toEqual(NEW);
  });

  it('changes nothing by what does not unwrap, is too long or empty', () => {
    const access = older('maintenance');
    const before = secretOf(access);
    for (const wrong of [NEW, wrapKey(KEK.slice().reverse(), NEW), wrapKey(KEK, new Uint8Array(24)), new Uint8Array()])
      expect(change(access, wrong)).toBe('other-reason');
    expect(secretOf(access)).toEqual(before);
  });

  it('is not there for GMAC, which has no secret', () => {
    expect(change(older('management'), NEW)).toBe('object-unavailable');
  });
});

function older(client: Client): Access {
  return new Access(client, loadMeter(OLDER));
}

function change(access: Access, octets: Uint8Array): string {
  return access.object(CURRENT).invoke(2, octetString(octets), access.context).result;
}

function secretOf(access: Access): Uint8Array {
  return fromHex(toHex(access.context.association.secret.octets));
}
