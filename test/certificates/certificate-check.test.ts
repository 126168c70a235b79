import { describe, expect, it } from 'vitest';
import { type Certificate, readCertificate } from '#certificates/certificate';
import { type CertificateExpectation, certificateFaults } from '#certificates/certificate-check';
import { type CertificateBody, issueCertificate } from '#certificates/certificate-issue';
import { nameOf } from '#certificates/certificate-name';
import { NO_END } from '#certificates/certificate-time';
import { hardwareModuleNames } from '#certificates/hardware-module-name';
import type { CertificatePurpose } from '#certificates/key-usage';
import {
  authority,
  certificate,
  endEntity,
  fixtureNamed,
  keyNamed,
  NOW,
  OTHER_TITLE,
  publicKeyNamed,
  SUITES,
  subAuthority,
  TITLE,
} from './test-authority';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const signing = { suite: 1, purpose: 'digital-signature', anchors: [authority(1)], at: NOW, titles: [TITLE] } as const;

const root = issued(subAuthority('root', 'suite1-ca', 'root'));

function issued(body: CertificateBody, key = 'suite1-ca'): Certificate {
  return readCertificate(issueCertificate(body, keyNamed(key)));
}

function faultsOf(edits: Partial<CertificateBody>, expected: Partial<CertificateExpectation> = {}) {
  return certificateFaults(certificate('suite1-management-signing', edits), { ...signing, ...expected });
}

describe('a right certificate', () => {
  it.each(SUITES)('has no fault in suite %i, for signing and for key agreement', (suite) => {
    const expected = { suite, anchors: [authority(suite)], at: NOW, titles: [OTHER_TITLE, TITLE] };
    const signer = certificate(`suite${suite}-management-signing`);
    const agreer = certificate(`suite${suite}-management-agreement`);
    expect(certificateFaults(signer, { ...expected, purpose: 'digital-signature' })).toEqual([]);
    expect(certificateFaults(agreer, { ...expected, purpose: 'key-agreement' })).toEqual([]);
  });

  it('has none for TLS with both usages, and may say what for', () => {
    const keyUsage = new Set(['digitalSignature', 'keyAgreement'] as const);
    expect(faultsOf({ keyUsage }, { purpose: 'tls' })).toEqual([]);
    expect(faultsOf({ keyUsage, extendedKeyUsage: [SERVER_AUTH] }, { purpose: 'tls' })).toEqual([]);
  });

  it('has none without an end, and none where neither time nor title is known', () => {
    expect(faultsOf({ notAfter: NO_END }, { at: Date.UTC(9000, 0, 1) })).toEqual([]);
    const { suite, purpose, anchors } = signing;
    const expired = certificate('suite1-management-signing', { notAfter: Date.UTC(2021, 0, 1), subject: nameOf('x') });
    expect(certificateFaults(expired, { suite, purpose, anchors })).toEqual([]);
  });

  it('may have its title in the subjectAltName alone', () => {
    expect(faultsOf({ subject: nameOf('a meter') })).toEqual([]);
  });

  it('holds from the first through the last instant of its validity', () => {
    const [notBefore, notAfter] = [Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1)];
    const at = (instant: number) => faultsOf({ notBefore, notAfter }, { at: instant });
    expect([notBefore - 1, notBefore, notAfter, notAfter + 1].map(at)).toEqual([
      ['not-yet-valid'],
      [],
      [],
      ['expired'],
    ]);
  });
});

