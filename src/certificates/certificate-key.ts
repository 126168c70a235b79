import { ECParameters, id_ecPublicKey, id_secp256r1, id_secp384r1 } from '@peculiar/asn1-ecc';
import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { CURVES, type CurveSuite, isOnCurve } from '#dlms/security/elliptic-curve';
import { SEQUENCE } from './der-element';
import { DerFields, structure } from './der-fields';
import { MalformedCertificate } from './malformed-certificate';

/** A public key as DLMS/COSEM sends it: x ‖ y, 64 octets in suite 1 (P-256), 96 in suite 2 (P-384). */
export interface CertifiedKey {
  readonly suite: CurveSuite;
  readonly octets: Uint8Array;
}

const FIELD = 'subjectPublicKeyInfo';
const CURVE_IDS: { readonly [suite in CurveSuite]: string } = { 1: id_secp256r1, 2: id_secp384r1 };
/** in front of x ‖ y of a point that is not compressed (SEC 1, 2.3.3) */
const UNCOMPRESSED = 0x04;

/** SubjectPublicKeyInfo of a key (RFC 5480, 2): the curve by its name, the point not compressed. */
export function keyInfoOf({ suite, octets }: CertifiedKey): SubjectPublicKeyInfo {
  const parameters = AsnConvert.serialize(new ECParameters({ namedCurve: CURVE_IDS[suite] }));
  return new SubjectPublicKeyInfo({
    algorithm: new AlgorithmIdentifier({ algorithm: id_ecPublicKey, parameters }),
    subjectPublicKey: Uint8Array.of(UNCOMPRESSED, ...octets).buffer,
  });
}

/**
 * The key in a SubjectPublicKeyInfo in DER.
 * @throws MalformedCertificate unless it is a point on P-256 or P-384, not compressed, the curve told by its name
 */
export function keyIn(keyInfo: Uint8Array): CertifiedKey {
  const fields = DerFields.of(keyInfo, FIELD);
  const suite = suiteIn(fields.taken(SEQUENCE, FIELD));
  const point = fields.bitString(FIELD);
  fields.end();
  const octets = point.slice(1);
  if (point[0] === UNCOMPRESSED && isOnCurve(CURVES[suite], octets)) return { suite, octets };
  throw new MalformedCertificate(FIELD, `04 and a point on ${CURVES[suite].name}`, keyInfo, 0);
}

function suiteIn(algorithmOctets: Uint8Array): CurveSuite {
  const { algorithm, parameters } = structure(algorithmOctets, AlgorithmIdentifier, FIELD);
  const curve = algorithm === id_ecPublicKey && parameters ? namedCurveIn(new Uint8Array(parameters)) : undefined;
  if (curve === CURVE_IDS[1]) return 1;
  if (curve === CURVE_IDS[2]) return 2;
  throw new MalformedCertificate(FIELD, 'a key on P-256 or P-384, the curve by its name', algorithmOctets, 0);
}

function namedCurveIn(parameters: Uint8Array): string | undefined {
  return structure(parameters, ECParameters, FIELD).namedCurve;
}
