import { afterEach, describe, expect, it } from 'vitest';
import { type Certificate, readCertificate } from '#certificates/certificate';
import { certificateFaults } from '#certificates/certificate-check';
import { toHex } from '#dlms/codec/hex';
import { CertificateMethods, rowsIn } from '#procedures/certificate-methods';
import { removesLeftOverCertificates } from '#procedures/certificates';
import { declared } from '#procedures/declared';
import {
  CERTIFICATE_FLAWS,
  type CertificateFlaw,
  type CertificateMeans,
  flawedCertificate,
  isOfTest,
  testCertificate,
} from '#procedures/test-certificate';
import { SuiteBench } from './suite-bench';

const SUITES = [[1], [2]] as const;
const SETUP = '0-0:43.0.0.255';
const FAULTS: Readonly<Record<CertificateFlaw, readonly string[]>> = {
  'of an issuer that it does not know': ['unknown-issuer'],
  'for somebody without a system title': ['title'],
  'whose key usage fits no purpose': ['key-usage'],
  'whose signature has one bit changed': ['signature'],
};

let bench: SuiteBench;
afterEach(() => bench.close());

function meansOf(suite: 1 | 2): CertificateMeans {
  bench = new SuiteBench(suite);
  const authority = declared(bench.rig.testAuthority, 'testAuthority');
  const { random } = bench.client('management');
  return { suite, authority, random, hide: (name, octets) => bench.keepSecret(name, octets) };
}

function faultsOf(certificate: Certificate, { suite, authority }: CertificateMeans): readonly string[] {
  const anchors = [readCertificate(authority.certificate)];
  const titles = certificate.systemTitle === undefined ? [] : [certificate.systemTitle];
  return certificateFaults(certificate, { suite, purpose: 'digital-signature', anchors, titles });
}

describe('a test certificate', () => {
  it.each(SUITES)('has no fault, and a number and a title of its own kind, in suite %i', (suite) => {
    const means = meansOf(suite);
    const [one, other] = [testCertificate(means), testCertificate(means)];
    expect(faultsOf(one, means)).toEqual([]);
    expect(isOfTest(one)).toBe(true);
    expect(toHex(one.systemTitle ?? new Uint8Array())).toMatch(/^545354/);
    expect(toHex(one.serialNumber)).not.toBe(toHex(other.serialNumber));
  });

  it.each(SUITES.flatMap(([suite]) => CERTIFICATE_FLAWS.map((flaw) => [flaw, suite] as const)))(
    '%s has that fault and no other, in suite %i',
    (flaw, suite) => {
      const means = meansOf(suite);
      const certificate = flawedCertificate(means, flaw);
      expect(faultsOf(certificate, means)).toEqual(FAULTS[flaw]);
      expect(isOfTest(certificate)).toBe(true);
    },
  );

  it('that a broken run has left is found and removed, and nothing else', async () => {
    const means = meansOf(1);
    const client = await bench.associated('management');
    const methods = new CertificateMethods(client, SETUP);
    const left = testCertificate(means);
    await methods.import(left.octets);
    expect(rowsIn(await methods.list())).toHaveLength(6);
    expect(await removesLeftOverCertificates(client)).toContain(toHex(left.serialNumber));
    expect(rowsIn(await methods.list())).toHaveLength(5);
    expect(await removesLeftOverCertificates(client)).toBeUndefined();
  });
});
