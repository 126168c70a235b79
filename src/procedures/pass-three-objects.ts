import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import type { Obis } from '#dlms/codec/obis';
import { CURRENT_NAME, findAssociationObjects } from './association-objects';
import { serves } from './attempts';
import { Examination, type Findings } from './findings';
import { isPending } from './pass-three';
import { encodeGetName } from './requests';

type Whose = 'current' | 'own' | 'foreign';

/** Pass 3 called on one association object, in an association of its own. */
export interface PassThreeOnObject {
  readonly whose: Whose;
  /** undefined: the client sees no such object, and it was not tried */
  readonly logicalName: Obis | undefined;
  /** what is wrong with pass 4; undefined when it is right */
  readonly fault: string | undefined;
  readonly reply: Reply;
  readonly servedAfterwards: boolean;
}

const REFUSALS: readonly string[] = ['error-result', 'exception-response', 'silence'];
const NOTHING: Reply = { kind: 'silence', waitedMs: 0 };

/**
 * AUT-20: on the current association, on the numbered object of the same one, and on that of another client. Where the
 * first is refused nobody can tell which others there are.
 */
export async function answersOnEachObject(client: DlmsClient): Promise<readonly PassThreeOnObject[]> {
  const current = await answersOn(client, 'current', CURRENT_NAME);
  if (!current.servedAfterwards) return [current];
  const { own, foreign } = await findAssociationObjects(client);
  return [current, await answersOn(client, 'own', own), await answersOn(client, 'foreign', foreign)];
}

export function examineAnswersOnObjects(answers: readonly PassThreeOnObject[]): Findings {
  const examination = new Examination();
  for (const answer of answers) if (answer.logicalName !== undefined) examineOne(answer, examination);
  return examination;
}

/** One line of what came of each object, for the report: that of the numbered own one is for the reader to know. */
export function answersText(answers: readonly PassThreeOnObject[]): string {
  return answers.map(answerText).join('; ');
}

async function answersOn(client: DlmsClient, whose: Whose, logicalName: Obis | undefined): Promise<PassThreeOnObject> {
  const untried = { whose, logicalName, fault: 'not tried', reply: NOTHING, servedAfterwards: false };
  if (logicalName === undefined) return untried;
  await client.disconnect();
  const reply = await client.sendAarq();
  if (!isPending(client)) return { ...untried, fault: 'the AARQ was not accepted', reply };
  const { hlsReply, hlsFault: fault } = await client.completeHls({}, logicalName);
  return { whose, logicalName, fault, reply: hlsReply, servedAfterwards: await isUsable(client) };
}

/** Whether a read is served, whatever state the client takes its association to be in. */
async function isUsable(client: DlmsClient): Promise<boolean> {
  if (await serves(client)) return true;
  return answerOf(await client.request(encodeGetName(client))).kind === 'data';
}

function examineOne({ whose, fault, reply, servedAfterwards }: PassThreeOnObject, examination: Examination): void {
  const on = `pass 3 on the ${whose} association object`;
  const { kind, detail } = answerOf(reply);
  if (whose === 'current' || (whose === 'own' && fault === undefined)) {
    examination.expect(fault === undefined, `${on}: ${fault}`);
    examination.expect(servedAfterwards, `${on} was accepted, but no service followed`);
    return;
  }
  examination.expect(REFUSALS.includes(kind), `${on}: ${kind} (${detail}), expected a refusal`);
  examination.expect(!servedAfterwards, `${on} was refused, but the association is usable`);
}

function answerText({ whose, logicalName, fault }: PassThreeOnObject): string {
  if (logicalName === undefined) return `${whose} association object: not tried, for the client sees none`;
  return `${whose} association object ${logicalName}: ${fault === undefined ? 'accepted' : 'refused'}`;
}
