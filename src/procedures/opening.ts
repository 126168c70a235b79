import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { APPLICATION_CONTEXTS } from '#dlms/apdu/acse';
import { editAcse } from '#dlms/apdu/edit';
import type { OpenChange } from '#dlms/association/open-change';
import type { ProtectionChoice } from '#dlms/association/protection-choice';
import { mayBeMeters } from '#dlms/errors';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { encodeGetName } from './requests';

/** An AARQ on a link of its own. */
export async function sendsAarq(
  client: DlmsClient,
  what: string,
  change: OpenChange,
  variant?: string,
): Promise<Observed> {
  await client.disconnect();
  return observe(
    what,
    orClosed(client, () => client.sendAarq(change)),
    variant,
  );
}

/** A meter that was reached before and lets nobody in any more has answered: by a closed door. */
export async function orClosed(client: DlmsClient, stimulus: () => Promise<Reply>): Promise<Reply> {
  const reachedBefore = client.channel.connections > 0;
  try {
    return await stimulus();
  } catch (error) {
    if (mayBeMeters(error) && reachedBefore) return { kind: 'closed', by: 'reset' };
    throw error;
  }
}

/** A read after a refused opening, on the same link: nobody may serve it. */
export function readsInVain(client: DlmsClient): Promise<Observed> {
  return observe(
    'GET after the rejection',
    orClosed(client, () => client.request(encodeGetName(client), { protection: lastingProtection(client) })),
    'data service',
  );
}

/** The client's own protection, but under the global key: that one is there whatever became of the opening. */
export function lastingProtection(client: DlmsClient): ProtectionChoice | 'none' {
  const control = client.association.settings.protection;
  return control === undefined ? 'none' : { form: 'glo', control };
}

/** The declared opening, but for the change, on a link of its own. */
export async function opensAnewWith(client: DlmsClient, change: OpenChange): Promise<OpenOutcome> {
  await client.disconnect();
  let outcome: OpenOutcome | undefined;
  const reply = await orClosed(client, async () => {
    outcome = await client.open(change);
    return outcome.reply;
  });
  return outcome ?? { reply, aare: undefined, hlsReply: undefined, hlsFault: undefined, associated: false };
}

/** The application context that the client declares, as an object identifier. */
export function declaredContext(client: DlmsClient): string {
  return client.association.settings.ciphered
    ? APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering']
    : APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'];
}

/** Values of protocol-version, bit 0 first: version1 stands alone, beside another one, or is not offered. */
export const ACSE_VERSIONS = {
  'version1 alone': { bits: 1, octets: Uint8Array.of(0x80) },
  'version1 and another version': { bits: 6, octets: Uint8Array.of(0x84) },
} as const;
const WITHOUT_VERSION1 = { bits: 2, octets: Uint8Array.of(0x40) };

/** ASC-10 */
export async function offersNoCommonVersion(client: DlmsClient): Promise<readonly Observed[]> {
  return [await sendsAarq(client, 'AARQ without version1', { aarq: { protocolVersion: WITHOUT_VERSION1 } })];
}

/** ASC-11: every field that COSEM has no use for. */
export function opensWithUnusedFields(client: DlmsClient): Promise<OpenOutcome> {
  return opensAnewWith(client, {
    aarq: {
      calledApTitle: Uint8Array.of(0x4d, 0x45, 0x54, 0x45, 0x52, 0, 0, 1),
      calledAeQualifier: Uint8Array.of(0x01),
      calledApInvocationId: 1,
      calledAeInvocationId: 1,
      callingApInvocationId: 1,
    },
  });
}

/** ASC-40: a user id, and the declared opening otherwise, on a link of its own each time. */
export async function opensWithUserId(client: DlmsClient, times: number): Promise<readonly OpenOutcome[]> {
  const openings: OpenOutcome[] = [];
  for (let time = 0; time < times; time++) {
    openings.push(await opensAnewWith(client, { aarq: { callingAeInvocationId: 1 } }));
  }
  return openings;
}

/** ASC-40: opened as without the user id, or rejected for it; the same answer each time. */
export function examineUserIds(openings: readonly OpenOutcome[]): Findings {
  const examination = new Examination();
  for (const opening of openings) examination.add(examineTolerance(opening, ['calling-AE-invocation-identifier']));
  const answers = openings.map(({ reply }) => `${answerOf(reply).kind} (${answerOf(reply).detail})`);
  examination.expect(new Set(answers).size === 1, `not the same answer each time: ${answers.join(', ')}`);
  return { faults: examination.faults, deviations: [] };
}

/** ASC-11: opened as without the fields; a rejection that names one of them deviates. */
export function examineUnusedFields(opening: OpenOutcome): Findings {
  return examineTolerance(opening, [
    'called-AP-title',
    'called-AE-qualifier',
    'called-AP-invocation-identifier',
    'called-AE-invocation-identifier',
    'calling-AP-invocation-identifier',
  ]);
}

function examineTolerance(opening: OpenOutcome, fields: readonly string[]): Findings {
  const examination = new Examination();
  const { kind, detail } = answerOf(opening.reply);
  const [result, diagnostic] = detail.split(' ');
  const named = fields.some((field) => diagnostic === `${field}-not-recognized`);
  const rejected = kind === 'rejecting-aare' && result === 'rejected-permanent' && named;
  examination.expect(
    opening.associated || rejected,
    `no association: ${opening.hlsFault ?? `${kind} (${detail})`}, expected as without the field`,
  );
  examination.tolerate(opening.associated || !rejected, `rejected for ${diagnostic}`);
  return examination;
}

/** ASC-43: the outer length in one octet more than it needs. */
export function opensWithLongFormLength(client: DlmsClient): Promise<OpenOutcome> {
  return opensAnewWith(client, { edit: (aarq) => editAcse(aarq).longFormLength().bytes() });
}
