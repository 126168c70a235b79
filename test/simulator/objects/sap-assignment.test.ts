import { describe, expect, it } from 'vitest';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { octetString } from '#dlms/codec/data-values';
import { toHex } from '#dlms/codec/hex';
import { Access } from './access';

describe('the logical devices of the meter', () => {
  it('are listed with SAP and name, as addressing.md shows them', () => {
    expect(toHex(encodeToBytes(new Access().value('0-0:41.0.0.255')))).toBe(
      '010202021200010910' + '53494D30303030303030303030303031' + '02021200110910' + '53494D30303030303030303030303137',
    );
  });

  it('answer with the name of the list', () => {
    for (const [sap, name] of [
      [1, 'SIM0000000000001'],
      [17, 'SIM0000000000017'],
    ] as const) {
      const access = new Access('public', undefined, sap);
      expect(access.value('0-0:42.0.0.255')).toEqual(octetString(new Uint8Array(Buffer.from(name))));
    }
  });
});
