import { afterAll, describe, expect, it } from 'vitest';
import { type Certificate, readCertificate } from '#certificates/certificate';
import { certificateFaults } from '#certificates/certificate-check';
import { nameOf, titleNameOf } from '#certificates/certificate-name';
import { NO_END } from '#certificates/certificate-time';
import { hardwareModuleNames } from '#certificates/hardware-module-name';
import { MalformedCertificate } from '#certificates/malformed-certificate';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import type { CurveSuite } from '#dlms/security/elliptic-curve';
import { OPENSSL_CURVES, OPENSSL_HASHES, OpensslTool } from './openssl-tool';
import { certificate, fixtureNamed, publicKeyNamed, SUITES, TITLE } from './test-authority';

const openssl = new OpensslTool();
afterAll(() => openssl.remove());

describe('a certificate of ours', () => {
  it.each(SUITES)('reads back as it was issued in suite %i', (suite) => {
    const name = `suite${suite}-management-agreement`;
    const { body } = fixtureNamed(name);
    const read = certificate(name);
    expect(read).toMatchObject({
      version: 3,
      serialNumber: body.serialNumber,
      issuer: body.issuer,
      issuerCommonName: `dlms-conformance test CA ${suite}`,
      subject: body.subject,
      subjectCommonName: '434C490000000001',
      systemTitle: TITLE,
      subjectAltName: body.subjectAltName,
      hardwareTitle: TITLE,
      notBefore: Date.UTC(2020, 0, 1),
      notAfter: NO_END,
      publicKey: publicKeyNamed(name),
      keyUsage: new Set(['keyAgreement']),
      isKeyUsageCritical: true,
      isCa: false,
      extendedKeyUsage: [],
      unknownCritical: [],
      signatureAlgorithm: suite === 1 ? 'ecdsa-with-SHA256' : 'ecdsa-with-SHA384',
    });
  });

  it('keeps a serial number without a sign, and without zeros in front', () => {
    const serialOf = (hex: string) => toHex(certificate('suite1-ca', { serialNumber: fromHex(hex) }).serialNumber);
    expect(['7F', '80', '00FF', '000001', '00', 'FFEEDDCCBBAA99887766554433221100AABBCCDD'].map(serialOf)).toEqual([
      '7F',
      '0080',
      '00FF',
      '01',
      '00',
      '00FFEEDDCCBBAA99887766554433221100AABBCCDD',
    ]);
  });

  it('may be read on when its octets change afterwards', () => {
    const octets = certificate('suite1-ca').octets.slice();
    const read = readCertificate(octets);
    octets.fill(0);
    expect(readCertificate(read.octets)).toEqual(read);
  });
});

describe('a system title', () => {
  const titleOf = (edits: Parameters<typeof certificate>[1]) =>
    certificate('suite1-management-signing', edits).systemTitle;

  it('is a common name of 16 hex digits, of either case', () => {
    expect(titleOf({ subject: titleNameOf(TITLE) })).toEqual(TITLE);
    expect(titleOf({ subject: nameOf('434c490000000001') })).toEqual(TITLE);
  });

  it('is the serial number of the hardware where the common name is another', () => {
    const subjectAltName = hardwareModuleNames(fromHex('53494D0000000002'));
    expect(titleOf({ subject: nameOf('a meter'), subjectAltName })).toEqual(fromHex('53494D0000000002'));
    expect(titleOf({ subject: titleNameOf(TITLE), subjectAltName })).toEqual(TITLE);
  });

  it.each(['434C49000000001', '434C490000000001 ', '434C49000000000G', '434C49000000000102'])(
    'is no other common name: "%s"',
    (commonName) => {
      const subjectAltName = hardwareModuleNames(fromHex('53494D000000000201'));
      expect(titleOf({ subject: nameOf(commonName), subjectAltName })).toBeUndefined();
    },
  );
});

