import { PeerProtocolError } from '#dlms/errors';

/**
 * A certificate or certificate request that is not what X.509 or PKCS#10 says, in DER. It is the fault of whoever
 * gave the octets: the meter, unless they came from a file of ours; who reads a file turns this into a message of his.
 */
export class MalformedCertificate extends PeerProtocolError {
  override name = 'MalformedCertificate';
  /** as RFC 5280 and RFC 2986 name it, e.g. `subjectPublicKeyInfo` */
  readonly field: string;
  readonly expected: string;

  constructor(field: string, expected: string, octets: Uint8Array, offset: number) {
    super(`certificate field ${field}: expected ${expected}`, octets, offset);
    this.field = field;
    this.expected = expected;
  }
}
