import { decodeGateway, encodeGateway, GATEWAY_REQUEST_TAG, type GatewayApdu } from '#dlms/apdu/gateway';
import { equalOctets } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import type { GatewaySettings } from '../model';
import type { MeterPolicy } from '../policy';

/** A request for a device behind the meter, and how the answer goes back. */
export interface Passage {
  /** SAP of the logical device that stands for it */
  readonly sap: number;
  readonly apdu: Uint8Array;
  back(answer: Uint8Array): Uint8Array;
}

/** Whether the APDU is for somebody behind a gateway, whoever that is. */
export function isGatewayRequest(apdu: Uint8Array): boolean {
  return apdu[0] === GATEWAY_REQUEST_TAG;
}

/** @returns undefined when nobody behind the gateway has the address */
export function passage(octets: Uint8Array, gateway: GatewaySettings, policy: MeterPolicy): Passage | undefined {
  const request = decoded(octets);
  if (request === undefined || request.apdu.length === 0 || isGatewayRequest(request.apdu)) return undefined;
  const { networkId, address } = request;
  const known = networkId === gateway.networkId && equalOctets(address, gateway.address);
  if (!policy.passesGateway({ known })) return undefined;
  return {
    sap: gateway.device,
    apdu: request.apdu,
    back: (apdu) => policy.gatewayReply({ direction: 'response', networkId, address, apdu }, encodeGateway),
  };
}

function decoded(octets: Uint8Array): GatewayApdu | undefined {
  try {
    return decodeGateway(octets);
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}
