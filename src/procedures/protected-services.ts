import type { DlmsClient } from '#client/dlms-client';
import { getAttribute, getResponseOf } from '#client/reading';
import type { Reply } from '#client/reply';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { ProtectionChoice } from '#dlms/association/protection-choice';
import type { Data } from '#dlms/codec/data';
import type { ObjectDeclaration } from '#rig/rig';
import { declared } from './declared';
import { encodeGet, encodeGetName } from './requests';

export type ServiceName = 'GET' | 'SET' | 'ACTION';

/** A protected request and what answered it. */
export interface ProtectedExchange {
  readonly what: string;
  /** how the request was protected */
  readonly choice: ProtectionChoice;
  readonly reply: Reply;
}

/** An object that no meter has: its group E and F are reserved. */
export const UNDEFINED_OBJECT: AttributeDescriptor = { classId: 1, logicalName: '0-0:96.127.254.254', attributeId: 2 };

/** A harmless request of that service: the logical device name, the test attribute's own value, the test method. */
export async function usesService(
  client: DlmsClient,
  service: ServiceName,
  choice: ProtectionChoice,
  objects: ObjectDeclaration,
): Promise<readonly ProtectedExchange[]> {
  switch (service) {
    case 'GET':
      return [await readsName(client, choice), await readsName(client, choice)];
    case 'SET':
      return [await writesSameValue(client, choice, objects)];
    case 'ACTION':
      return [await invokesTestMethod(client, choice, objects)];
  }
}

export function readsName(client: DlmsClient, choice: ProtectionChoice): Promise<ProtectedExchange> {
  return exchanged(client, `GET in ${choice.form} form`, encodeGetName(client), choice);
}

/** A request that is right but for its object, so that its answer is an error result. */
export function readsUndefinedObject(client: DlmsClient, choice: ProtectionChoice): Promise<ProtectedExchange> {
  return exchanged(
    client,
    `GET of an undefined object in ${choice.form} form`,
    encodeGet(client, UNDEFINED_OBJECT),
    choice,
  );
}

/** The value of a get-response-normal; undefined when that is not what came. */
export function valueIn(reply: Reply): Data | undefined {
  const response = getResponseOf(reply);
  return response?.choice === 'normal' && 'data' in response.result ? response.result.data : undefined;
}

/** The value that an attribute has now, to the end of its blocks; undefined when it was not to be had. */
export async function currentValue(client: DlmsClient, attribute: AttributeDescriptor): Promise<Data | undefined> {
  const { results } = await getAttribute(client, attribute);
  const [result] = results ?? [];
  return result !== undefined && 'data' in result ? result.data : undefined;
}

async function writesSameValue(client: DlmsClient, choice: ProtectionChoice, objects: ObjectDeclaration) {
  const { attribute, values } = declared(objects.testAttribute, 'objects.testAttribute');
  const value = (await currentValue(client, attribute)) ?? values[0];
  const invokeIdAndPriority = client.association.nextInvokeId();
  const request = encodeApdu({ kind: 'set-request', choice: 'normal', invokeIdAndPriority, attribute, value });
  return exchanged(client, 'SET of the value that it has', request, choice);
}

function invokesTestMethod(client: DlmsClient, choice: ProtectionChoice, objects: ObjectDeclaration) {
  return exchanged(client, 'ACTION of the test method', encodeTestMethod(client, objects), choice);
}

/** A plain action-request of the rig's test method. */
export function encodeTestMethod(client: DlmsClient, objects: ObjectDeclaration): Uint8Array {
  const { method, parameters } = declared(objects.testMethod, 'objects.testMethod');
  const invokeIdAndPriority = client.association.nextInvokeId();
  return encodeApdu({ kind: 'action-request', choice: 'normal', invokeIdAndPriority, method, parameters });
}

async function exchanged(
  client: DlmsClient,
  what: string,
  request: Uint8Array,
  choice: ProtectionChoice,
): Promise<ProtectedExchange> {
  return { what, choice, reply: await client.request(request, { protection: choice }) };
}
