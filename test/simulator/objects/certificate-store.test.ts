import { describe, expect, it } from 'vitest';
import { readCertificate } from '#certificates/certificate';
import { nameOf, titleNameOf } from '#certificates/certificate-name';
import { readRequest, requestFaults } from '#certificates/certificate-request';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, octetString, structure } from '#dlms/codec/data-values';
import { toHex } from '#dlms/codec/hex';
import { CURVES } from '#dlms/security/elliptic-curve';
import { publicKeyOf } from '#dlms/security/key-pair';
import { Access, elementsOf, octetsOf } from './access';
import { AsymmetricBench, METER_TITLE, SETUP, STRANGER_TITLE } from './asymmetric';

const [GENERATE, REQUEST, IMPORT, EXPORT, REMOVE] = [4, 5, 6, 7, 8];
const CERTIFICATES = 6;
const SUITES = [[1], [2]] as const;
const [SERVER, CLIENT, AUTHORITY, OTHER] = [0, 1, 2, 3];
const [SIGNING, AGREEMENT, TLS] = [0, 1, 2];

function bySerial(certificate: Uint8Array): Data {
  const { serialNumber, issuer } = readCertificate(certificate);
  return structure(enumerated(1), structure(octetString(serialNumber), octetString(issuer)));
}

function byEntity(entity: number, type: number, title: Uint8Array): Data {
  return structure(enumerated(0), structure(enumerated(entity), enumerated(type), octetString(title)));
}

function rowsOf(bench: AsymmetricBench): readonly (readonly Data[])[] {
  return bench.access.elements(SETUP, CERTIFICATES).map(elementsOf);
}

describe('certificates of a security setup', () => {
  it.each(SUITES)('are listed by entity and type, in suite %i', (suite) => {
    const bench = new AsymmetricBench(suite);
    expect(rowsOf(bench).map(([entity, type]) => [entity, type])).toEqual([
      [enumerated(AUTHORITY), enumerated(3)],
      [enumerated(SERVER), enumerated(SIGNING)],
      [enumerated(SERVER), enumerated(AGREEMENT)],
      [enumerated(CLIENT), enumerated(SIGNING)],
      [enumerated(CLIENT), enumerated(AGREEMENT)],
    ]);
  });

  it.each(SUITES)('are imported, exported in both ways, and gone after removal, in suite %i', (suite) => {
    const bench = new AsymmetricBench(suite);
    const certificate = bench.certificate();
    expect(bench.call(IMPORT, octetString(certificate)).result).toBe('success');
    expect(rowsOf(bench).at(-1)?.slice(0, 2)).toEqual([enumerated(OTHER), enumerated(SIGNING)]);
    expect(octetsOf(rowsOf(bench).at(-1)?.[2])).toEqual(Uint8Array.of(0x55, 0x01));
    const named = byEntity(OTHER, SIGNING, STRANGER_TITLE);
    expect(bench.octets(EXPORT, named)).toEqual(certificate);
    expect(bench.octets(EXPORT, bySerial(certificate))).toEqual(certificate);
    expect(bench.call(REMOVE, named).result).toBe('success');
    expect(rowsOf(bench)).toHaveLength(5);
    for (const name of [named, bySerial(certificate)]) {
      expect(bench.call(EXPORT, name)).toEqual({ result: 'other-reason' });
      expect(bench.call(REMOVE, name)).toEqual({ result: 'other-reason' });
    }
  });

  it('are there once, however often they are imported', () => {
    const bench = new AsymmetricBench(1);
    const certificate = bench.certificate();
    expect(bench.call(IMPORT, octetString(certificate)).result).toBe('success');
    expect(bench.call(IMPORT, octetString(certificate)).result).toBe('success');
    expect(rowsOf(bench)).toHaveLength(6);
  });

  it.each([
    ['of another issuer', (bench: AsymmetricBench) => bench.certificate({ issuer: nameOf('nobody') })],
    [
      'of a stranger under a known name',
      (bench: AsymmetricBench) => bench.certificate({}, bench.privateKey('server-tls')),
    ],
    ['without a title', (bench: AsymmetricBench) => bench.certificate({ subject: nameOf('no title') })],
    ['for another usage', (bench: AsymmetricBench) => bench.certificate({ keyUsage: new Set(['cRLSign']) })],
    ['that has expired', (bench: AsymmetricBench) => bench.certificate({ notAfter: Date.UTC(2021, 0, 1) })],
    ['that is not valid yet', (bench: AsymmetricBench) => bench.certificate({ notBefore: Date.UTC(2035, 0, 1) })],
    ['of an old version', (bench: AsymmetricBench) => bench.certificate({ version: 1 })],
    [
      'for a key that is not its own in its name',
      (bench: AsymmetricBench) => bench.certificate({ subject: titleNameOf(METER_TITLE) }),
    ],
    ['that is cut', (bench: AsymmetricBench) => bench.certificate().subarray(0, 100)],
    ['that is empty', () => new Uint8Array()],
  ])('are not imported %s', (_, make) => {
    const bench = new AsymmetricBench(1);
    expect(bench.call(IMPORT, octetString(make(bench))).result).toBe('other-reason');
    expect(rowsOf(bench)).toHaveLength(5);
  });

  it('are not imported under the serial number of another one of the issuer', () => {
    const bench = new AsymmetricBench(1);
    bench.call(IMPORT, octetString(bench.certificate()));
    const other = bench.certificate({ subject: titleNameOf(new Uint8Array(8).fill(0x58)) });
    expect(bench.call(IMPORT, octetString(other)).result).toBe('other-reason');
  });

  it('belong to suites 1 and 2', () => {
    const access = new Access();
    expect(access.value(SETUP, CERTIFICATES)).toEqual(array());
    expect(access.act(SETUP, GENERATE, enumerated(TLS))).toBe('object-unavailable');
  });
});

