import { aareOf, type DlmsClient, type OpenOutcome } from '#client/dlms-client';
import { type Reply, replyText } from '#client/reply';
import { type Aare, MECHANISMS } from '#dlms/apdu/acse';
import { cipheredTag } from '#dlms/apdu/tags';
import type { ReceivedApdu, UserInformation } from '#dlms/association/client-association';
import { LOGICAL_NAME_VAA } from '#dlms/association/negotiation';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { toHex } from '#dlms/codec/hex';
import type { Rig } from '#rig/rig';
import { Examination, type Findings } from './findings';
import type { Observed } from './observed';
import { declaredContext, opensAnewWith } from './opening';

/** What the AARE of a case says, beyond that it decodes strictly: that much the client has seen to on receiving it. */

interface AcceptedAare {
  readonly aare: Aare;
  readonly received: ReceivedApdu;
}

const TITLE_LENGTH = 8;
const FLAG_LENGTH = 3;
const CONFORMANCE_CODING = '5F1F0400';
const OLD_CONFORMANCE_CODING = '5F0400';

/** ASC-04: BE is there and holds an InitiateResponse; a length or tag that is not in the right form deviates. */
export function examineForm(opening: OpenOutcome): Findings {
  return examineAccepted(opening, ({ aare, received }, examination) => {
    const inside = received.userInformation?.apdu.kind;
    examination.expect(aare.userInformation !== undefined, 'user-information is missing');
    examination.expect(
      inside === undefined || inside === 'initiate-response',
      `user-information holds ${inside}, expected an InitiateResponse`,
    );
    examineTag(examination, aare.userInformation, received.userInformation);
    examination.deviations.push(...formNotes(received.notes));
  });
}

/** 28 where the InitiateResponse is ciphered for its service; what it holds decides, so that the wrong one opens too. */
function examineTag(
  examination: Examination,
  [tag = 0]: Uint8Array = new Uint8Array(0),
  inside: UserInformation | undefined,
): void {
  const form = inside?.protection?.form;
  if (form !== 'glo' && form !== 'ded') return;
  const expected = cipheredTag(inside?.plain[0] ?? 0, 'glo');
  examination.expect(tag === expected, `user-information has the tag ${toHex(Uint8Array.of(tag))} of another service`);
}

/** ASC-05 */
export function examineContext(opening: OpenOutcome, client: DlmsClient): Findings {
  const proposed = declaredContext(client);
  return examineAccepted(opening, ({ aare }, examination) => {
    const named = aare.applicationContextName;
    examination.expect(named === proposed, `application-context-name ${named}, expected ${proposed}`);
  });
}

/** ASC-19: with HLS the AARE names the mechanism that was proposed, and selects authentication. */
export function examineMechanism(opening: OpenOutcome, client: DlmsClient): Findings {
  const proposed = MECHANISMS[client.association.settings.mechanism];
  return examineAccepted(opening, ({ aare }, examination) => {
    const { mechanismName = 'none', responderAcseRequirements: requirements } = aare;
    examination.expect(mechanismName === proposed, `mechanism-name ${mechanismName}, expected ${proposed}`);
    const selected =
      requirements !== undefined && requirements.bits > 0 && ((requirements.octets[0] ?? 0) & 0x80) !== 0;
    examination.expect(selected, 'responder-acse-requirements does not select authentication');
  });
}

/** ASC-27: `5F 1F 04 00` and three octets, looked for in the octets themselves. */
export function examineConformanceCoding(opening: OpenOutcome): Findings {
  return examineAccepted(opening, ({ received }, examination) => {
    const coding = toHex(conformanceField(received.userInformation?.plain ?? new Uint8Array(0)));
    const old = coding.startsWith(OLD_CONFORMANCE_CODING);
    examination.expect(
      old || coding.startsWith(CONFORMANCE_CODING),
      `negotiated-conformance is coded ${coding}, expected ${CONFORMANCE_CODING} and three octets`,
    );
    examination.tolerate(!old, 'negotiated-conformance has the old tag, without 1F');
  });
}

/** ASC-34 */
export function examineVaaName(opening: OpenOutcome): Findings {
  return examineAccepted(opening, ({ received }, examination) => {
    const response = received.userInformation?.apdu;
    const vaaName = response?.kind === 'initiate-response' ? response.vaaName : undefined;
    examination.expect(vaaName === LOGICAL_NAME_VAA, `vaa-name ${vaaName ?? 'missing'}, expected ${LOGICAL_NAME_VAA}`);
  });
}

