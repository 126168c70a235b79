import { answerOf } from '#client/answer';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { type GetOutcome, getAttribute } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { ReceivedApdu } from '#dlms/association/client-association';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { toHex } from '#dlms/codec/hex';
import type { Rig } from '#rig/rig';
import { Examination, type Findings } from './findings';
import { opensAnewWith } from './opening';
import { limitToOpenWith } from './room-for-opening';
import { OBJECT_LIST } from './service-uses';

const NO_LIMIT = 0;
/** Limits that every meter has to keep (ASC-32), in octets. */
const COMMON_LIMITS = [128, 64] as const;
/** A profile may be very long: what its first blocks show is enough. */
const BLOCKS_OF_A_PROFILE = 4;

/** ASC-31: what is read without a limit is what is read with the declared one. */
export async function readsWithoutLimit(client: DlmsClient): Promise<Findings> {
  const examination = new Examination();
  const unlimited = await opensWithLimit(client, NO_LIMIT);
  examination.expect(unlimited.associated, `no association without a limit: ${answerText(unlimited)}`);
  if (!unlimited.associated) return examination;
  const whole = encodedList(await getAttribute(client, OBJECT_LIST));
  await opensAnewWith(client, {});
  const declared = encodedList(await getAttribute(client, OBJECT_LIST));
  examination.expect(whole !== undefined, 'without a limit the object list was not served');
  examination.expect(whole === declared, 'without a limit the object list is another one than with the declared limit');
  return examination;
}

/** ASC-32: under each limit no APDU is longer, and what does not fit comes in blocks. */
export async function readsUnderLimits(
  client: DlmsClient,
  smallestDeclared: number,
  profile: AttributeDescriptor | undefined,
): Promise<Findings> {
  const examination = new Examination();
  const limits = [...COMMON_LIMITS, smallestDeclared].map((limit) => limitToOpenWith(client, limit));
  for (const limit of new Set(limits)) {
    examination.add(await readsUnderLimit(client, limit, profile));
  }
  return examination;
}

/** ASC-32: the nearly right limit, by which the answer is one octet too long. */
export async function readsOneOctetTooLong(client: DlmsClient): Promise<Findings> {
  const examination = new Examination();
  const unlimited = await opensWithLimit(client, NO_LIMIT);
  examination.expect(unlimited.associated, `no association without a limit: ${answerText(unlimited)}`);
  if (!unlimited.associated) return examination;
  const heard = client.hear();
  await getAttribute(client, OBJECT_LIST);
  examination.add(await readsUnderLimit(client, longestOf(heard) - 1, undefined));
  return examination;
}

/** The smallest client-max-receive-pdu-size that a client of the rig declares. */
export function smallestLimit({ clients }: Rig): number {
  return Math.min(...[...clients.values()].map(({ maxPduSize }) => maxPduSize));
}

async function readsUnderLimit(
  client: DlmsClient,
  limit: number,
  profile: AttributeDescriptor | undefined,
): Promise<Findings> {
  const examination = new Examination();
  const heard = client.hear();
  const opening = await opensWithLimit(client, limit);
  if (!opening.associated) return notOpened(opening, limit);
  const list = await getAttribute(client, OBJECT_LIST);
  examination.expect(
    encodedList(list) !== undefined,
    `limit ${limit}: the object list was answered by ${lastText(list)}`,
  );
  if (list.replies.length === 1 && profile !== undefined)
    await getAttribute(client, profile, { stopAfterBlocks: BLOCKS_OF_A_PROFILE });
  const longest = longestOf(heard);
  examination.expect(longest <= limit, `limit ${limit}: an APDU of ${longest} octets came`);
  return examination;
}

/** Sizes of 12 and more are to be taken; refusing one in the right words is tolerated. */
function notOpened(opening: OpenOutcome, limit: number): Findings {
  const examination = new Examination();
  const { kind, detail } = answerOf(opening.reply);
  const tolerated = kind === 'rejecting-aare' && detail.includes('pdu-size-too-short');
  examination.expect(tolerated, `limit ${limit}: no association: ${answerText(opening)}`);
  examination.tolerate(!tolerated, `a limit of ${limit} octets is refused as too short`);
  return examination;
}

function opensWithLimit(client: DlmsClient, clientMaxReceivePduSize: number): Promise<OpenOutcome> {
  return opensAnewWith(client, { initiate: { clientMaxReceivePduSize } });
}

/** Of the xDLMS APDUs received, protection included; the limit is not about ACSE. */
function longestOf(heard: readonly ReceivedApdu[]): number {
  const lengths = heard.map(({ apdu, octets }) => (apdu.kind === 'AARE' ? 0 : octets.length));
  return Math.max(0, ...lengths);
}

/** An object list in hex; undefined where something else came. */
function encodedList({ results }: GetOutcome): string | undefined {
  const [result] = results ?? [];
  if (result === undefined || !('data' in result)) return undefined;
  const { data } = result;
  return data.type === 'array' && data.elements.length > 0 ? toHex(encodeToBytes(data)) : undefined;
}

function answerText({ reply, hlsFault }: OpenOutcome): string {
  const { kind, detail } = answerOf(reply);
  return hlsFault ?? `${kind} (${detail})`;
}

function lastText({ last }: GetOutcome): string {
  const { kind, detail } = answerOf(last);
  return `${kind} (${detail})`;
}
