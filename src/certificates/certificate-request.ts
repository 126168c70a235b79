import { CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Name } from '@peculiar/asn1-x509';
import { equalOctets } from '#dlms/codec/hex';
import { CURVES, type CurveSuite } from '#dlms/security/elliptic-curve';
import { publicKeyOf } from '#dlms/security/key-pair';
import { type CertifiedKey, keyIn, keyInfoOf } from './certificate-key';
import { commonNameIn, titleIn } from './certificate-name';
import {
  derSignature,
  isSignedBy,
  type PrivateKey,
  SIGNATURE_ALGORITHMS,
  type Signed,
  signatureAlgorithmIn,
  signatureIdentifier,
} from './certificate-signature';
import { context, INTEGER, SEQUENCE } from './der-element';
import { DerFields } from './der-fields';
import { MalformedCertificate } from './malformed-certificate';

/** A PKCS#10 request (RFC 2986, 4) as class 64 method 5 returns it. Read, not checked. */
export interface CertificateRequest extends Signed {
  /** the whole request in DER, as it came */
  readonly octets: Uint8Array;
  /** distinguished name in DER */
  readonly subject: Uint8Array;
  readonly subjectCommonName?: string;
  /** of a common name of 16 hex digits */
  readonly systemTitle?: Uint8Array;
  readonly publicKey: CertifiedKey;
}

/**
 * What can be wrong with a request that can be read: `signature` not by its own key, `signature-algorithm` not that of
 * its key, `curve` not that of the suite, `title` not the one expected.
 */
export type RequestFault = 'signature' | 'signature-algorithm' | 'curve' | 'title';

/**
 * A request in DER for the key pair that signs it; its signature is another one each time.
 * @param subject distinguished name in DER: `titleNameOf`
 * @throws LocalProtocolError when the key is none; does not repeat it
 */
export function makeRequest(key: PrivateKey, subject: Uint8Array): Uint8Array {
  const publicKey = { suite: key.suite, octets: publicKeyOf(CURVES[key.suite], key.octets) };
  const certificationRequestInfo = new CertificationRequestInfo({
    version: 0,
    subject: AsnConvert.parse(subject, Name),
    subjectPKInfo: keyInfoOf(publicKey),
  });
  const signatureAlgorithm = signatureIdentifier(key.suite);
  const own = derSignature(key, new Uint8Array(AsnConvert.serialize(certificationRequestInfo)));
  const signature = new Uint8Array(own).buffer;
  const request = new CertificationRequest({ certificationRequestInfo, signatureAlgorithm, signature });
  return new Uint8Array(AsnConvert.serialize(request));
}

/**
 * Reads a request in DER.
 * @throws MalformedCertificate for whatever is not a request with a key on P-256 or P-384, and for nothing else
 */
export function readRequest(octets: Uint8Array): CertificateRequest {
  const fields = DerFields.of(octets, 'certificationRequest');
  const info = infoIn(fields.sequence('certificationRequestInfo'));
  const signatureAlgorithm = signatureAlgorithmIn(fields.taken(SEQUENCE, 'signatureAlgorithm'));
  const signature = fields.bitString('signature');
  fields.end();
  return { ...info, octets: octets.slice(), signatureAlgorithm, signature };
}

/** All faults that a request has; none when a certificate may be made for it. */
export function requestFaults(request: CertificateRequest, suite: CurveSuite, title: Uint8Array): RequestFault[] {
  const { publicKey, signatureAlgorithm, systemTitle } = request;
  const found: readonly (readonly [RequestFault, boolean])[] = [
    ['signature', !isSignedBy(publicKey, request)],
    ['signature-algorithm', signatureAlgorithm !== SIGNATURE_ALGORITHMS[publicKey.suite]],
    ['curve', publicKey.suite !== suite],
    ['title', systemTitle === undefined || !equalOctets(systemTitle, title)],
  ];
  return found.filter(([, isSo]) => isSo).map(([fault]) => fault);
}

type RequestInfo = Omit<CertificateRequest, 'octets' | 'signature' | 'signatureAlgorithm'>;

function infoIn(fields: DerFields): RequestInfo {
  const [version, ...more] = fields.content(INTEGER, 'version');
  if (version !== 0 || more.length > 0) {
    throw new MalformedCertificate('version', '0, for version 1', fields.all(), 0);
  }
  const subject = fields.taken(SEQUENCE, 'subject');
  const publicKey = keyIn(fields.taken(SEQUENCE, 'subjectPKInfo'));
  // a request without attributes has them empty or not at all
  fields.optional(context(0));
  fields.end();
  return { subject, ...titleOf(subject), publicKey, signed: fields.all() };
}

function titleOf(subject: Uint8Array): Pick<CertificateRequest, 'subjectCommonName' | 'systemTitle'> {
  const subjectCommonName = commonNameIn(subject, 'subject');
  const systemTitle = titleIn(subjectCommonName);
  return {
    ...(subjectCommonName === undefined ? {} : { subjectCommonName }),
    ...(systemTitle === undefined ? {} : { systemTitle }),
  };
}
