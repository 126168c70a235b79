import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { type Heard, type HeardFrame, informationOf } from '#client/heard-frames';
import { equalOctets } from '#dlms/codec/hex';
import { controlText } from '#dlms/link/hdlc/control';
import type { LinkNumbers } from '#dlms/link/hdlc/primary-exchange';
import { numberAfter } from '#dlms/link/hdlc/send-window';
import type { ObjectDeclaration } from '#rig/rig';
import { declared } from './declared';
import type { Findings } from './findings';
import { answerKind, answerText, joined } from './frame-answers';
import { byFrames } from './hdlc-exchanges';
import { replyIn, replyText } from './hdlc-messages';
import { type Exchanged, examineAnswer, exchanged, pollsIdle, startsLink } from './hdlc-numbered-exchanges';
import { examineData, examineExchanges, fetchesAnswer, type LinkAnswer, readsName } from './hdlc-requests';
import { encodeTestMethod } from './protected-services';
import { countOf } from './replayed-action';
import { encodeGetName } from './requests';

/** HDL-28: the number after the next one, then the next one with the same octets. */
export function sendsOutOfTurn(client: DlmsClient): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const information = commandOf(client.protected(encodeGetName(client)));
    const ns = numberAfter(frames.numbers.vs);
    const early = await exchanged('a GET with N(S)+1', frames, () => frames.exchange(frames.i(information, { ns })));
    const findings = examineAnswer(early, { pass: ['RR'], deviation: ['FRMR'] });
    if (answerKind(early.heard) === 'FRMR') return joined(findings, await startsLink(frames));
    const right = await sendsInformation(client, frames, 'the GET with the right N(S)', information);
    return joined(findings, examineExchanges(right), examineData(right, replyIn(right, client)));
  });
}

/** HDL-29: a read, and its frame again as if its answer had been lost. */
export function repeatsRead(client: DlmsClient): Promise<Findings> {
  return byFrames(client, async (frames) => repeats(client, frames, 'the GET', encodeGetName(client)));
}

/** HDL-29: the same with a method whose executions the meter counts. */
export async function repeatsCountedAction(client: DlmsClient, objects: ObjectDeclaration): Promise<Findings> {
  const { counter } = declared(objects.testMethod, 'objects.testMethod');
  const before = await countOf(client, counter);
  const findings = await byFrames(client, async (frames) =>
    repeats(client, frames, 'the ACTION', encodeTestMethod(client, objects)),
  );
  if (findings.deviations.length > 0) await client.open();
  const after = await countOf(client, counter);
  const executions = before === undefined || after === undefined ? undefined : after - before;
  const faults = executions === 1 ? [] : [`the meter counts ${executions ?? 'no'} executions, expected 1`];
  return joined(findings, { faults, deviations: [] });
}

/** HDL-30: the answer is lost, and RR asks for it with the N(R) from before. */
export function losesReply(client: DlmsClient): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const before = frames.numbers;
    const information = commandOf(client.protected(encodeGetName(client)));
    const first = await sendsInformation(client, frames, 'the GET', information, 'first frame');
    const lost = first.exchanges.at(-1)?.heard;
    const examined = joined(examineFirst(first), await asksAgain(frames, before, lost));
    const rest = await fetchesAnswer(frames, 'the GET', first.exchanges, client.channel.timeouts.responseMs);
    const data = examineData(rest, replyIn(rest, client));
    return joined(examined, examineExchanges(rest), data, await goesOn(client, frames));
  });
}

/** HDL-31: so many reads on one link. */
export function readsInTurn(client: DlmsClient, times: number): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const reads: Findings[] = [];
    for (let read = 1; read <= times; read++) reads.push(await readsName(client, frames, `GET ${read} of ${times}`));
    return joined(...reads);
  });
}

async function repeats(client: DlmsClient, frames: FrameDialogue, what: string, apdu: Uint8Array): Promise<Findings> {
  const before = frames.numbers;
  const information = commandOf(client.protected(apdu));
  const octets = frames.i(information);
  const first = await sendsInformation(client, frames, what, information, 'first frame');
  const lost = first.exchanges.at(-1)?.heard;
  const again = await exchanged(`${what} once more`, frames, () => frames.exchange(octets));
  const examined = joined(examineFirst(first), examineRepetition(again, lost, before));
  if (answerKind(again.heard) === 'FRMR') return joined(examined, await startsLink(frames));
  const rest = await fetchesAnswer(frames, what, first.exchanges, client.channel.timeouts.responseMs);
  return joined(examined, examineExchanges(rest), examineServed(client, rest), await goesOn(client, frames));
}

