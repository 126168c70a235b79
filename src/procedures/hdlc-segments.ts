import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { getResponseOf } from '#client/reading';
import { encodeApdu } from '#dlms/apdu/apdu';
import { BlockCollector } from '#dlms/apdu/blocks';
import type { GetResponse } from '#dlms/apdu/get';
import type { Data } from '#dlms/codec/data';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { equalOctets, toSpacedHex } from '#dlms/codec/hex';
import { encodeLlc, LLC_RESPONSE } from '#dlms/link/hdlc/llc';
import { Examination, type Findings } from './findings';
import { joined } from './frame-answers';
import { byFrames, endLink } from './hdlc-exchanges';
import { replyIn, replyText } from './hdlc-messages';
import { type Exchanged, examineAnswer, exchanged, startsLink } from './hdlc-numbered-exchanges';
import { opensByFrames, opensOver, SHORT_FRAMES } from './hdlc-openings';
import { examineExchanges, fetchesAnswer, type LinkAnswer, needsLongAnswer, sendsRequest } from './hdlc-requests';
import { OBJECT_LIST } from './object-list';
import { encodeGet } from './requests';

/** Octets of the information fields in which an AARQ goes out: the LLC header and one octet of it in the first. */
const PIECE = 4;
const HEADER = encodeLlc(LLC_RESPONSE);
const MOST_BLOCKS = 10_000;
const LONGEST_VALUE = 1 << 20;

/** HDL-23: the AARQ in pieces of four octets, each acknowledged before the next. */
export async function opensInPieces(client: DlmsClient): Promise<Findings> {
  await endLink(client);
  return byFrames(client, async (frames) => {
    const link = await startsLink(frames);
    if (frames.link === undefined) return link;
    return joined(link, (await opensByFrames(client, frames, PIECE)).findings);
  });
}

/** HDL-25: two pieces of an AARQ, a new link, and a whole AARQ. */
export async function startsAnewAmidSegments(client: DlmsClient): Promise<Findings> {
  await endLink(client);
  return byFrames(client, async (frames) => {
    const link = await startsLink(frames);
    if (frames.link === undefined) return link;
    const pieces = await sendsPieces(frames, client.aarq(), 2);
    const anew = await startsLink(frames);
    client.association.linkDown();
    return joined(link, pieces, anew, (await opensByFrames(client, frames)).findings);
  });
}

/** HDL-24: the object list over short information fields, after the first of which the client keeps silent for a while. */
export async function readsOverShortFrames(client: DlmsClient): Promise<Findings> {
  const { findings, associated } = await opensOver(client, SHORT_FRAMES);
  if (!associated) return findings;
  return byFrames(client, async (frames) => joined(findings, await readsList(client, frames)));
}

async function sendsPieces(frames: FrameDialogue, apdu: Uint8Array, count: number): Promise<Findings> {
  const pieces = await sendsRequest(frames, 'AARQ', apdu, PIECE, count);
  return joined(...pieces.map((piece) => examineAnswer(piece, { pass: ['RR'] })));
}

async function readsList(client: DlmsClient, frames: FrameDialogue): Promise<Findings> {
  const examination = new Examination();
  const collector = new BlockCollector(LONGEST_VALUE);
  let apdu: Uint8Array | undefined = encodeGet(client, OBJECT_LIST);
  let value: Data | undefined;
  for (let block = 0; apdu !== undefined && block < MOST_BLOCKS; block++) {
    const answer = await asksPatiently(client, frames, `GET ${block + 1}`, client.protected(apdu), block === 0);
    examination.add(examineSegments(answer));
    if (block === 0) examination.expect(answer.frames.length > 1, `${answer.what} was answered in one frame`);
    const reply = replyIn(answer, client);
    if (block === 0) needsLongAnswer(answer, reply);
    const response = getResponseOf(reply);
    if (response === undefined) examination.expect(false, `${answer.what} was answered by ${replyText(reply)}`);
    value = response === undefined ? undefined : endValueOf(response, collector, answer);
    apdu = response === undefined ? undefined : nextRequest(response, collector);
  }
  examination.expect(value?.type === 'array', 'what the joined segments carry is not the object list');
  return examination;
}

/** One request; after the first segment of its answer nothing may come until the client asks for it. */
async function asksPatiently(
  client: DlmsClient,
  frames: FrameDialogue,
  what: string,
  apdu: Uint8Array,
  waits: boolean,
): Promise<LinkAnswer & { readonly pause?: Exchanged }> {
  const begun = await sendsRequest(frames, what, apdu);
  const { responseMs } = client.channel.timeouts;
  if (!waits) return fetchesAnswer(frames, what, begun, responseMs);
  const pause = await exchanged(`silence after ${what}`, frames, () => frames.listen({ until: 'silence' }));
  return { ...(await fetchesAnswer(frames, what, begun, responseMs)), pause };
}

/** S=1 on all but the last frame, one frame for each RR, LLC header in the first frame only. */
function examineSegments(answer: LinkAnswer & { readonly pause?: Exchanged }): Findings {
  const { what, frames, pause } = answer;
  const examination = new Examination();
  examination.add(examineExchanges(answer));
  if (pause !== undefined) examination.add(examineAnswer(pause, { pass: ['silence'] }));
  for (const { heard } of answer.exchanges) {
    const count = heard.frames.filter(({ frame }) => frame.control.kind === 'I').length;
    examination.expect(count <= 1, `${what}: ${count} frames at once with a window of 1`);
  }
  const headed = frames.map(({ frame }) => equalOctets(frame.information.subarray(0, HEADER.length), HEADER));
  const first = frames[0]?.frame.information.subarray(0, HEADER.length) ?? HEADER;
  examination.expect(headed[0] !== false, `${what}: the answer begins with ${toSpacedHex(first)}, expected E6 E7 00`);
  const isRepeated = headed.length > 2 && headed.every((has) => has);
  examination.expect(!isRepeated, `${what}: the LLC header stands in every segment`);
  return examination;
}

/** The value, where the response ends it. */
function endValueOf(response: GetResponse, collector: BlockCollector, { octets }: LinkAnswer): Data | undefined {
  if (response.choice === 'normal') return 'data' in response.result ? response.result.data : undefined;
  if (response.choice === 'with-list' || 'error' in response.block) return undefined;
  const { lastBlock, blockNumber, block } = response;
  collector.add({ lastBlock, blockNumber, rawData: block.rawData }, octets);
  return collector.complete ? decodeWholeData(collector.joined()) : undefined;
}

function nextRequest(response: GetResponse, collector: BlockCollector): Uint8Array | undefined {
  if (response.choice !== 'with-datablock' || 'error' in response.block || collector.complete) return undefined;
  const { invokeIdAndPriority, blockNumber } = response;
  return encodeApdu({ kind: 'get-request', choice: 'next', invokeIdAndPriority, blockNumber });
}