describe('a certificate by openssl', () => {
  function made(suite: CurveSuite): { authority: Certificate; endEntity: Certificate; text: string } {
    openssl.run('ecparam', '-name', OPENSSL_CURVES[suite], '-genkey', '-noout', '-out', 'ca.key');
    openssl.run(
      ...['req', '-x509', '-new', '-key', 'ca.key', OPENSSL_HASHES[suite], '-days', '3650', '-outform', 'DER'],
      ...['-subj', '/C=CH/O=An authority/CN=Root of it', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
      ...['-addext', 'basicConstraints=critical,CA:TRUE,pathlen:0', '-out', 'ca.der'],
    );
    issue(suite, 'ee.der', EXTENSIONS);
    const text = openssl.run('x509', '-in', 'ee.der', '-inform', 'DER', '-noout', '-text');
    return {
      authority: readCertificate(openssl.read('ca.der')),
      endEntity: readCertificate(openssl.read('ee.der')),
      text,
    };
  }

  function issue(suite: CurveSuite, out: string, extensions: string, hash = OPENSSL_HASHES[suite]): void {
    openssl.write('extensions', extensions);
    openssl.run('ecparam', '-name', OPENSSL_CURVES[suite], '-genkey', '-noout', '-out', 'ee.key');
    openssl.run('req', '-new', '-key', 'ee.key', '-subj', '/O=Maker/CN=53494D0000000001', '-out', 'ee.csr');
    openssl.run(
      ...['x509', '-req', '-in', 'ee.csr', '-CA', 'ca.der', '-CAkey', 'ca.key', '-set_serial', '0xC0FFEE', hash],
      ...['-days', '3650', '-extfile', 'extensions', '-outform', 'DER', '-out', out],
    );
  }

  const EXTENSIONS = [
    'keyUsage=critical,digitalSignature,keyAgreement',
    'extendedKeyUsage=serverAuth',
    'subjectAltName=DNS:meter.example,IP:10.0.0.1,otherName:1.3.6.1.5.5.7.8.4;SEQUENCE:hardware',
    '[hardware]',
    'type=OID:2.16.756.5.8',
    'serial=FORMAT:HEX,OCT:53494D0000000001',
  ].join('\n');

  it.each(SUITES)('reads, and has no fault in suite %i', (suite) => {
    const { authority, endEntity, text } = made(suite);
    expect(authority).toMatchObject({ isCa: true, pathLength: 0, issuerCommonName: 'Root of it' });
    expect(endEntity).toMatchObject({
      serialNumber: fromHex('00C0FFEE'),
      systemTitle: fromHex('53494D0000000001'),
      hardwareTitle: fromHex('53494D0000000001'),
      issuer: authority.subject,
      keyUsage: new Set(['digitalSignature', 'keyAgreement']),
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    });
    const shown = text.replace(/[\s:]/g, '').toUpperCase();
    expect(shown).toContain(`PUB04${toHex(endEntity.publicKey.octets)}`);
    const titles = [fromHex('53494D0000000001')];
    const now = endEntity.notBefore;
    const expected = { suite, purpose: 'tls', anchors: [authority], at: now, titles } as const;
    expect(certificateFaults(endEntity, expected)).toEqual([]);
    expect(certificateFaults(endEntity, { ...expected, at: now - 86_400_000 })).toEqual(['not-yet-valid', 'issuer']);
  });

  it('signed by the hash of the other suite, or with something critical we cannot read, has that fault', () => {
    const { authority } = made(1);
    const expected = { suite: 1, purpose: 'digital-signature', anchors: [authority] } as const;
    issue(1, 'hash.der', 'keyUsage=critical,digitalSignature', OPENSSL_HASHES[2]);
    expect(certificateFaults(readCertificate(openssl.read('hash.der')), expected)).toEqual(['signature-algorithm']);
    issue(1, 'critical.der', 'keyUsage=critical,digitalSignature\n1.2.3.4=critical,ASN1:UTF8String:x');
    expect(certificateFaults(readCertificate(openssl.read('critical.der')), expected)).toEqual(['critical-extension']);
  });

  it('reads without any extension, as version 1', () => {
    made(1);
    openssl.run(
      ...['x509', '-req', '-in', 'ee.csr', '-CA', 'ca.der', '-CAkey', 'ca.key', '-set_serial', '1'],
      ...['-days', '10', '-outform', 'DER', '-out', 'v1.der'],
    );
    const read = readCertificate(openssl.read('v1.der'));
    expect(read).toMatchObject({ version: 1, keyUsage: new Set(), isCa: false, isKeyUsageCritical: false });
    expect(read.subjectAltName).toBeUndefined();
  });

  it.each([
    ['a key of RSA', ['-newkey', 'rsa:2048']],
    ['a key on P-521', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp521r1']],
    [
      'a curve told by its numbers',
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-pkeyopt', 'ec_param_enc:explicit'],
    ],
  ])('with %s is not read, and says so', (_, key) => {
    openssl.run(
      ...['req', '-x509', '-nodes', '-subj', '/CN=x', '-keyout', 'x.key', '-outform', 'DER', '-out', 'x.der', ...key],
    );
    expect(() => readCertificate(openssl.read('x.der'))).toThrow(
      'certificate field subjectPublicKeyInfo: expected a key on P-256 or P-384, the curve by its name',
    );
  });
});

describe('what is no certificate', () => {
  const { octets } = certificate('suite1-management-signing');

  it('is told by the field, what was expected, and where', () => {
    const fault = faultOf(octets.with(0, 0x31));
    expect(fault).toBeInstanceOf(PeerProtocolError);
    expect(fault).toMatchObject({ field: 'certificate', expected: 'a SEQUENCE', offset: 0 });
    expect(fault.message).toContain('certificate field certificate: expected a SEQUENCE at octet 0');
  });

  it.each([
    ['nothing', new Uint8Array(), 'certificate', 'a tag'],
    ['more than one', concat(octets, octets), 'certificate', 'nothing behind it'],
    ['too long', new Uint8Array(20000), 'certificate', 'at most 16384 octets'],
    ['a request', nameOf('x'), 'tbsCertificate', 'tag 30'],
    ['a version it cannot be', octets.with(12, 3), 'version', '1 or 2, for version 2 or 3'],
  ])('%s', (_, wrong, field, expected) => {
    expect(faultOf(wrong)).toMatchObject({ field, expected });
  });

  it.each([
    ['notBefore', '200101000000Z', '200132000000Z'],
    ['notBefore', '200101000000Z', '20010100000+1'],
    ['notAfter', '99991231235959Z', '99991231236059Z'],
  ])('has a %s that is none', (field, right, wrong) => {
    expect(faultOf(replaced(octets, ascii(right), ascii(wrong)))).toMatchObject({ field });
  });

  it('has a public key that is not on its curve', () => {
    const key = publicKeyNamed('suite1-management-signing').octets;
    const fault = faultOf(replaced(octets, key, key.with(63, (key[63] ?? 0) ^ 1)));
    expect(fault).toMatchObject({ field: 'subjectPublicKeyInfo', expected: '04 and a point on P-256' });
  });

  it('has other algorithms within and around', () => {
    const algorithm = fromHex('06082A8648CE3D040302');
    const at = Buffer.from(octets).lastIndexOf(algorithm) + algorithm.length - 1;
    expect(faultOf(octets.with(at, 3))).toMatchObject({ field: 'signatureAlgorithm' });
  });

  it('has an extension twice', () => {
    const keyId = fromHex('0603551D0E');
    const authorityId = fromHex('0603551D23');
    expect(faultOf(replaced(octets, authorityId, keyId))).toMatchObject({
      field: 'extensions',
      expected: 'each of them once',
    });
  });
});

function ascii(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

function replaced(octets: Uint8Array, found: Uint8Array, by: Uint8Array): Uint8Array {
  const at = Buffer.from(octets).indexOf(found);
  expect(at).toBeGreaterThan(0);
  return concat(octets.subarray(0, at), by, octets.subarray(at + found.length));
}

function faultOf(octets: Uint8Array): MalformedCertificate {
  try {
    readCertificate(octets);
  } catch (error) {
    if (error instanceof MalformedCertificate) return error;
    throw error;
  }
  throw new Error('read without a fault');
}
