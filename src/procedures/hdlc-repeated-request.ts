import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import type { Reply } from '#client/reply';
import { corrupt } from '#dlms/link/hdlc/edit';
import { Examination, type Findings } from './findings';
import { ANSWERED, byFrames, examineExchanges, type LinkExchange, NO_REPLY, quietly } from './hdlc-exchanges';
import { replyIn, replyText } from './hdlc-messages';
import { type Exchanged, examineAnswer, exchanged } from './hdlc-numbered-exchanges';
import { fetchesAnswer } from './hdlc-requests';
import { encodeGetName } from './requests';

/** A request whose check was wrong, and the same one again as it should be. */
export interface MendedRequest {
  readonly broken: LinkExchange;
  readonly mended: readonly Exchanged[];
  readonly reply: Reply;
}

const BITS = [0, 15];
const MENDED = 'the same I frame as it should be';

/** HDL-20, in an open association: with the same number both times. */
export function mendsRequests(client: DlmsClient, silenceMs: number): Promise<readonly MendedRequest[]> {
  return byFrames(client, async (frames) => {
    const requests: MendedRequest[] = [];
    for (const bit of BITS) requests.push(await mendedRequest(bit, client, frames, silenceMs));
    return requests;
  });
}

export function examineMendedRequests(requests: readonly MendedRequest[]): Findings {
  const examination = new Examination();
  examination.expect(requests.length > 0, 'nothing was sent');
  for (const { broken, mended, reply } of requests) {
    examination.add(examineExchanges([broken]));
    for (const exchange of mended) examination.add(examineAnswer(exchange, ANSWERED));
    const isData = answerOf(reply).kind === 'data';
    examination.expect(isData, `${MENDED} was answered by ${replyText(reply)} where data was expected`);
  }
  return examination;
}

async function mendedRequest(
  bit: number,
  client: DlmsClient,
  frames: FrameDialogue,
  silenceMs: number,
): Promise<MendedRequest> {
  const information = commandOf(client.protected(encodeGetName(client)));
  const wrong = corrupt(frames.i(information)).fcs(bit);
  const what = `an I frame with bit ${bit} of FCS wrong`;
  const broken = { what, heard: await frames.exchange(wrong, quietly(silenceMs)), allowed: NO_REPLY };
  const last = await exchanged(MENDED, frames, () => frames.sendInformation(information));
  const answer = await fetchesAnswer(frames, MENDED, [last], client.channel.timeouts.responseMs);
  return { broken, mended: answer.exchanges, reply: replyIn(answer, client) };
}
