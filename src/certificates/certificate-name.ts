import { AsnConvert } from '@peculiar/asn1-schema';
import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';
import { fromHex, toHex } from '#dlms/codec/hex';
import { structure } from './der-fields';

const COMMON_NAME = '2.5.4.3';

/** A distinguished name of one common name (UTF8String), in DER: the names of test authorities, and of titles below. */
export function nameOf(commonName: string): Uint8Array {
  const value = new AttributeValue({ utf8String: commonName });
  const attribute = new AttributeTypeAndValue({ type: COMMON_NAME, value });
  return new Uint8Array(AsnConvert.serialize(new Name([new RelativeDistinguishedName([attribute])])));
}

/** The subject of an end entity: its system title as 16 hex digits (GB 9.2.6.4.2). */
export function titleNameOf(systemTitle: Uint8Array): Uint8Array {
  return nameOf(toHex(systemTitle));
}

/**
 * The common name in a distinguished name in DER; undefined when it has none, or several.
 * @throws MalformedCertificate naming `field`
 */
export function commonNameIn(name: Uint8Array, field: string): string | undefined {
  const attributes = structure(name, Name, field).flatMap((part) => [...part]);
  const [first, ...others] = attributes.filter(({ type }) => type === COMMON_NAME);
  return first === undefined || others.length > 0 ? undefined : textIn(first.value);
}

/** The system title that a common name of 16 hex digits is; undefined for any other name. */
export function titleIn(commonName: string | undefined): Uint8Array | undefined {
  return commonName !== undefined && /^[0-9A-Fa-f]{16}$/.test(commonName) ? fromHex(commonName) : undefined;
}

/** A value that is no string is no name, although the library shows it in hex. */
function textIn(value: AttributeValue): string | undefined {
  return value.anyValue === undefined ? value.toString() : undefined;
}
