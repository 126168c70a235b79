import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';
import { readObjectList } from './object-list';
import { type Observed, observe } from './observed';
import { encodeGet } from './requests';

export const CURRENT_NAME: Obis = '0-0:40.0.0.255';
const ASSOCIATION_CLASS = 15;
const PARTNERS_ATTRIBUTE = 3;
const SECRET_ATTRIBUTE = 7;

/** Association objects beside the current one, by whose association they show. */
export interface AssociationObjects {
  readonly own: Obis | undefined;
  readonly foreign: Obis | undefined;
}

/** Which association objects the open association lists, told apart by their associated_partners_id. */
export async function findAssociationObjects(client: DlmsClient): Promise<AssociationObjects> {
  let own: Obis | undefined;
  let foreign: Obis | undefined;
  for (const logicalName of await otherAssociationNames(client)) {
    const sap = await clientSapOf(client, logicalName);
    if (sap === client.association.settings.clientSap) own ??= logicalName;
    else if (sap !== undefined) foreign ??= logicalName;
  }
  return { own, foreign };
}

/** AUT-34: a read of the secret in the current association and in each other one that is listed. */
export async function readsSecrets(client: DlmsClient): Promise<readonly Observed[]> {
  const observed: Observed[] = [];
  for (const logicalName of [CURRENT_NAME, ...(await otherAssociationNames(client))]) {
    const attribute = { classId: ASSOCIATION_CLASS, logicalName, attributeId: SECRET_ATTRIBUTE };
    observed.push(await observe(`GET of the secret of ${logicalName}`, client.request(encodeGet(client, attribute))));
  }
  return observed;
}

async function otherAssociationNames(client: DlmsClient): Promise<readonly Obis[]> {
  const objects = (await readObjectList(client)) ?? [];
  const names = objects.filter(({ classId }) => classId === ASSOCIATION_CLASS).map(({ logicalName }) => logicalName);
  return names.filter((name) => name !== CURRENT_NAME);
}

/** client_SAP of associated_partners_id; undefined where it cannot be read. */
async function clientSapOf(client: DlmsClient, logicalName: Obis): Promise<number | undefined> {
  const attribute = { classId: ASSOCIATION_CLASS, logicalName, attributeId: PARTNERS_ATTRIBUTE };
  const { results } = await getAttribute(client, attribute);
  const [result] = results ?? [];
  return result !== undefined && 'data' in result ? firstNumber(result.data) : undefined;
}

/** An integer, which has a sign: a SAP above 7F shows as a negative number. */
function firstNumber(data: Data): number | undefined {
  const [first] = data.type === 'structure' ? data.elements : [];
  return first !== undefined && 'value' in first && typeof first.value === 'number' ? first.value & 0xff : undefined;
}
