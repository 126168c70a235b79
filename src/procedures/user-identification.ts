import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { Examination, type Findings } from './findings';
import { opensAnewWith } from './opening';

const CURRENT_USER: AttributeDescriptor = { classId: 15, logicalName: '0-0:40.0.0.255', attributeId: 11 };

/** An opening in the name of a user, and whom the association shows. */
export interface IdentifiedOpening {
  readonly userId: number;
  readonly opening: OpenOutcome;
  /** current_user; undefined when it was not read */
  readonly shown: Data | undefined;
}

/** ASC-39: the declared opening with calling-AE-invocation-id. */
export async function opensAsUser(client: DlmsClient, userId: number): Promise<IdentifiedOpening> {
  const opening = await opensAnewWith(client, { aarq: { callingAeInvocationId: userId } });
  if (!opening.associated) return { userId, opening, shown: undefined };
  const [result] = (await getAttribute(client, CURRENT_USER)).results ?? [];
  return { userId, opening, shown: result !== undefined && 'data' in result ? result.data : undefined };
}

export function examineListedUser({ userId, opening, shown }: IdentifiedOpening): Findings {
  const examination = new Examination();
  const { kind, detail } = answerOf(opening.reply);
  examination.expect(opening.associated, `the AARQ of user ${userId} was answered by ${kind} (${detail})`);
  if (opening.associated) {
    examination.expect(idOf(shown) === userId, `current_user shows ${idOf(shown) ?? 'no user'}, expected ${userId}`);
  }
  return examination;
}

export function examineUnlistedUser({ userId, opening }: IdentifiedOpening): Findings {
  const examination = new Examination();
  const { kind, detail } = answerOf(opening.reply);
  const right =
    opening.aare?.result === 'rejected-permanent' &&
    opening.aare.diagnostic.value === 'calling-AE-invocation-identifier-not-recognized';
  examination.expect(right, `the AARQ of user ${userId}, who is not listed, was answered by ${kind} (${detail})`);
  return examination;
}

/** user_id of a structure {user_id, user_name}. */
function idOf(user: Data | undefined): number | undefined {
  const [id] = user?.type === 'structure' ? user.elements : [];
  return id?.type === 'unsigned' ? id.value : undefined;
}
