import { LocalProtocolError } from '#dlms/errors';
import { codesOf, textOf } from './character';
import { malformed } from './malformed';

const ADDRESS = /^[0-9A-Za-z ]{0,32}$/;
const REQUEST = /^\/\?([^!]*)!\r\n$/;

/**
 * `/ ? [address] ! CR LF` (IEC 62056-21 6.3.1).
 * @param address 0..32 of 0-9 A-Z a-z and space; empty: to whoever hears it
 * @throws LocalProtocolError for any other address
 */
export function encodeRequest(address = ''): Uint8Array {
  if (!ADDRESS.test(address)) throw new LocalProtocolError(`"${address}" is no device address`);
  return codesOf(`/?${address}!\r\n`);
}

/** The address of a request, empty where it has none. @throws PeerProtocolError */
export function decodeRequest(codes: Uint8Array): string {
  const text = textOf(codes);
  const address = REQUEST.exec(text)?.[1];
  if (address === undefined) throw malformed('request: not of the form /?…! CR LF', codes, Math.min(2, codes.length));
  if (!ADDRESS.test(address)) throw malformed('request: address is not 0 to 32 of 0-9 A-Z a-z', codes, 2);
  return address;
}

/** Whether two addresses name the same meter: leading zeros say nothing, upper and lower case do (IEC 62056-21 6.3.1). */
export function isSameAddress(one: string, other: string): boolean {
  return withoutLeadingZeros(one) === withoutLeadingZeros(other);
}

function withoutLeadingZeros(address: string): string {
  return address.replace(/^0+(?=.)/, '');
}
