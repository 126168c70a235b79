import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { setAttribute } from '#client/writing';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets } from '#dlms/codec/hex';
import type { ObjectDeclaration } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { dataIn } from './get-values';
import { encodeGetName } from './requests';
import { declared, otherValue } from './service-uses';
import { presentValue, UNCONFIRMED } from './unconfirmed-association';

/** One use of a service without an AARQ, and whether it was served. */
export interface Use {
  readonly what: string;
  readonly served: boolean;
  readonly detail: string;
}

export interface PreEstablishedUse {
  readonly before: Use;
  readonly toAarq: Reply;
  readonly toRlrq: Reply;
  readonly after: Use;
}

/**
 * ASC-38: a service without an opening, an AARQ and an RLRQ, and the service again. It reads where the association has
 * GET; else it writes without confirmation and `witness` looks for the effect and puts the old value back.
 */
export async function usesPreEstablished(
  client: DlmsClient,
  witness: DlmsClient,
  objects: ObjectDeclaration,
): Promise<PreEstablishedUse> {
  await client.disconnect();
  const use = () =>
    client.association.settings.conformance.has('get') ? reads(client) : writes(client, witness, objects);
  const before = await use();
  const toAarq = await client.sendAarq();
  const toRlrq = await client.release();
  return { before, toAarq, toRlrq, after: await use() };
}

/** Served before and after, and neither opened nor released by what came between. */
export function examinePreEstablishedUse({ before, toAarq, toRlrq, after }: PreEstablishedUse): Findings {
  const examination = new Examination();
  for (const { what, served, detail } of [before, after]) examination.expect(served, `${what}: ${detail}`);
  examination.expect(!isAccepted(toAarq), 'the AARQ of a pre-established association was accepted');
  examination.expect(!isReleased(toRlrq), 'the RLRQ of a pre-established association released it');
  return examination;
}

async function reads(client: DlmsClient): Promise<Use> {
  const reply = await client.request(encodeGetName(client), { protection: 'none' });
  const value = dataIn(reply);
  const served = value !== undefined && value.type !== 'null-data';
  return { what: 'GET without an opening', served, detail: textOf(reply) };
}

async function writes(client: DlmsClient, witness: DlmsClient, objects: ObjectDeclaration): Promise<Use> {
  const test = declared(objects.testAttribute, 'test attribute');
  await witness.open();
  const old = await presentValue(witness, test);
  const written = old === undefined ? test.values[0] : otherValue(old, test.values);
  const { last } = await setAttribute(client, test.attribute, written, { invokeIdAndPriority: UNCONFIRMED });
  const found = await presentValue(witness, test);
  if (old !== undefined) await setAttribute(witness, test.attribute, old);
  const served = last.kind === 'silence' && found !== undefined && isSame(found, written);
  return {
    what: 'unconfirmed SET without an opening',
    served,
    detail: `${textOf(last)}; the value was not as written`,
  };
}

function isSame(one: Data, other: Data): boolean {
  return equalOctets(encodeToBytes(one), encodeToBytes(other));
}

function isAccepted(reply: Reply): boolean {
  return reply.kind === 'apdu' && reply.received.apdu.kind === 'AARE' && reply.received.apdu.result === 'accepted';
}

function isReleased(reply: Reply): boolean {
  return reply.kind === 'apdu' && reply.received.apdu.kind === 'RLRE' && reply.received.apdu.reason !== 'not-finished';
}

function textOf(reply: Reply): string {
  const { kind, detail } = answerOf(reply);
  return `answered by ${kind} (${detail})`;
}
