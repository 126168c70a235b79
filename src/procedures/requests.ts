import type { DlmsClient } from '#client/dlms-client';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { LOGICAL_DEVICE_NAME } from './health';

/** A plain get-request-normal with the next invoke-id of the client. */
export function encodeGet(client: DlmsClient, attribute: AttributeDescriptor): Uint8Array {
  return encodeApdu({
    kind: 'get-request',
    choice: 'normal',
    invokeIdAndPriority: client.association.nextInvokeId(),
    attribute,
  });
}

/** The shortest harmless request that every meter must be able to answer. */
export function encodeGetName(client: DlmsClient): Uint8Array {
  return encodeGet(client, LOGICAL_DEVICE_NAME);
}
