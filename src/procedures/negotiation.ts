import { type Answer, answerOf } from '#client/answer';
import { aareOf, type DlmsClient, type OpenOutcome } from '#client/dlms-client';
import { CONFORMANCE_BITS, type Conformance, type ConformanceBit } from '#dlms/apdu/conformance';
import type { InitiateRequest } from '#dlms/apdu/initiate';
import { DLMS_VERSION, SHORTEST_PDU_SIZE } from '#dlms/association/negotiation';
import { Examination, type Findings } from './findings';
import type { Observed } from './observed';
import { opensAnewWith, sendsAarq } from './opening';

/** One proposal of services, and what the meter made of it. */
export interface Negotiation {
  readonly what: string;
  readonly proposed: Conformance;
  /** undefined where the opening was not accepted */
  readonly negotiated: Conformance | undefined;
  readonly observed: Observed;
}

const RESERVED: readonly ConformanceBit[] = ['reserved-zero', 'reserved-seven'];
const EVERY_SERVICE: Conformance = new Set(CONFORMANCE_BITS);

/** ASC-22 */
export function opensWithQualityOfService(client: DlmsClient): Promise<OpenOutcome> {
  return opensAnewWith(client, { initiate: { proposedQualityOfService: 1 } });
}

/** ASC-23 */
export function proposesOldVersion(client: DlmsClient): Promise<readonly Observed[]> {
  return proposes(client, 'AARQ with an old DLMS version', { proposedDlmsVersionNumber: DLMS_VERSION - 1 });
}

/** ASC-24: all of the opening, so that a version that is negotiated down is also seen to work. */
export function opensWithLaterVersion(client: DlmsClient): Promise<OpenOutcome> {
  return opensAnewWith(client, { initiate: { proposedDlmsVersionNumber: DLMS_VERSION + 1 } });
}

/** ASC-25 */
export function proposesNoService(client: DlmsClient): Promise<readonly Observed[]> {
  return proposes(client, 'AARQ that proposes no service', { proposedConformance: new Set() });
}

/** ASC-26: all 24 bits. */
export async function proposesEveryService(client: DlmsClient): Promise<readonly Negotiation[]> {
  return [await negotiates(client, 'all services proposed', EVERY_SERVICE)];
}

/** ASC-26: each bit of the declared block alone, on a link of its own. */
export async function proposesServicesOneByOne(client: DlmsClient): Promise<readonly Negotiation[]> {
  const negotiations: Negotiation[] = [];
  for (const bit of client.association.settings.conformance) {
    negotiations.push(await negotiates(client, `${bit} alone proposed`, new Set([bit])));
  }
  return negotiations;
}

/** ASC-26: nothing that was not proposed, nothing reserved; of all services those that the rig declares. */
export function examineEveryService(negotiations: readonly Negotiation[], declared: Conformance): Findings {
  const examination = new Examination();
  for (const negotiation of negotiations) {
    examination.add(examineSubset(negotiation));
    const { what, negotiated } = negotiation;
    examination.expect(negotiated !== undefined, `${what}: ${answerText(negotiation)}, expected an accepting AARE`);
    if (negotiated !== undefined)
      examination.expect(
        isSame(negotiated, declared),
        `${what}: negotiated ${listText(negotiated)}, expected ${listText(declared)}`,
      );
  }
  return examination;
}

/** ASC-26: the one service that was proposed, or a refusal for incompatible-conformance. */
export function examineSingleServices(negotiations: readonly Negotiation[]): Findings {
  const examination = new Examination();
  examination.expect(negotiations.length > 0, 'the client declares no service');
  for (const negotiation of negotiations) {
    examination.add(examineSubset(negotiation));
    const { what, proposed, negotiated } = negotiation;
    const right = negotiated === undefined ? isIncompatible(negotiation) : isSame(negotiated, proposed);
    examination.expect(right, `${what}: ${answerText(negotiation)}, expected that service or incompatible-conformance`);
  }
  return examination;
}

/** ASC-24: opened with version 6, or refused in the InitiateRequest; never answered with the version proposed. */
export function examineLaterVersion(opening: OpenOutcome, client: DlmsClient): Findings {
  const examination = new Examination();
  const answer = answerOf(opening.reply);
  if (answer.kind !== 'accepting-aare') {
    const refused = answer.kind === 'rejecting-aare' && answer.detail.includes('initiate /');
    examination.expect(refused, `answered by ${answer.kind} (${answer.detail}), expected a refused InitiateRequest`);
    return examination;
  }
  const version = client.association.negotiated?.negotiatedDlmsVersionNumber;
  examination.expect(
    version === DLMS_VERSION,
    `negotiated DLMS version ${version ?? 'none'}, expected ${DLMS_VERSION}`,
  );
  examination.expect(opening.associated, `accepted, but not opened: ${opening.hlsFault ?? 'no association'}`);
  return examination;
}

/** ASC-30: the longest size that is too short, then the shortest of all. */
export async function announcesTooLittleRoom(client: DlmsClient): Promise<readonly Observed[]> {
  const observed: Observed[] = [];
  for (const clientMaxReceivePduSize of [SHORTEST_PDU_SIZE - 1, 1]) {
    const what = `AARQ with a client-max-receive-pdu-size of ${clientMaxReceivePduSize}`;
    observed.push(await sendsAarq(client, what, { initiate: { clientMaxReceivePduSize } }));
  }
  return observed;
}

/** The client's declared block without one of its bits. */
export function conformanceWithout(client: DlmsClient, ...bits: readonly ConformanceBit[]): Conformance {
  return new Set([...client.association.settings.conformance].filter((bit) => !bits.includes(bit)));
}

function examineSubset({ what, proposed, negotiated = new Set() }: Negotiation): Findings {
  const examination = new Examination();
  const surplus = [...negotiated].filter((bit) => !proposed.has(bit));
  examination.expect(surplus.length === 0, `${what}: negotiated ${surplus.join(', ')}, which was not proposed`);
  const reserved = RESERVED.filter((bit) => negotiated.has(bit));
  examination.expect(reserved.length === 0, `${what}: ${reserved.join(', ')} is set in the negotiated block`);
  return examination;
}

function isIncompatible({ observed }: Negotiation): boolean {
  const { kind, detail }: Answer = answerOf(observed.reply);
  return kind === 'rejecting-aare' && detail.includes('incompatible-conformance');
}

function isSame(one: Conformance, other: Conformance): boolean {
  return one.size === other.size && [...one].every((bit) => other.has(bit));
}

function answerText({ negotiated, observed }: Negotiation): string {
  const { kind, detail } = answerOf(observed.reply);
  return negotiated === undefined ? `${kind} (${detail})` : `negotiated ${listText(negotiated)}`;
}

function listText(conformance: Conformance): string {
  return conformance.size === 0 ? 'nothing' : [...conformance].join(', ');
}

async function negotiates(client: DlmsClient, what: string, proposed: Conformance): Promise<Negotiation> {
  const observed = await sendsAarq(client, what, { initiate: { proposedConformance: proposed } });
  const accepted = aareOf(observed.reply)?.result === 'accepted';
  const negotiated = accepted ? client.association.negotiated?.negotiatedConformance : undefined;
  return { what, proposed, negotiated, observed };
}

async function proposes(
  client: DlmsClient,
  what: string,
  initiate: Partial<Omit<InitiateRequest, 'kind'>>,
): Promise<readonly Observed[]> {
  return [await sendsAarq(client, what, { initiate })];
}
