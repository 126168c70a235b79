import { afterAll, describe, expect, it } from 'vitest';
import { nameOf, titleNameOf } from '#certificates/certificate-name';
import { makeRequest, readRequest, requestFaults } from '#certificates/certificate-request';
import { MalformedCertificate } from '#certificates/malformed-certificate';
import { LocalProtocolError } from '#dlms/errors';
import { OPENSSL_CURVES, OPENSSL_HASHES, OpensslTool } from './openssl-tool';
import { certificate, keyNamed, OTHER_TITLE, publicKeyNamed, SERVER_TITLE, SUITES } from './test-authority';

const openssl = new OpensslTool();
afterAll(() => openssl.remove());

describe.each(SUITES)('a certificate request of suite %i', (suite) => {
  const name = `suite${suite}-server-tls`;
  const octets = makeRequest(keyNamed(name), titleNameOf(SERVER_TITLE));

  it('reads back as it was made, without a fault', () => {
    const request = readRequest(octets);
    expect(request).toMatchObject({
      subject: titleNameOf(SERVER_TITLE),
      subjectCommonName: '53494D0000000001',
      systemTitle: SERVER_TITLE,
      publicKey: publicKeyNamed(name),
    });
    expect(requestFaults(request, suite, SERVER_TITLE)).toEqual([]);
  });

  it('is one to openssl', () => {
    openssl.write('made.der', octets);
    const text = openssl.run('req', '-in', 'made.der', '-inform', 'DER', '-noout', '-verify', '-subject');
    expect(text).toContain('verify OK');
    expect(text).toContain('subject=CN = 53494D0000000001');
  });

  it('by openssl has no fault, also with attributes', () => {
    openssl.run('ecparam', '-name', OPENSSL_CURVES[suite], '-genkey', '-noout', '-out', 'own.key');
    const own = [
      'req',
      '-new',
      '-key',
      'own.key',
      '-subj',
      '/CN=53494D0000000001',
      '-outform',
      'DER',
      '-out',
      'own.der',
    ];
    openssl.run(...own, OPENSSL_HASHES[suite]);
    expect(requestFaults(readRequest(openssl.read('own.der')), suite, SERVER_TITLE)).toEqual([]);
    openssl.run(...own, OPENSSL_HASHES[suite], '-addext', 'keyUsage=critical,digitalSignature');
    expect(requestFaults(readRequest(openssl.read('own.der')), suite, SERVER_TITLE)).toEqual([]);
    openssl.run(...own, '-sha512');
    expect(requestFaults(readRequest(openssl.read('own.der')), suite, SERVER_TITLE)).toEqual([
      'signature',
      'signature-algorithm',
    ]);
  });

  it('of another suite or title is found', () => {
    const request = readRequest(octets);
    expect(requestFaults(request, suite === 1 ? 2 : 1, SERVER_TITLE)).toEqual(['curve']);
    expect(requestFaults(request, suite, OTHER_TITLE)).toEqual(['title']);
    const unnamed = readRequest(makeRequest(keyNamed(name), nameOf('a meter')));
    expect(requestFaults(unnamed, suite, SERVER_TITLE)).toEqual(['title']);
  });

  it('that another key signed is found', () => {
    const other = readRequest(makeRequest(keyNamed(`suite${suite}-server-signing`), titleNameOf(SERVER_TITLE)));
    const swapped = { ...readRequest(octets), signature: other.signature, signed: other.signed };
    expect(requestFaults(swapped, suite, SERVER_TITLE)).toEqual(['signature']);
  });

  it('is no certificate, and a certificate no request', () => {
    expect(() => readRequest(certificate(`suite${suite}-server-signing`).octets)).toThrow(MalformedCertificate);
  });
});

it('is not made with a key that is none, and does not tell it', () => {
  const octets = new Uint8Array(31).fill(0x5a);
  const make = () => makeRequest({ suite: 1, octets }, titleNameOf(SERVER_TITLE));
  expect(make).toThrow(LocalProtocolError);
  expect(make).not.toThrow(/5A5A/i);
});