/** The rest of the answer, or all of it that was not yet there, is as if nothing had happened. */
async function goesOn(client: DlmsClient, frames: FrameDialogue): Promise<Findings> {
  return joined(await pollsIdle(frames, 'RR after all of it'), await readsName(client, frames, 'the next GET'));
}

/** RR with the numbers from before the answer brings the answer, at the second time at the latest. */
async function asksAgain(frames: FrameDialogue, before: LinkNumbers, lost: Heard | undefined): Promise<Findings> {
  const rr = frames.rr({ nr: before.vr });
  const numbers = { vs: frames.numbers.vs, vr: before.vr };
  const ask = async (what: string) => ({ ...(await exchanged(what, frames, () => frames.exchange(rr))), numbers });
  const first = await ask('RR for the lost answer');
  const findings = examineAnswer(first, { pass: ['I'], deviation: ['RR'] });
  if (answerKind(first.heard) !== 'RR') return joined(findings, examineSame(first, lost));
  const second = await ask('the second RR for the lost answer');
  return joined(findings, examineAnswer(second, { pass: ['I'] }), examineSame(second, lost));
}

/** RR with N(R) advanced, or the answer itself with the numbers that it had. */
function examineRepetition(again: Exchanged, lost: Heard | undefined, before: LinkNumbers): Findings {
  const vr = answerKind(again.heard) === 'I' ? before.vr : (again.numbers?.vr ?? before.vr);
  const numbers = { vs: numberAfter(before.vs), vr };
  const findings = examineAnswer({ ...again, numbers }, { pass: ['RR', 'I'], deviation: ['FRMR'] });
  return joined(findings, examineSame(again, lost));
}

/** Whatever I frames come are those that came before, octet by octet. */
function examineSame({ what, heard }: Exchanged, lost: Heard | undefined): Findings {
  const [again, before] = [informationOf(heard), lost === undefined ? [] : informationOf(lost)];
  const isSame =
    again.length === 0 || (again.length === before.length && again.every((frame, at) => isCopy(frame, before[at])));
  return { faults: isSame ? [] : [`${what}: ${frameTexts(again)}, before ${frameTexts(before)}`], deviations: [] };
}

function isCopy({ frame }: HeardFrame, before: HeardFrame | undefined): boolean {
  if (before === undefined || frame.segmented !== before.frame.segmented) return false;
  const same = controlText(frame.control) === controlText(before.frame.control);
  return same && equalOctets(frame.information, before.frame.information);
}

function frameTexts(frames: readonly HeardFrame[]): string {
  const texts = frames.map(({ frame }) => `${controlText(frame.control)} with ${frame.information.length} octets`);
  return texts.length === 0 ? 'no I frame' : texts.join(', ');
}

/** One I frame whose answer is fetched to its end, or to its first frame. */
async function sendsInformation(
  client: DlmsClient,
  frames: FrameDialogue,
  what: string,
  information: Uint8Array,
  until: 'first frame' | 'end' = 'end',
): Promise<LinkAnswer> {
  const sent = await exchanged(what, frames, () => frames.sendInformation(information));
  const { responseMs } = client.channel.timeouts;
  return fetchesAnswer(frames, what, [sent], responseMs, until);
}

function examineFirst({ what, exchanges }: LinkAnswer): Findings {
  const last = exchanges.at(-1)?.heard;
  const isThere = last !== undefined && informationOf(last).length > 0;
  return { faults: isThere ? [] : [`${what} was answered by ${last && answerText(last)}`], deviations: [] };
}

function examineServed(client: DlmsClient, answer: LinkAnswer): Findings {
  const reply = replyIn(answer, client);
  const { kind } = answerOf(reply);
  const isServed = answer.octets === undefined || kind === 'data' || kind === 'success-result';
  return { faults: isServed ? [] : [`${answer.what} was answered by ${replyText(reply)}`], deviations: [] };
}
