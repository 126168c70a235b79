import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { Reply } from '#client/reply';
import { setAttribute } from '#client/writing';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets } from '#dlms/codec/hex';
import type { ObjectDeclaration } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { opensAnewWith } from './opening';
import { declared, otherValue } from './service-uses';

type TestAttribute = NonNullable<ObjectDeclaration['testAttribute']>;

/** Bit 6 of Invoke-Id-And-Priority is 0: nobody waits for an answer. */
export const UNCONFIRMED = 0x81;

/** What was seen of an association that nobody has confirmed. */
export interface UnconfirmedWrite {
  readonly toAarq: Reply;
  readonly toSet: Reply;
  readonly written: Data;
  /** what a confirmed association showed afterwards */
  readonly found: Data | undefined;
}

/** ASC-35: writes in an unconfirmed association, reads in a confirmed one, and puts the old value back there. */
export async function writesUnconfirmed(client: DlmsClient, objects: ObjectDeclaration): Promise<UnconfirmedWrite> {
  const test = declared(objects.testAttribute, 'test attribute');
  await opensAnewWith(client, {});
  const before = await presentValue(client, test);
  const written = before === undefined ? test.values[0] : otherValue(before, test.values);
  const { reply: toAarq } = await opensAnewWith(client, { initiate: { responseAllowed: false } });
  const { last: toSet } = await setAttribute(client, test.attribute, written, { invokeIdAndPriority: UNCONFIRMED });
  await opensAnewWith(client, {});
  const found = await presentValue(client, test);
  if (before !== undefined) await setAttribute(client, test.attribute, before);
  return { toAarq, toSet, written, found };
}

export function examineUnconfirmedWrite({ toAarq, toSet, written, found }: UnconfirmedWrite): Findings {
  const examination = new Examination();
  expectSilence('the AARQ', toAarq, examination);
  expectSilence('the unconfirmed SET', toSet, examination);
  const effective = found !== undefined && equalOctets(encodeToBytes(found), encodeToBytes(written));
  examination.expect(effective, 'the value read afterwards is not the one that was written');
  return examination;
}

function expectSilence(what: string, reply: Reply, examination: Examination): void {
  const { kind, detail } = answerOf(reply);
  examination.expect(kind === 'silence', `${what} was answered by ${kind} (${detail}), expected no answer`);
}

export async function presentValue(client: DlmsClient, { attribute }: TestAttribute): Promise<Data | undefined> {
  const [result] = (await getAttribute(client, attribute)).results ?? [];
  return result !== undefined && 'data' in result ? result.data : undefined;
}
