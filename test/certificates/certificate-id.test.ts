import { describe, expect, it } from 'vitest';
import {
  CERTIFICATE_TYPES,
  certificateInfo,
  ENTITIES,
  entityCode,
  entityOf,
  isOfEntity,
  isOfSerial,
  typeCode,
  typeOf,
} from '#certificates/certificate-id';
import { nameOf, titleNameOf } from '#certificates/certificate-name';
import { hardwareModuleNames } from '#certificates/hardware-module-name';
import { fromHex } from '#dlms/codec/hex';
import { certificate, fixtureNamed, OTHER_TITLE, SERVER_TITLE, TITLE } from './test-authority';

const titles = { server: SERVER_TITLE, clients: [fromHex('434C490000000002'), TITLE] };
const client = certificate('suite1-management-signing');
const server = certificate('suite1-server-agreement');
const ca = certificate('suite1-ca');
const stranger = certificate('suite1-management-signing', { subject: titleNameOf(OTHER_TITLE) });

describe('a certificate', () => {
  it('is the server’s, a client’s, an authority’s or another’s', () => {
    const entities = [server, client, ca, stranger].map((one) => entityOf(one, titles));
    expect(entities).toEqual(['server', 'client', 'certification-authority', 'other']);
    const noNames = Uint8Array.of(0x30, 0);
    const untitled = certificate('suite1-server-signing', { subject: nameOf('x'), subjectAltName: noNames });
    expect(entityOf(untitled, titles)).toBe('other');
  });

  it('is for signing, for key agreement, for TLS or for something else', () => {
    const both = certificate('suite1-server-signing', {
      keyUsage: new Set(['digitalSignature', 'keyAgreement'] as const),
    });
    const neither = certificate('suite1-server-signing', { keyUsage: new Set(['dataEncipherment'] as const) });
    expect([client, server, both, neither, ca].map(typeOf)).toEqual([
      'digital-signature',
      'key-agreement',
      'tls',
      'other',
      'other',
    ]);
  });

  it('has its row in the list of certificates', () => {
    const { body } = fixtureNamed('suite1-server-agreement');
    expect(certificateInfo(server, titles)).toEqual({
      entity: 'server',
      type: 'key-agreement',
      serialNumber: body.serialNumber,
      issuer: body.issuer,
      subject: body.subject,
      subjectAltName: hardwareModuleNames(SERVER_TITLE),
    });
    expect(certificateInfo(ca, titles).subjectAltName).toEqual(new Uint8Array());
  });

  it('is numbered as class 64 does', () => {
    expect(ENTITIES.map(entityCode)).toEqual([0, 1, 2, 3]);
    expect([entityCode('server'), entityCode('certification-authority')]).toEqual([0, 2]);
    expect(CERTIFICATE_TYPES.map(typeCode)).toEqual([0, 1, 2, 3]);
    expect([typeCode('digital-signature'), typeCode('tls')]).toEqual([0, 2]);
  });
});

describe('a certificate that somebody means', () => {
  it('by entity has entity, type and title', () => {
    const id = { entity: 'client', type: 'digital-signature', systemTitle: TITLE } as const;
    expect(isOfEntity(client, id, titles)).toBe(true);
    expect(isOfEntity(client, { ...id, entity: 'server' }, titles)).toBe(false);
    expect(isOfEntity(client, { ...id, type: 'key-agreement' }, titles)).toBe(false);
    expect(isOfEntity(client, { ...id, systemTitle: SERVER_TITLE }, titles)).toBe(false);
    const authority = { entity: 'certification-authority', type: 'other', systemTitle: new Uint8Array() } as const;
    expect(isOfEntity(ca, authority, titles)).toBe(true);
    expect(isOfEntity(client, authority, titles)).toBe(false);
  });

  it('by serial number has number and issuer, with or without the zero of the sign', () => {
    const numbered = certificate('suite1-management-signing', { serialNumber: fromHex('C0FFEE') });
    const { issuer } = numbered;
    const by = (hex: string) => isOfSerial(numbered, { serialNumber: fromHex(hex), issuer });
    expect(['00C0FFEE', 'C0FFEE', 'C0FFEF', 'FFEE', ''].map(by)).toEqual([true, true, false, false, false]);
    expect(isOfSerial(numbered, { serialNumber: fromHex('C0FFEE'), issuer: nameOf('x') })).toBe(false);
  });
});
