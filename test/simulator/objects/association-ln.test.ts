import { describe, expect, it } from 'vitest';
import { CONFORMANCE_BITS } from '#dlms/apdu/conformance';
import {
  bitString,
  enumerated,
  integer,
  longUnsigned,
  octetString,
  structure,
  unsigned,
} from '#dlms/codec/data-values';
import { Access, type Client, everyAccess } from './access';

const CURRENT = '0-0:40.0.0.255';
const INSTANCES = {
  public: '0-0:40.0.1.255',
  reading: '0-0:40.0.2.255',
  management: '0-0:40.0.3.255',
  maintenance: '0-0:40.0.4.255',
} as const;

function bits(...names: readonly string[]): string {
  return CONFORMANCE_BITS.map((bit) => (names.includes(bit) ? '1' : '0')).join('');
}

describe('the current association', () => {
  it.each([
    ['public', 16, '60857405080101', '60857405080200', '000000000000'],
    ['reading', 32, '60857405080101', '60857405080201', '000000000000'],
    ['management', 1, '60857405080103', '60857405080205', '00002B0000FF'],
    ['maintenance', 48, '60857405080103', '60857405080205', '00002B0001FF'],
  ] as const)(
    'shows %s its partners, context, mechanism and security setup',
    (client, sap, context, mechanism, setup) => {
      const access = new Access(client);
      expect(access.value(CURRENT, 3)).toEqual(structure(integer(sap), longUnsigned(1)));
      expect(access.value(CURRENT, 4)).toEqual(octetString(context));
      expect(access.value(CURRENT, 6)).toEqual(octetString(mechanism));
      expect(access.value(CURRENT, 9)).toEqual(octetString(setup));
    },
  );

  it('shows the SAP of its own logical device', () => {
    const access = new Access('public', undefined, 17);
    expect(access.value(CURRENT, 3)).toEqual(structure(integer(16), longUnsigned(17)));
  });

  it('shows the declared context until one was negotiated', () => {
    const access = new Access('public');
    const declared = bits('get', 'block-transfer-with-get-or-read', 'selective-access');
    expect(access.value(CURRENT, 5)).toEqual(contextInfo(declared, 1024, 1024));
    access.more = {
      negotiated: { conformance: new Set(['get'] as const), serverMaxPduSize: 1024, clientMaxPduSize: 128 },
    };
    expect(access.value(CURRENT, 5)).toEqual(contextInfo(bits('get'), 1024, 128));
  });

  it('shows its status as the server knows it', () => {
    const access = new Access();
    access.more = { associationStatus: 1 };
    expect(access.value(CURRENT, 8)).toEqual(enumerated(1));
  });

  const numbered = everyAccess().filter(
    ({ device, context }) => device.sap === 1 && device.objects.has(context.association.logicalName),
  );
  it.each(numbered)('equals the numbered instance for $client, but for the name', (access) => {
    const own = access.context.association.logicalName;
    for (const id of [2, 3, 4, 5, 6, 8, 9, 10, 11]) expect(access.value(own, id)).toEqual(access.value(CURRENT, id));
  });
});

describe('the association of another client', () => {
  it('shows what it declares and not what the asking client negotiated', () => {
    const access = new Access();
    access.more = { negotiated: { conformance: new Set(), serverMaxPduSize: 77, clientMaxPduSize: 66 } };
    const declared = bits('get', 'block-transfer-with-get-or-read', 'selective-access');
    expect(access.value(INSTANCES.public, 5)).toEqual(contextInfo(declared, 1024, 1024));
    expect(access.value(INSTANCES.public, 2)).toEqual(new Access('public').value(CURRENT, 2));
  });

  it('has the status that the server tells, else none', () => {
    const access = new Access();
    expect(access.value(INSTANCES.public, 8)).toEqual(enumerated(0));
    access.more = { statusOf: ({ clientSap }) => (clientSap === 16 ? 2 : 0) };
    expect(access.value(INSTANCES.public, 8)).toEqual(enumerated(2));
    expect(access.value(INSTANCES.reading, 8)).toEqual(enumerated(0));
  });

  it('is listed for management alone', () => {
    const seen = (client: Client) =>
      Object.values(INSTANCES).filter((name) => new Access(client).context.association.rights(15, name) !== undefined);
    expect(seen('management')).toEqual(Object.values(INSTANCES));
    for (const client of ['public', 'reading', 'maintenance'] as const)
      expect(seen(client)).toEqual([INSTANCES[client]]);
  });
});

function contextInfo(conformance: string, receive: number, send: number) {
  return structure(
    bitString(conformance),
    longUnsigned(receive),
    longUnsigned(send),
    unsigned(6),
    integer(0),
    octetString(''),
  );
}
