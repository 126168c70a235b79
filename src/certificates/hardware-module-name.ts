import { AsnConvert, AsnProp, AsnPropTypes, OctetString } from '@peculiar/asn1-schema';
import { GeneralName, OtherName, SubjectAlternativeName } from '@peculiar/asn1-x509';
import { isSystemTitle } from '#dlms/security/system-title';
import { structure } from './der-fields';

/** id-on-hardwareModuleName (RFC 4108, 5) */
const HARDWARE_MODULE_NAME = '1.3.6.1.5.5.7.8.4';
/** Type of the hardware where a maker gives none: the arc of DLMS UA. */
const DLMS_UA = '2.16.756.5.8';
const FIELD = 'subjectAltName';

/** SEQUENCE { hwType OBJECT IDENTIFIER, hwSerialNum OCTET STRING } */
class HardwareModuleName {
  hwType = DLMS_UA;
  hwSerialNum = new OctetString();
}
AsnProp({ type: AsnPropTypes.ObjectIdentifier })(HardwareModuleName.prototype, 'hwType');
AsnProp({ type: OctetString })(HardwareModuleName.prototype, 'hwSerialNum');

/** GeneralNames in DER with the system title as the serial number of a hardware module (security.md 14). */
export function hardwareModuleNames(systemTitle: Uint8Array): Uint8Array {
  const name = new HardwareModuleName();
  name.hwSerialNum = new OctetString(systemTitle);
  const otherName = new OtherName({ typeId: HARDWARE_MODULE_NAME, value: AsnConvert.serialize(name) });
  return new Uint8Array(AsnConvert.serialize(new SubjectAlternativeName([new GeneralName({ otherName })])));
}

/**
 * The system title in GeneralNames in DER: that of the first hardware module whose serial number has eight octets.
 * @throws MalformedCertificate
 */
export function hardwareTitleIn(names: Uint8Array): Uint8Array | undefined {
  const modules = [...structure(names, SubjectAlternativeName, FIELD)]
    .map(({ otherName }) => otherName)
    .filter((name) => name?.typeId === HARDWARE_MODULE_NAME)
    .map((name) => structure(new Uint8Array(name?.value ?? []), HardwareModuleName, FIELD));
  return modules.map(({ hwSerialNum }) => new Uint8Array(hwSerialNum.buffer)).find(isSystemTitle);
}