describe('key pairs of a security setup', () => {
  it.each(SUITES)('are asked for by a request that is right, in suite %i', (suite) => {
    const bench = new AsymmetricBench(suite);
    const request = readRequest(bench.octets(REQUEST, enumerated(SIGNING)));
    expect(requestFaults(request, suite, METER_TITLE)).toEqual([]);
    expect(toHex(request.publicKey.octets)).toBe(toHex(publicKeyOf(CURVES[suite], bench.privateKey('server-signing'))));
  });

  it.each(SUITES)('are made anew, and come into use with their certificates, in suite %i', (suite) => {
    const bench = new AsymmetricBench(suite);
    const old = bench.keys.keyPairs.get('digital-signature');
    expect(bench.call(GENERATE, enumerated(SIGNING)).result).toBe('success');
    const { publicKey } = readRequest(bench.octets(REQUEST, enumerated(SIGNING)));
    expect(bench.keys.keyPairs.get('digital-signature')).toEqual(old);
    const certificate = bench.certificate({ subject: titleNameOf(METER_TITLE), publicKey });
    expect(bench.call(IMPORT, octetString(certificate)).result).toBe('success');
    const used = bench.keys.keyPairs.get('digital-signature') ?? new Uint8Array();
    expect(publicKeyOf(CURVES[suite], used)).toEqual(publicKey.octets);
    expect(rowsOf(bench)).toHaveLength(5);
    expect(bench.octets(EXPORT, byEntity(SERVER, SIGNING, METER_TITLE))).toEqual(certificate);
  });

  it('are other ones each time', () => {
    const bench = new AsymmetricBench(1);
    const keys = [TLS, TLS].map((purpose) => {
      bench.call(GENERATE, enumerated(purpose));
      return toHex(readRequest(bench.octets(REQUEST, enumerated(purpose))).publicKey.octets);
    });
    expect(new Set(keys).size).toBe(2);
  });

  it('take no key pair for another purpose', () => {
    const bench = new AsymmetricBench(1);
    bench.call(GENERATE, enumerated(TLS));
    const { publicKey } = readRequest(bench.octets(REQUEST, enumerated(TLS)));
    const wrong = bench.certificate({ subject: titleNameOf(METER_TITLE), publicKey });
    expect(bench.call(IMPORT, octetString(wrong)).result).toBe('other-reason');
  });
});
