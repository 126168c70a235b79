import { equalOctets } from '#dlms/codec/hex';
import { type CertificateExtensions, extensionsIn } from './certificate-extensions';
import { type CertifiedKey, keyIn } from './certificate-key';
import { commonNameIn, titleIn } from './certificate-name';
import { type SignatureAlgorithm, signatureAlgorithmIn } from './certificate-signature';
import { timeIn } from './certificate-time';
import { context, INTEGER, SEQUENCE } from './der-element';
import { DerFields } from './der-fields';
import { MalformedCertificate } from './malformed-certificate';

/** An X.509 certificate as DLMS/COSEM reads it (RFC 5280, 4.1; GB 9.2.6.4). Read, not checked. */
export interface Certificate extends CertificateExtensions {
  /** the whole certificate in DER, as it came */
  readonly octets: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** content of the INTEGER, with the octet 00 in front where its first bit would be a sign */
  readonly serialNumber: Uint8Array;
  /** distinguished name in DER */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly issuerCommonName?: string;
  readonly subjectCommonName?: string;
  /** of the common name where it is 16 hex digits, of the hardware module in subjectAltName otherwise */
  readonly systemTitle?: Uint8Array;
  /** ms since 1970-01-01 UTC; a certificate holds from the one instant through the other */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: CertifiedKey;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** the octets that are signed */
  readonly signed: Uint8Array;
  /** ECDSA-Sig-Value in DER */
  readonly signature: Uint8Array;
}

type Body = Omit<Certificate, 'octets' | 'signature' | 'signatureAlgorithm'> & { readonly algorithm: Uint8Array };

const NO_EXTENSIONS: CertificateExtensions = {
  keyUsage: new Set(),
  isKeyUsageCritical: false,
  isCa: false,
  extendedKeyUsage: [],
  unknownCritical: [],
};

/**
 * Reads a certificate in DER.
 * @throws MalformedCertificate for whatever is not a certificate with a key on P-256 or P-384, and for nothing else
 */
export function readCertificate(octets: Uint8Array): Certificate {
  const fields = DerFields.of(octets, 'certificate');
  const { algorithm, ...body } = bodyOf(fields.sequence('tbsCertificate'));
  const outerAlgorithm = fields.taken(SEQUENCE, 'signatureAlgorithm');
  const signature = fields.bitString('signatureValue');
  fields.end();
  if (!equalOctets(algorithm, outerAlgorithm)) {
    throw new MalformedCertificate('signatureAlgorithm', 'that of tbsCertificate', outerAlgorithm, 0);
  }
  return { ...body, octets: octets.slice(), signatureAlgorithm: signatureAlgorithmIn(algorithm), signature };
}

function bodyOf(fields: DerFields): Body {
  const version = versionIn(fields);
  const serialNumber = fields.content(INTEGER, 'serialNumber');
  const algorithm = fields.taken(SEQUENCE, 'signature');
  const issuer = fields.taken(SEQUENCE, 'issuer');
  const validity = validityIn(fields.sequence('validity'));
  const subject = fields.taken(SEQUENCE, 'subject');
  const publicKey = keyIn(fields.taken(SEQUENCE, 'subjectPublicKeyInfo'));
  const extensions = closingExtensions(fields);
  const names = namesIn(issuer, subject, extensions);
  const own = { version, serialNumber, algorithm, issuer, subject, publicKey, signed: fields.all() };
  return { ...own, ...validity, ...names, ...extensions };
}

function versionIn(fields: DerFields): 1 | 2 | 3 {
  const tagged = fields.optional(context(0));
  if (tagged === undefined) return 1;
  const [number = -1, ...more] = fields.only(tagged, INTEGER, 'version');
  if (more.length === 0 && number === 1) return 2;
  if (more.length === 0 && number === 2) return 3;
  throw new MalformedCertificate('version', '1 or 2, for version 2 or 3', fields.all(), 0);
}

function validityIn(fields: DerFields): Pick<Certificate, 'notBefore' | 'notAfter'> {
  const [notBefore, notAfter] = [fields.any('notBefore'), fields.any('notAfter')];
  fields.end();
  return {
    notBefore: timeIn(notBefore.tag, notBefore.content, 'notBefore'),
    notAfter: timeIn(notAfter.tag, notAfter.content, 'notAfter'),
  };
}

/** Identifiers of issuer and subject, which nobody uses, are left out; extensions are the last field. */
function closingExtensions(fields: DerFields): CertificateExtensions {
  fields.optional(ISSUER_ID);
  fields.optional(SUBJECT_ID);
  const tagged = fields.optional(context(3));
  fields.end();
  return tagged === undefined ? NO_EXTENSIONS : extensionsIn(fields.within(tagged, 'extensions').all());
}

const ISSUER_ID = 0x81;
const SUBJECT_ID = 0x82;

type Names = Pick<Certificate, 'issuerCommonName' | 'subjectCommonName' | 'systemTitle'>;

function namesIn(issuer: Uint8Array, subject: Uint8Array, { hardwareTitle }: CertificateExtensions): Names {
  const issuerCommonName = commonNameIn(issuer, 'issuer');
  const subjectCommonName = commonNameIn(subject, 'subject');
  const systemTitle = titleIn(subjectCommonName) ?? hardwareTitle;
  return {
    ...(issuerCommonName === undefined ? {} : { issuerCommonName }),
    ...(subjectCommonName === undefined ? {} : { subjectCommonName }),
    ...(systemTitle === undefined ? {} : { systemTitle }),
  };
}
