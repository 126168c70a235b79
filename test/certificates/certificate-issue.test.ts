import { X509Certificate } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { readCertificate } from '#certificates/certificate';
import { certificateOctets, pemOf } from '#certificates/certificate-file';
import { bodyFor, type CertificateBody, issueCertificate } from '#certificates/certificate-issue';
import { nameOf } from '#certificates/certificate-name';
import { NO_END } from '#certificates/certificate-time';
import { CERTIFICATE_PURPOSES } from '#certificates/key-usage';
import { LocalProtocolError } from '#dlms/errors';
import { OpensslTool } from './openssl-tool';
import { fixtureNamed, keyNamed, SUITES } from './test-authority';

const openssl = new OpensslTool();
afterAll(() => openssl.remove());

const SHOWN_USAGES = {
  'digital-signature': 'Digital Signature',
  'key-agreement': 'Key Agreement',
  tls: 'Digital Signature, Key Agreement',
  'certification-authority': 'Certificate Sign, CRL Sign',
};

describe.each(SUITES)('an issued certificate of suite %i', (suite) => {
  const ca = fixtureNamed(`suite${suite}-ca`);
  const authority = issueCertificate(ca.body, ca.signer);
  const name = `suite${suite}-server-signing`;

  it.each(CERTIFICATE_PURPOSES)('for %s is what openssl takes it for', (purpose) => {
    const issued = issueCertificate(bodyFor(purpose, fixtureNamed(name).body), ca.signer);
    openssl.write('ca.pem', pemOf(authority));
    openssl.write('issued.pem', pemOf(issued));
    expect(openssl.run('verify', '-x509_strict', '-CAfile', 'ca.pem', 'issued.pem')).toBe('issued.pem: OK\n');
    const text = openssl.run('x509', '-in', 'issued.pem', '-noout', '-text');
    expect(text).toMatch(new RegExp(`Key Usage: critical\\s+${SHOWN_USAGES[purpose]}\n`));
    expect(text).toContain('Subject: CN = 53494D0000000001');
    expect(text).toContain('Not After : Dec 31 23:59:59 9999 GMT');
    expect(text.includes('CA:TRUE')).toBe(purpose === 'certification-authority');
  });

  it('is taken by node', () => {
    const issued = new X509Certificate(issueCertificate(fixtureNamed(name).body, ca.signer));
    const issuer = new X509Certificate(authority);
    expect(issued.checkIssued(issuer)).toBe(true);
    expect(issued.verify(issuer.publicKey)).toBe(true);
    expect(issuer.verify(issuer.publicKey)).toBe(true);
    expect([issued.ca, issuer.ca]).toEqual([false, true]);
    expect(issued.serialNumber).toBe(`0${suite}06`);
  });

  it('by another key with the same name is refused by openssl', () => {
    openssl.write('ca.pem', pemOf(authority));
    openssl.write('issued.pem', pemOf(issueCertificate(fixtureNamed(name).body, keyNamed(`suite${suite}-server-tls`))));
    expect(() => openssl.run('verify', '-CAfile', 'ca.pem', 'issued.pem')).toThrow(
      'error issued.pem: verification failed',
    );
  });
});

describe('a body with a field replaced', () => {
  const { body, signer } = fixtureNamed('suite1-management-signing');
  const textOf = (edits: Partial<CertificateBody>) => {
    openssl.write('edited.pem', pemOf(issueCertificate({ ...body, ...edits }, signer)));
    return openssl.run('x509', '-in', 'edited.pem', '-noout', '-text');
  };

  it('makes a certificate that is wrong in that alone', () => {
    expect(textOf({ version: 1 })).toContain('Version: 1 (0x0)');
    expect(textOf({ keyUsage: new Set() })).not.toContain('Key Usage');
    expect(textOf({ isKeyUsageCritical: false })).toMatch(/Key Usage: \n\s+Digital Signature\n/);
    expect(textOf({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] })).toContain('TLS Web Server Authentication');
    expect(textOf({ issuer: nameOf('nobody') })).toContain('Issuer: CN = nobody');
  });

  it('has its times as X.509 writes them', () => {
    const [notBefore, notAfter] = [Date.UTC(2049, 11, 31, 23, 59, 59), Date.UTC(2050, 0, 1)];
    const text = textOf({ notBefore, notAfter });
    expect(text).toContain('Not Before: Dec 31 23:59:59 2049 GMT');
    expect(text).toContain('Not After : Jan  1 00:00:00 2050 GMT');
    expect(readCertificate(certificateOctets(openssl.read('edited.pem')))).toMatchObject({ notBefore, notAfter });
    expect(textOf({ notBefore: Date.UTC(1950, 0, 1) })).toContain('Not Before: Jan  1 00:00:00 1950 GMT');
  });

  it.each([Date.UTC(1949, 11, 31), NO_END + 1000, 1500])('has no time that cannot be written: %i', (notBefore) => {
    expect(() => issueCertificate({ ...body, notBefore }, signer)).toThrow(LocalProtocolError);
  });

  it('has the subject of an issuer to the octet, whoever made that name', () => {
    openssl.run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'ca.key');
    const subject = ['-subj', '/C=CH/L=Zürich/O=An authority/OU=a+CN=Root/emailAddress=a@b.example', '-utf8'];
    openssl.run(
      'req',
      '-x509',
      '-new',
      '-key',
      'ca.key',
      '-outform',
      'DER',
      '-out',
      'ca.der',
      '-multivalue-rdn',
      ...subject,
    );
    const issuer = readCertificate(openssl.read('ca.der')).subject;
    expect(readCertificate(issueCertificate({ ...body, issuer }, signer)).issuer).toEqual(issuer);
  });
});
