import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { equalOctets, toSpacedHex } from '#dlms/codec/hex';
import { encodeLlc, LLC_COMMAND, LLC_LENGTH, LLC_RESPONSE, withLlc } from '#dlms/link/hdlc/llc';
import { MODULUS } from '#dlms/link/hdlc/send-window';
import { Examination, type Findings } from './findings';
import { answerKind, joined, ownFrames } from './frame-answers';
import { byFrames, endLink } from './hdlc-exchanges';
import { type Exchanged, examineAnswer, exchanged, lastFrame, pollsIdle, startsLink } from './hdlc-numbered-exchanges';
import { opensByFrames, SHORT_FRAMES } from './hdlc-openings';
import { examineExchanges, fetchesAnswer, type LinkAnswer, readsName, sendsRequest } from './hdlc-requests';
import { OBJECT_LIST } from './object-list';
import { UNDEFINED_OBJECT } from './protected-services';
import { encodeGet, encodeGetName } from './requests';

/** What stands before an APDU where the LLC header of a command should: a header, or nothing. */
export type WrongHeader = (apdu: Uint8Array) => Uint8Array;

export const headerOfReply: WrongHeader = (apdu) => withLlc(LLC_RESPONSE, apdu);
export const headerTurnedRound: WrongHeader = (apdu) =>
  withLlc({ ...LLC_COMMAND, destination: LLC_RESPONSE.source, source: LLC_RESPONSE.destination }, apdu);
export const noHeader: WrongHeader = (apdu) => apdu;

/** HDL-38: a request behind a wrong header, and then a right one in the same association. */
export function requestsBehind(client: DlmsClient, header: WrongHeader): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const information = header(client.protected(encodeGetName(client)));
    const wrong = await exchanged('the GET', frames, () => frames.sendInformation(information));
    const findings = examineAnswer(wrong, { pass: ['RR'], deviation: ['silence', 'FRMR'] });
    const kind = answerKind(wrong.heard);
    if (kind === 'FRMR') return joined(findings, await opensAgain(client, frames));
    if (kind === 'silence') return joined(findings, await catchesUp(frames), await readsName(client, frames));
    return joined(findings, await pollsIdle(frames, 'RR after it'), await readsName(client, frames, 'a right GET'));
  });
}

/** After FRMR there is no association any more: the tolerance is for a meter that is all right again afterwards. */
async function opensAgain(client: DlmsClient, frames: FrameDialogue): Promise<Findings> {
  const link = await startsLink(frames);
  client.association.linkDown();
  return joined(link, (await opensByFrames(client, frames)).findings, await readsName(client, frames, 'a right GET'));
}

/** Who said nothing may have counted the frame or not: RR tells. */
async function catchesUp(frames: FrameDialogue): Promise<Findings> {
  const { vs, vr } = frames.numbers;
  const rr = await exchanged('RR after it', frames, () => frames.exchange(frames.rr()));
  const control = lastFrame(rr.heard)?.frame.control;
  const isUncounted = control?.kind === 'RR' && (control.nr + 1) % MODULUS === vs;
  if (isUncounted) frames.numbers = { vs: control.nr, vr };
  return examineAnswer({ ...rr, numbers: frames.numbers }, { pass: ['RR'] });
}

/** HDL-39: every kind of frame that a meter sends in an ordinary session, its LLC headers examined. */
export async function listensToHeaders(client: DlmsClient): Promise<Findings> {
  await endLink(client);
  return byFrames(client, async (frames) => {
    const alone = [await exchanged('DISC', frames, () => frames.disconnect())];
    const snrm = await exchanged('SNRM', frames, () => frames.connect(SHORT_FRAMES));
    const link = examineAnswer(snrm, { pass: ['UA'] });
    alone.push(snrm);
    if (frames.link === undefined) return joined(link, ...alone.map(examineBare));
    alone.push(await exchanged('RR', frames, () => frames.exchange(frames.rr())));
    const opening = await opensByFrames(client, frames);
    const answers = opening.associated ? await readsVariously(client, frames) : [];
    alone.push(await exchanged('DISC', frames, () => frames.disconnect()));
    const examined = [...opening.answers, ...answers].map(examineHeaders);
    return joined(link, opening.findings, ...examined, ...alone.map(examineBare));
  });
}

/** What is there, what is not, and what is long. */
async function readsVariously(client: DlmsClient, frames: FrameDialogue): Promise<readonly LinkAnswer[]> {
  const answers: LinkAnswer[] = [];
  const requests = { 'a GET': encodeGetName(client), 'a GET of nothing': encodeGet(client, UNDEFINED_OBJECT) };
  for (const [what, apdu] of Object.entries({ ...requests, 'a long GET': encodeGet(client, OBJECT_LIST) })) {
    const begun = await sendsRequest(frames, what, client.protected(apdu));
    answers.push(await fetchesAnswer(frames, what, begun, client.channel.timeouts.responseMs));
  }
  return answers;
}

function examineHeaders(answer: LinkAnswer): Findings {
  const { what, octets, exchanges } = answer;
  const examination = new Examination();
  examination.add(examineExchanges(answer));
  const header = octets?.subarray(0, LLC_LENGTH);
  const isRight = header === undefined || equalOctets(header, encodeLlc(LLC_RESPONSE));
  examination.expect(
    isRight,
    `${what}: the reply begins with ${toSpacedHex(header ?? new Uint8Array(0))}, expected E6 E7 00`,
  );
  for (const each of exchanges) examination.add(examineBare(each));
  return examination;
}

/** Nothing but I frames and UI frames carries messages, and so headers. */
function examineBare({ what, heard }: Exchanged): Findings {
  const bare = ownFrames(heard).filter(({ frame: { control } }) => control.kind !== 'I' && control.kind !== 'UI');
  const headed = bare.filter(({ frame }) => beginsLikeLlc(frame.information));
  const faults = headed.map(({ frame }) => `${what} was answered by ${frame.control.kind} with an LLC header`);
  return {
    faults: [...faults, ...(heard.frames.length > 0 ? [] : [`${what} was answered by nothing`])],
    deviations: [],
  };
}

function beginsLikeLlc(information: Uint8Array): boolean {
  return [LLC_COMMAND, LLC_RESPONSE].some((header) =>
    equalOctets(information.subarray(0, LLC_LENGTH), encodeLlc(header)),
  );
}
