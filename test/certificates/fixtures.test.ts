import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCertificate } from '#certificates/certificate';
import { certificateFaults } from '#certificates/certificate-check';
import { certificateOctets } from '#certificates/certificate-file';
import { issueCertificate } from '#certificates/certificate-issue';
import type { CertificatePurpose } from '#certificates/key-usage';
import { toHex } from '#dlms/codec/hex';
import { FIXTURES, fixtureCertificates } from '#support/certificates/fixture-certificates';
import { OpensslTool } from './openssl-tool';
import { keyNamed, NOW, SUITES } from './test-authority';

const openssl = new OpensslTool();
afterAll(() => openssl.remove());

const CERTIFICATES = fixtureCertificates();
const OWNERS = { management: '434C490000000001', maintenance: '434C490000000002', server: '53494D0000000001' };
const PURPOSES = { signing: 'digital-signature', agreement: 'key-agreement' } as const;

const fileNamed = (name: string) => new Uint8Array(readFileSync(join(FIXTURES, `${name}.pem`)));
const read = (name: string) => readCertificate(certificateOctets(fileNamed(name)));

describe('the test certificates', () => {
  it('are those that the generator makes, and no others', () => {
    const files = readdirSync(FIXTURES).filter((file) => file.endsWith('.pem'));
    expect(files.sort()).toEqual(CERTIFICATES.map(({ name }) => `${name}.pem`).sort());
  });

  it.each(CERTIFICATES)('$name says what the generator says today', ({ name, body, signer }) => {
    expect(toHex(read(name).signed)).toBe(toHex(readCertificate(issueCertificate(body, signer)).signed));
  });

  describe.each(SUITES)('of suite %i', (suite) => {
    const ca = read(`suite${suite}-ca`);

    it.each(Object.entries(OWNERS))('are right for %s, title %s', (owner, title) => {
      for (const [use, purpose] of Object.entries(PURPOSES)) {
        expect(faultsOf(`suite${suite}-${owner}-${use}`, purpose, title)).toEqual([]);
      }
    });

    it('verify by openssl, which finds the titles and usages', () => {
      openssl.write('ca.pem', fileNamed(`suite${suite}-ca`));
      const files = CERTIFICATES.map(({ name }) => name).filter((name) => name.startsWith(`suite${suite}`));
      for (const file of files) openssl.write(`${file}.pem`, fileNamed(file));
      const verified = openssl.run(
        'verify',
        '-x509_strict',
        '-CAfile',
        'ca.pem',
        ...files.map((file) => `${file}.pem`),
      );
      expect(verified).toBe(files.map((file) => `${file}.pem: OK\n`).join(''));
      const server = openssl.run('x509', '-in', `suite${suite}-server-agreement.pem`, '-noout', '-text');
      expect(server).toMatch(/Subject: CN = 53494D0000000001\n[\s\S]*Key Usage: critical\s+Key Agreement\n/);
    });

    it('have an authority, and the keys of keys.yaml', () => {
      const purpose = 'certification-authority';
      expect(certificateFaults(ca, { suite, purpose, anchors: [ca], at: NOW })).toEqual([]);
      expect(keyNamed(`suite${suite}-server-tls`).octets).toHaveLength(suite === 1 ? 32 : 48);
    });

    function faultsOf(name: string, purpose: CertificatePurpose, title: string) {
      const titles = [new Uint8Array(Buffer.from(title, 'hex'))];
      return certificateFaults(read(name), { suite, purpose, anchors: [ca], at: NOW, titles });
    }
  });

  it('are on the Green Book’s keys where it has them', () => {
    expect(toHex(read('suite1-server-agreement').publicKey.octets)).toBe(
      'A653565B0E06070BAE9FBE140A5D2156812AEE2DD525053E3EFC850BF13BFDFFCB240BC7B77BFF5883344E7275908D2287BEFA3725017295A096989D2338290B',
    );
    expect(toHex(read('suite1-management-signing').publicKey.octets)).toBe(
      'BAAFFDE06A8CB1C9DAE8D94023C601DBBB249254BA22EDD827E820BCA2BCC64362FBB83D86A82B87BB8B7161D2AAB5521911A946B97A284A90F7785CD9047D25',
    );
  });
});
