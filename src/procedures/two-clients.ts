import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { type GetOutcome, getAttribute } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { Examination, type Findings } from './findings';
import { CURRENT_ASSOCIATION } from './health';
import { opensAnewWith } from './opening';

/** What tells the association of one client from that of another. */
export interface TwoClients {
  /** may read `reserved` */
  readonly privileged: DlmsClient;
  readonly other: DlmsClient;
  /** an attribute that only the privileged client may read; undefined where the rig names none */
  readonly reserved: AttributeDescriptor | undefined;
}

const PARTNERS = { ...CURRENT_ASSOCIATION, attributeId: 3 };
/** How long to listen for answers that belong to the other association. */
const LISTENING_MS = 1000;

/** ASC-37: one client after the other. */
export async function readInTurn({ privileged, other, reserved }: TwoClients): Promise<Findings> {
  const examination = new Examination();
  for (const client of [other, privileged, other]) {
    if (await opens(client, examination))
      await examineOwnAssociation(client, client === privileged, reserved, examination);
    await client.disconnect();
  }
  return examination;
}

/** ASC-37: both at once, each on a connection of its own, turn about. */
export async function alternateReads(clients: TwoClients, rounds: number): Promise<Findings> {
  const examination = new Examination();
  const { privileged, other, reserved } = clients;
  const opened = (await opens(privileged, examination)) && (await opens(other, examination));
  for (let round = 0; opened && round < rounds && examination.faults.length === 0; round++) {
    await examineOwnAssociation(privileged, true, reserved, examination);
    await examineOwnAssociation(other, false, reserved, examination);
  }
  for (const client of [privileged, other]) await expectNothingMore(client, examination);
  return examination;
}

async function opens(client: DlmsClient, examination: Examination): Promise<boolean> {
  const opening = await opensAnewWith(client, {});
  const { kind, detail } = answerOf(opening.reply);
  examination.expect(
    opening.associated,
    `the ${client.role} client: no association: ${opening.hlsFault ?? `${kind} (${detail})`}`,
  );
  return opening.associated;
}

/** The association is this client's own: its SAP, its protection, its counters, its rights. */
async function examineOwnAssociation(
  client: DlmsClient,
  privileged: boolean,
  reserved: AttributeDescriptor | undefined,
  examination: Examination,
): Promise<void> {
  const partners = await getAttribute(client, PARTNERS);
  const sap = clientSapOf(partners);
  examination.expect(
    sap === client.association.settings.clientSap,
    `the ${client.role} client: the current association is that of client ${sap ?? lastText(partners)}`,
  );
  examineProtection(client, partners, examination);
  if (reserved === undefined) return;
  const read = answerOf((await getAttribute(client, reserved)).last).kind === 'data';
  examination.expect(
    read === privileged,
    `the ${client.role} client: ${read ? 'has' : 'lacks'} the other one's rights`,
  );
}

function examineProtection(client: DlmsClient, { last }: GetOutcome, examination: Examination): void {
  if (last.kind !== 'apdu') return;
  const { protection } = last.received;
  const expected = client.association.defaultProtection?.form;
  examination.expect(
    protection?.form === expected,
    `the ${client.role} client: answered ${protection?.form ?? 'in clear'}, expected ${expected ?? 'in clear'}`,
  );
  examination.expect(
    protection?.fresh !== false,
    `the ${client.role} client: invocation counter ${protection?.invocationCounter ?? ''} is not above the last one`,
  );
}

async function expectNothingMore(client: DlmsClient, examination: Examination): Promise<void> {
  if (!client.channel.isConnected) return;
  const surplus = await client.receive(LISTENING_MS);
  examination.expect(
    surplus.kind === 'silence',
    `the ${client.role} client: a surplus answer: ${answerOf(surplus).kind}`,
  );
}

/** `{ client_SAP, server_SAP }` of associated_partners_id */
function clientSapOf({ results }: GetOutcome): number | undefined {
  const [result] = results ?? [];
  if (result === undefined || !('data' in result) || result.data.type !== 'structure') return undefined;
  const [sap] = result.data.elements;
  return sap !== undefined && 'value' in sap && typeof sap.value === 'number' ? sap.value : undefined;
}

function lastText({ last }: GetOutcome): string {
  return answerOf(last).kind;
}