describe('a wrong certificate', () => {
  it('of version 1 or 2 is found', () => {
    expect(faultsOf({ version: 1 })).toEqual(['version']);
    expect(faultsOf({ version: 2 })).toEqual(['version']);
  });

  it.each<[CertificatePurpose, CertificatePurpose]>([
    ['digital-signature', 'key-agreement'],
    ['key-agreement', 'digital-signature'],
    ['tls', 'digital-signature'],
    ['tls', 'key-agreement'],
  ])('for %s is none for %s', (made, used) => {
    const forMade = issued(endEntity(made, 'suite1-management-signing', 'root'));
    expect(certificateFaults(forMade, { ...signing, anchors: [root], purpose: made })).toEqual([]);
    expect(certificateFaults(forMade, { ...signing, anchors: [root], purpose: used })).toEqual(['key-usage']);
  });

  it('without key usage, or with one that may be overlooked, is found', () => {
    expect(faultsOf({ keyUsage: new Set() })).toEqual(['key-usage']);
    expect(faultsOf({ isKeyUsageCritical: false })).toEqual(['key-usage']);
    expect(faultsOf({ keyUsage: new Set(['digitalSignature', 'nonRepudiation'] as const) })).toEqual([]);
  });

  it('of an end entity that calls itself an authority is found, and the other way round', () => {
    expect(faultsOf({ isCa: true })).toEqual(['basic-constraints']);
    expect(faultsOf({ isCa: true }, { purpose: 'certification-authority' })).toEqual(['key-usage']);
    expect(faultsOf({}, { purpose: 'certification-authority' })).toEqual(['key-usage', 'basic-constraints']);
  });

  it('with an extended usage without TLS, or with none of TLS for it, is found', () => {
    const keyUsage = new Set(['digitalSignature', 'keyAgreement'] as const);
    expect(faultsOf({ extendedKeyUsage: [SERVER_AUTH] })).toEqual(['extended-key-usage']);
    expect(faultsOf({ keyUsage, extendedKeyUsage: [CODE_SIGNING] }, { purpose: 'tls' })).toEqual([
      'extended-key-usage',
    ]);
  });

  it('of another title, of none, or of two is found', () => {
    const { subjectAltName, ...body } = fixtureNamed('suite1-management-signing').body;
    expect(faultsOf({}, { titles: [OTHER_TITLE] })).toEqual(['title']);
    expect(subjectAltName).toBeDefined();
    expect(certificateFaults(issued({ ...body, subject: nameOf('a meter') }), signing)).toEqual(['title']);
    expect(faultsOf({ subjectAltName: hardwareModuleNames(OTHER_TITLE) })).toEqual(['title']);
  });

  it('of the other suite is found', () => {
    expect(faultsOf({}, { suite: 2 })).toEqual(['curve']);
  });

  it('has each of its faults in the list', () => {
    const edits = { version: 1, isKeyUsageCritical: false, notAfter: Date.UTC(2021, 0, 1) } as const;
    expect(faultsOf(edits, { titles: [], anchors: [] })).toEqual([
      'version',
      'key-usage',
      'expired',
      'title',
      'unknown-issuer',
    ]);
  });
});

describe('the chain of a certificate', () => {
  const middleKey = 'suite1-server-signing';
  const middleBody = subAuthority('middle', middleKey, 'root');
  const middle = issued(middleBody);
  const leafBody = endEntity('digital-signature', 'suite1-management-signing', 'middle');
  const leaf = issued(leafBody, middleKey);

  function inChain(anchors: Certificate[], intermediates: Certificate[], checked = leaf) {
    return certificateFaults(checked, { ...signing, anchors, intermediates });
  }

  it('may have an authority in the middle, which may also be trusted itself', () => {
    expect(inChain([root], [middle])).toEqual([]);
    expect(inChain([middle], [])).toEqual([]);
  });

  it('begins with a known issuer', () => {
    expect(inChain([root], [])).toEqual(['unknown-issuer']);
    expect(inChain([], [middle])).toEqual(['issuer']);
    expect(inChain([], [])).toEqual(['unknown-issuer']);
  });

  it('is none by a namesake', () => {
    const namesake = certificate('suite1-management-signing', {}, keyNamed('suite1-server-tls'));
    expect(certificateFaults(namesake, signing)).toEqual(['signature']);
    const renewed = { ...root, octets: Uint8Array.of(), publicKey: publicKeyNamed('suite1-server-tls') };
    expect(inChain([renewed, root], [middle])).toEqual([]);
  });

  it('needs an authority that is one, at this time', () => {
    const asMiddle = (edits: Partial<CertificateBody>) => issued({ ...middleBody, ...edits });
    expect(inChain([root], [asMiddle({ isCa: false })])).toEqual(['issuer']);
    expect(inChain([root], [asMiddle({ keyUsage: new Set(['digitalSignature'] as const) })])).toEqual(['issuer']);
    expect(inChain([root], [asMiddle({ notAfter: Date.UTC(2021, 0, 1) })])).toEqual(['issuer']);
    expect(inChain([{ ...root, pathLength: 0 }], [middle])).toEqual(['issuer']);
    expect(inChain([{ ...root, pathLength: 1 }], [middle])).toEqual([]);
  });

  it('does not go in circles', () => {
    const back = issued(subAuthority('root', 'suite1-ca', 'middle'), middleKey);
    expect(inChain([], [middle, back])).toEqual(['issuer']);
    expect(inChain([], [root], root)).toContain('issuer');
  });

  it('of a key on P-384 is one of P-384', () => {
    const small = keyNamed('suite1-ca');
    const forLarge = certificate('suite2-management-signing', { issuer: authority(1).subject }, small);
    expect(certificateFaults(forLarge, { ...signing, suite: 2 })).toEqual(['curve']);
    const large = certificate('suite1-management-signing', { issuer: authority(2).subject }, keyNamed('suite2-ca'));
    expect(certificateFaults(large, { ...signing, anchors: [authority(2)] })).toEqual([]);
  });

  it('ends with a certificate that is trusted itself', () => {
    const purpose = 'certification-authority';
    expect(certificateFaults(root, { suite: 1, purpose, anchors: [root], at: NOW })).toEqual([]);
    expect(certificateFaults(root, { suite: 1, purpose, anchors: [middle], at: NOW })).toEqual(['unknown-issuer']);
  });
});
