import { createHash } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  KeyIdentifier,
  Name,
  SubjectKeyIdentifier,
  TBSCertificate,
  Validity,
} from '@peculiar/asn1-x509';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES } from '#dlms/security/elliptic-curve';
import { publicKeyOf } from '#dlms/security/key-pair';
import { type CertifiedKey, keyInfoOf } from './certificate-key';
import { derSignature, type PrivateKey, signatureIdentifier } from './certificate-signature';
import { NO_END } from './certificate-time';
import { type CertificatePurpose, type KeyUsageName, keyUsageOctets, USAGES_OF } from './key-usage';

/** Who certifies which key for whom, and how long. */
export interface CertificateSubject {
  /** a whole number without a sign, at least one octet */
  readonly serialNumber: Uint8Array;
  /** distinguished names in DER: `nameOf`, `titleNameOf` */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly publicKey: CertifiedKey;
  /** ms since 1970-01-01 UTC in whole seconds, 1950 to 9999; NO_END for a certificate without an end */
  readonly notBefore: number;
  readonly notAfter: number;
  /** GeneralNames in DER: `hardwareModuleNames` */
  readonly subjectAltName?: Uint8Array;
}

/** All that is in a certificate but the signature. One that is wrong on purpose is a right one with a field replaced. */
export interface CertificateBody extends CertificateSubject {
  readonly version: 1 | 2 | 3;
  /** an empty set leaves the extension out */
  readonly keyUsage: ReadonlySet<KeyUsageName>;
  readonly isKeyUsageCritical: boolean;
  readonly isCa: boolean;
  /** object identifiers; none leave the extension out */
  readonly extendedKeyUsage: readonly string[];
}

/** What a certificate of this purpose says (security.md 14). */
export function bodyFor(purpose: CertificatePurpose, subject: CertificateSubject): CertificateBody {
  return {
    ...subject,
    version: 3,
    keyUsage: new Set(USAGES_OF[purpose]),
    isKeyUsageCritical: true,
    isCa: purpose === 'certification-authority',
    extendedKeyUsage: [],
  };
}

/**
 * A certificate in DER, signed by the algorithm of the signer's suite; its signature is another one each time.
 * @throws LocalProtocolError when the signer's key is none or a time cannot be written
 */
export function issueCertificate(body: CertificateBody, signer: PrivateKey): Uint8Array {
  const signatureAlgorithm = signatureIdentifier(signer.suite);
  const tbsCertificate = new TBSCertificate({
    version: body.version - 1,
    serialNumber: serialContent(body.serialNumber).buffer,
    signature: signatureAlgorithm,
    issuer: AsnConvert.parse(body.issuer, Name),
    validity: validityOf(body),
    subject: AsnConvert.parse(body.subject, Name),
    subjectPublicKeyInfo: keyInfoOf(body.publicKey),
    extensions: new Extensions(extensionsOf(body, signer)),
  });
  const signature = derSignature(signer, new Uint8Array(AsnConvert.serialize(tbsCertificate)));
  const signatureValue = new Uint8Array(signature).buffer;
  return new Uint8Array(AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue })));
}

/** The number as an INTEGER has it: no zeros in front, but one where the first bit would be a sign. */
function serialContent(number: Uint8Array): Uint8Array<ArrayBuffer> {
  const first = number.findIndex((octet) => octet !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : number.subarray(first);
  return (digits[0] ?? 0) < 0x80 ? new Uint8Array(digits) : Uint8Array.of(0, ...digits);
}

function validityOf({ notBefore, notAfter }: CertificateSubject): Validity {
  const isWritable = [notBefore, notAfter].every((ms) => ms >= FIRST && ms <= NO_END && ms % 1000 === 0);
  if (!isWritable) throw new LocalProtocolError('the validity of a certificate lies in 1950..9999, in whole seconds');
  return new Validity({ notBefore: new Date(notBefore), notAfter: new Date(notAfter) });
}

const FIRST = Date.UTC(1950, 0, 1);

function extensionsOf(body: CertificateBody, signer: PrivateKey): Extension[] {
  const { keyUsage, isKeyUsageCritical, isCa, extendedKeyUsage, subjectAltName } = body;
  const signerKey = { suite: signer.suite, octets: publicKeyOf(CURVES[signer.suite], signer.octets) };
  const keyIdentifier = new KeyIdentifier(keyId(signerKey));
  const extensions = [
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyId(body.publicKey))),
    extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier })),
  ];
  if (keyUsage.size > 0) extensions.push(written(id_ce_keyUsage, keyUsageOctets(keyUsage), isKeyUsageCritical));
  if (isCa) extensions.push(extension(id_ce_basicConstraints, new BasicConstraints({ cA: true }), true));
  if (extendedKeyUsage.length > 0)
    extensions.push(extension(id_ce_extKeyUsage, new ExtendedKeyUsage([...extendedKeyUsage])));
  if (subjectAltName !== undefined) extensions.push(written(id_ce_subjectAltName, subjectAltName));
  return extensions;
}

function extension(extnID: string, value: object, critical = false): Extension {
  return written(extnID, new Uint8Array(AsnConvert.serialize(value)), critical);
}

function written(extnID: string, octets: Uint8Array, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(octets) });
}

/** SHA-1 of the public key: a name, no protection (RFC 5280, 4.2.1.2, method 1). */
function keyId(key: CertifiedKey): Uint8Array {
  return createHash('sha1')
    .update(new Uint8Array(keyInfoOf(key).subjectPublicKey))
    .digest();
}
