import { AsnConvert } from '@peculiar/asn1-schema';
import { KeyUsage } from '@peculiar/asn1-x509';
import { BIT_STRING, contentOf, wholeElement } from './der-element';
import { MalformedCertificate } from './malformed-certificate';

/** In the order of their bits (RFC 5280, 4.2.1.3). */
const USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsageName = (typeof USAGES)[number];

/** What a certified key is for; a key is for one of them only (GB 9.2.6.4). */
export const CERTIFICATE_PURPOSES = ['digital-signature', 'key-agreement', 'tls', 'certification-authority'] as const;
export type CertificatePurpose = (typeof CERTIFICATE_PURPOSES)[number];

/** The usages that tell the purposes apart. */
const TELLING: readonly KeyUsageName[] = ['digitalSignature', 'keyAgreement', 'keyCertSign', 'cRLSign'];

export const USAGES_OF: { readonly [purpose in CertificatePurpose]: readonly KeyUsageName[] } = {
  'digital-signature': ['digitalSignature'],
  'key-agreement': ['keyAgreement'],
  tls: ['digitalSignature', 'keyAgreement'],
  'certification-authority': ['keyCertSign', 'cRLSign'],
};

/**
 * Whether the usages are those of the purpose. End entities may have none of another purpose; an authority may sign
 * other things as well. Usages that no purpose of DLMS/COSEM knows are not looked at.
 */
export function fitsPurpose(usages: ReadonlySet<KeyUsageName>, purpose: CertificatePurpose): boolean {
  const needed = USAGES_OF[purpose];
  const isForMore = TELLING.some((name) => usages.has(name) && !needed.includes(name));
  return needed.every((name) => usages.has(name)) && (purpose === 'certification-authority' || !isForMore);
}

/** KeyUsage in DER: named bits, the last one that is set ends it. */
export function keyUsageOctets(usages: ReadonlySet<KeyUsageName>): Uint8Array {
  const bits = USAGES.reduce((sum, name, bit) => sum + (usages.has(name) ? 1 << bit : 0), 0);
  return new Uint8Array(AsnConvert.serialize(new KeyUsage(bits)));
}

/** @throws MalformedCertificate */
export function keyUsagesIn(octets: Uint8Array): Set<KeyUsageName> {
  const element = wholeElement(octets, 'keyUsage');
  const [unused = 8, ...bits] = contentOf(octets, element);
  if (element.tag !== BIT_STRING || unused > 7 || bits.length > 2) {
    throw new MalformedCertificate('keyUsage', 'a BIT STRING of nine bits at most', octets, 0);
  }
  return new Set(USAGES.filter((_, bit) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0));
}
