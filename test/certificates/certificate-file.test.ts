import { afterAll, describe, expect, it } from 'vitest';
import { certificateOctets, pemOf } from '#certificates/certificate-file';
import { LocalProtocolError } from '#dlms/errors';
import { OpensslTool } from './openssl-tool';
import { certificate } from './test-authority';

const openssl = new OpensslTool();
afterAll(() => openssl.remove());

const { octets } = certificate('suite2-server-signing');
const pem = pemOf(octets);

describe('a certificate file', () => {
  it('is DER, or PEM with text around it and any line ends', () => {
    openssl.write('one.der', octets);
    const withText = openssl.run('x509', '-in', 'one.der', '-inform', 'DER', '-text');
    expect(certificateOctets(octets)).toEqual(octets);
    for (const text of [pem, withText, pem.replaceAll('\n', '\r\n')])
      expect(certificateOctets(bytes(text))).toEqual(octets);
  });

  it('is written as openssl writes it', () => {
    openssl.write('one.der', octets);
    expect(openssl.run('x509', '-in', 'one.der', '-inform', 'DER')).toBe(pem);
  });

  it.each([
    ['', 'an empty file'],
    ['not a certificate', 'neither'],
    [`${pem}${pem}`, 'a PEM file of CERTIFICATE, CERTIFICATE'],
    [pem.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'), 'a PEM file of CERTIFICATE REQUEST'],
    [pem.replace('\n', '\n*'), 'a PEM file whose block is not base64'],
    [pem.slice(0, 200), 'neither'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'neither'],
  ])('is nothing else: %#', (text, found) => {
    expect(() => certificateOctets(bytes(text))).toThrow(
      `expected one certificate, in PEM or in DER; this is ${found}`,
    );
  });

  it.each([
    ['PEM', 'a PEM file of EC PRIVATE KEY', 'a PEM file of PRIVATE KEY'],
    ['DER', 'neither', 'neither'],
  ])('is no private key in %s, which is not shown', (form, sec1, pkcs8) => {
    openssl.run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'a.key');
    openssl.run('ec', '-in', 'a.key', '-outform', form, '-out', 'sec1');
    openssl.run('pkcs8', '-topk8', '-nocrypt', '-in', 'a.key', '-outform', form, '-out', 'pkcs8');
    const expected = 'expected one certificate, in PEM or in DER; this is';
    expect(messageOf(openssl.read('sec1'))).toBe(`${expected} ${sec1}`);
    expect(messageOf(openssl.read('pkcs8'))).toBe(`${expected} ${pkcs8}`);
  });
});

function messageOf(file: Uint8Array): string {
  try {
    certificateOctets(file);
  } catch (error) {
    if (error instanceof LocalProtocolError) return error.message;
  }
  throw new Error('taken for a certificate');
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
