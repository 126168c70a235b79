import { ByteReader } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';

/** An APDU on its way through a gateway to a device behind it, or back (xdlms.md 1). */
export interface GatewayApdu {
  readonly direction: 'request' | 'response';
  /** 0..255: the network behind the gateway */
  readonly networkId: number;
  /** of the device in that network */
  readonly address: Uint8Array;
  readonly apdu: Uint8Array;
}

export const GATEWAY_REQUEST_TAG = 0xe6;
export const GATEWAY_RESPONSE_TAG = 0xe7;

/** `E6 or E7 ‖ network id ‖ length ‖ address ‖ APDU`. */
export function encodeGateway({ direction, networkId, address, apdu }: GatewayApdu): Uint8Array {
  const tag = direction === 'request' ? GATEWAY_REQUEST_TAG : GATEWAY_RESPONSE_TAG;
  return new ByteWriter().u8(tag).u8(networkId).octetString(address).bytes(apdu).toBytes();
}

/**
 * Address and APDU are views on the octets.
 * @throws PeerProtocolError when the prefix is cut short or has another tag
 */
export function decodeGateway(octets: Uint8Array): GatewayApdu {
  const reader = new ByteReader(octets);
  const tag = reader.u8('gateway tag');
  if (tag !== GATEWAY_REQUEST_TAG && tag !== GATEWAY_RESPONSE_TAG) reader.failAt(0, 'gateway tag: expected E6 or E7');
  const networkId = reader.u8('network-id');
  const address = reader.octetString('physical-device-address');
  const apdu = reader.take(reader.remaining, 'APDU');
  return { direction: tag === GATEWAY_REQUEST_TAG ? 'request' : 'response', networkId, address, apdu };
}