/** ASC-15: eight octets that begin with the FLAG id of the manufacturer, where the rig names it, in upper case. */
export function examineTitle(opening: OpenOutcome, flagId: string | undefined): Findings {
  return examineAccepted(opening, ({ aare }, examination) => {
    const title = aare.respondingApTitle ?? new Uint8Array(0);
    examination.expect(
      title.length === TITLE_LENGTH,
      `responding-AP-title of ${title.length} octets, expected ${TITLE_LENGTH}`,
    );
    const letters = String.fromCharCode(...title.subarray(0, FLAG_LENGTH));
    const right = flagId === undefined ? /^[A-Z]{3}$/.test(letters) : letters === flagId.toUpperCase();
    examination.expect(right, `responding-AP-title begins with ${toHex(title.subarray(0, FLAG_LENGTH))}, no FLAG id`);
  });
}

/** ASC-15: each client opens associations of its own, one after the other, and the title is the same in all. */
export async function examineTitlesOfAll(clients: readonly DlmsClient[]): Promise<Findings> {
  const examination = new Examination();
  const titles = new Set<string>();
  for (const client of [...clients, ...clients]) {
    const { aare } = await opensAnewWith(client, {});
    titles.add(aare?.respondingApTitle === undefined ? 'none' : toHex(aare.respondingApTitle));
    await client.disconnect();
  }
  examination.expect(titles.size === 1, `the titles differ: ${[...titles].join(', ')}`);
  return examination;
}

/** Roles of the clients of one logical device that are told its system title. */
export function rolesWithTitle({ clients }: Rig, server: number): string[] {
  const told = [...clients.values()].filter((client) => client.systemTitle !== undefined && client.server === server);
  return told.map(({ role }) => role);
}

/** ASC-41: rejected with a reason; a refused InitiateRequest says so in a ConfirmedServiceError. */
export function examineRejections({ byAcse, byXdlms }: { byAcse: Observed; byXdlms: Observed }): Findings {
  const examination = new Examination();
  examination.add(examineRejection(byAcse, [undefined, 'initiate-response', 'confirmed-service-error']));
  examination.add(examineRejection(byXdlms, ['confirmed-service-error']));
  return examination;
}

function examineRejection({ what, reply }: Observed, allowedInside: readonly (string | undefined)[]): Findings {
  const examination = new Examination();
  const aare = aareOf(reply);
  examination.expect(aare !== undefined, `${what}: ${replyText(reply)}, expected a rejecting AARE`);
  if (aare === undefined || reply.kind !== 'apdu') return examination;
  const inside = reply.received.userInformation?.apdu.kind;
  examination.expect(aare.result !== 'accepted', `${what}: accepted`);
  examination.expect(aare.diagnostic.value !== 'null', `${what}: rejected with the diagnostic null`);
  examination.expect(allowedInside.includes(inside), `${what}: user-information ${inside ?? 'absent'}`);
  return examination;
}

function examineAccepted(
  opening: OpenOutcome,
  examine: (accepted: AcceptedAare, examination: Examination) => void,
): Findings {
  const examination = new Examination();
  const accepted = acceptedAare(opening.reply);
  examination.expect(accepted !== undefined, `no accepting AARE: ${replyText(opening.reply)}`);
  if (accepted !== undefined) examine(accepted, examination);
  return examination;
}

function acceptedAare(reply: Reply): AcceptedAare | undefined {
  const aare = aareOf(reply);
  return aare?.result === 'accepted' && reply.kind === 'apdu' ? { aare, received: reply.received } : undefined;
}

/** The coding of the conformance block is a case of its own. */
function formNotes(notes: readonly DecodeNote[]): string[] {
  return notes.filter(({ code }) => code !== 'old-conformance-tag').map(({ text }) => text);
}

/** What stands behind tag, quality of service and version of a plain InitiateResponse. */
function conformanceField(response: Uint8Array): Uint8Array {
  const qualityPresent = response[1] === 1;
  return response.subarray(qualityPresent ? 4 : 3, qualityPresent ? 11 : 10);
}
