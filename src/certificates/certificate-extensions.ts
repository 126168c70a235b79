import {
  BasicConstraints,
  ExtendedKeyUsage,
  Extensions,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
} from '@peculiar/asn1-x509';
import { structure } from './der-fields';
import { hardwareTitleIn } from './hardware-module-name';
import { type KeyUsageName, keyUsagesIn } from './key-usage';
import { MalformedCertificate } from './malformed-certificate';

/** What the extensions of a certificate say, of those that DLMS/COSEM uses. */
export interface CertificateExtensions {
  readonly keyUsage: ReadonlySet<KeyUsageName>;
  /** whether KeyUsage is there and marked critical */
  readonly isKeyUsageCritical: boolean;
  /** BasicConstraints say that it is a certification authority's */
  readonly isCa: boolean;
  /** how many authorities may follow below this one; undefined without such a limit */
  readonly pathLength?: number;
  /** object identifiers of ExtendedKeyUsage */
  readonly extendedKeyUsage: readonly string[];
  /** GeneralNames in DER */
  readonly subjectAltName?: Uint8Array;
  /** system title in the subjectAltName */
  readonly hardwareTitle?: Uint8Array;
  /** object identifiers of critical extensions that are none of the above */
  readonly unknownCritical: readonly string[];
}

const KNOWN: readonly string[] = [id_ce_keyUsage, id_ce_basicConstraints, id_ce_extKeyUsage, id_ce_subjectAltName];

/** @param octets Extensions in DER @throws MalformedCertificate */
export function extensionsIn(octets: Uint8Array): CertificateExtensions {
  const extensions = [...structure(octets, Extensions, 'extensions')];
  const values = new Map(extensions.map(({ extnID, extnValue }) => [extnID, new Uint8Array(extnValue.buffer)]));
  if (values.size < extensions.length) {
    throw new MalformedCertificate('extensions', 'each of them once', octets, 0);
  }
  const critical = extensions.filter((extension) => extension.critical).map(({ extnID }) => extnID);
  return {
    ...usagesIn(values),
    ...constraintsIn(values.get(id_ce_basicConstraints)),
    ...alternativeIn(values.get(id_ce_subjectAltName)),
    isKeyUsageCritical: critical.includes(id_ce_keyUsage),
    unknownCritical: critical.filter((id) => !KNOWN.includes(id)),
  };
}

type Usages = Pick<CertificateExtensions, 'keyUsage' | 'extendedKeyUsage'>;

function usagesIn(values: ReadonlyMap<string, Uint8Array>): Usages {
  const usage = values.get(id_ce_keyUsage);
  const extended = values.get(id_ce_extKeyUsage);
  return {
    keyUsage: usage === undefined ? new Set() : keyUsagesIn(usage),
    extendedKeyUsage: extended === undefined ? [] : [...structure(extended, ExtendedKeyUsage, 'extKeyUsage')],
  };
}

function constraintsIn(octets: Uint8Array | undefined): Pick<CertificateExtensions, 'isCa' | 'pathLength'> {
  if (octets === undefined) return { isCa: false };
  const { cA, pathLenConstraint } = structure(octets, BasicConstraints, 'basicConstraints');
  return pathLenConstraint === undefined ? { isCa: cA } : { isCa: cA, pathLength: pathLenConstraint };
}

function alternativeIn(
  octets: Uint8Array | undefined,
): Pick<CertificateExtensions, 'subjectAltName' | 'hardwareTitle'> {
  if (octets === undefined) return {};
  const hardwareTitle = hardwareTitleIn(octets);
  return { subjectAltName: octets, ...(hardwareTitle === undefined ? {} : { hardwareTitle }) };
}
