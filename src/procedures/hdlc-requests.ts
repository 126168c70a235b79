import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { informationOf, type Message } from '#client/heard-frames';
import type { Reply } from '#client/reply';
import { concat } from '#dlms/codec/hex';
import { LineLost } from '#dlms/errors';
import { cutIntoSegments } from '#dlms/link/hdlc/segmentation';
import type { Findings } from './findings';
import { joined } from './frame-answers';
import { replyIn, replyText } from './hdlc-messages';
import { type Exchanged, examineAnswer, exchanged, lastFrame } from './hdlc-numbered-exchanges';
import { encodeGetName } from './requests';

/** A request over the link and all that was exchanged until its answer was complete, or would not come. */
export interface LinkAnswer extends Message {
  readonly what: string;
  readonly exchanges: readonly Exchanged[];
}

/** An answer in the eyes of the application. */
export interface LinkReply {
  readonly findings: Findings;
  readonly answer: LinkAnswer;
  readonly reply: Reply;
}

/** Between two questions whether the answer is ready. */
const POLL_MS = 100;
const MOST_EXCHANGES = 10_000;

/**
 * The segments of one request, each in a transmission of its own, as long as the meter acknowledges them.
 * @param longest octets of an information field, LLC header included; as negotiated when left out
 * @param most segments; the rest is not sent
 */
export async function sendsRequest(
  frames: FrameDialogue,
  what: string,
  apdu: Uint8Array,
  longest?: number,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Exchanged[]> {
  const room = longest ?? frames.link?.parameters.maxInfoTransmit ?? 1;
  const exchanges: Exchanged[] = [];
  for (const { information, more } of cutIntoSegments(commandOf(apdu), room).slice(0, most)) {
    if (exchanges.length > 0 && !isAcknowledged(exchanges)) break;
    const part = more || exchanges.length > 0 ? `${what}, segment ${exchanges.length + 1},` : what;
    exchanges.push(await exchanged(part, frames, () => frames.sendInformation(information, more)));
  }
  return exchanges;
}

/** Asks by RR for the rest of an answer, or only for the beginning of it, and for all of it while the meter has none yet. */
export async function fetchesAnswer(
  frames: FrameDialogue,
  what: string,
  begun: readonly Exchanged[],
  responseMs: number,
  until: 'first frame' | 'end' = 'end',
): Promise<LinkAnswer> {
  const exchanges = [...begun];
  let deadline = frames.clock.now() + responseMs;
  while (wantsMore(exchanges, frames.clock.now() < deadline) && exchanges.length < MOST_EXCHANGES) {
    if (hasBegun(exchanges) && until === 'first frame') break;
    if (hasBegun(exchanges)) deadline = frames.clock.now() + responseMs;
    else await frames.pause(POLL_MS);
    exchanges.push(await exchanged(`RR after ${what}`, frames, () => frames.exchange(frames.rr())));
  }
  return answerIn(what, exchanges);
}

/** One request as a right client sends it, and its answer; where that is none, the reply is silence. */
export async function requests(
  client: DlmsClient,
  frames: FrameDialogue,
  what: string,
  apdu: Uint8Array,
  longest?: number,
): Promise<LinkReply> {
  const begun = await sendsRequest(frames, what, apdu, longest);
  const answer = await fetchesAnswer(frames, what, begun, client.channel.timeouts.responseMs);
  return { findings: examineExchanges(answer), answer, reply: replyIn(answer, client) };
}

/** A read in the association that is open must be served, and its frames be right. */
export async function readsName(client: DlmsClient, frames: FrameDialogue, what = 'a GET'): Promise<Findings> {
  const { findings, answer, reply } = await requests(client, frames, what, client.protected(encodeGetName(client)));
  return joined(findings, examineData(answer, reply));
}

export function answerIn(what: string, exchanges: readonly Exchanged[]): LinkAnswer {
  const frames = exchanges.flatMap(({ heard }) => informationOf(heard));
  const isWhole = frames.length > 0 && frames.at(-1)?.frame.segmented === false;
  const octets = isWhole ? concat(...frames.map(({ frame }) => frame.information)) : undefined;
  return { what, exchanges, heard: exchanges.map(({ heard }) => heard), frames, octets };
}

/** Each transmission was answered by what may come at that point: RR to segments, I frames or a request for patience else. */
export function examineExchanges({ what, exchanges, octets }: LinkAnswer): Findings {
  const examined = exchanges.map((each) => examineAnswer(each, { pass: ['I', 'RR', 'RNR'] }));
  const faults = octets === undefined ? [`${what} has not been answered to the end`] : [];
  return joined(...examined, { faults, deviations: [] });
}

/**
 * What was asked for is long, if only the client may have it.
 * @throws LineLost when it may not: a short refusal shows nothing of how the link carries what is long
 */
export function needsLongAnswer({ what }: LinkAnswer, reply: Reply): void {
  if (answerOf(reply).kind !== 'error-result') return;
  throw new LineLost(`HDLC: ${what} was answered by ${replyText(reply)}, and there is no long answer to judge`);
}

export function examineData({ what, octets }: LinkAnswer, reply: Reply): Findings {
  const isData = answerOf(reply).kind === 'data';
  const faults = octets === undefined || isData ? [] : [`${what} was answered by ${replyText(reply)}`];
  return { faults, deviations: [] };
}

function isAcknowledged(exchanges: readonly Exchanged[]): boolean {
  const last = exchanges.at(-1);
  return last !== undefined && lastFrame(last.heard)?.frame.control.kind === 'RR';
}

function hasBegun(exchanges: readonly Exchanged[]): boolean {
  return exchanges.some(({ heard }) => informationOf(heard).length > 0);
}

/** More is to come after a segment, and after RR or RNR in place of an answer. */
function wantsMore(exchanges: readonly Exchanged[], isInTime: boolean): boolean {
  const last = exchanges.at(-1);
  const frame = last === undefined || last.heard.closed ? undefined : lastFrame(last.heard)?.frame;
  if (frame === undefined) return false;
  const { kind } = frame.control;
  if (kind === 'I') return frame.segmented;
  return (kind === 'RR' || kind === 'RNR') && isInTime && !hasEnded(exchanges);
}

/** The answer is complete: RR after it asks for nothing. */
function hasEnded(exchanges: readonly Exchanged[]): boolean {
  return exchanges.flatMap(({ heard }) => informationOf(heard)).at(-1)?.frame.segmented === false;
}
