import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import type { Reply } from '#client/reply';
import { corrupt } from '#dlms/link/hdlc/edit';
import { numberAfter } from '#dlms/link/hdlc/send-window';
import { Examination, type Findings } from './findings';
import { byFrames, examineExchanges, type LinkExchange, NO_REPLY, quietly } from './hdlc-exchanges';
import { replyIn, replyText } from './hdlc-messages';
import { encodeGetName } from './requests';

/** A request whose check was wrong, and the same one again as it should be. */
export interface MendedRequest {
  readonly broken: LinkExchange;
  readonly mended: LinkExchange;
  readonly reply: Reply;
}

const BITS = [0, 15];

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
    examination.add(examineExchanges([broken, mended]));
    const { kind } = answerOf(reply);
    examination.expect(kind === 'data', `${mended.what} was answered by ${replyText(reply)} where data was expected`);
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
  const nr = numberAfter(frames.numbers.vs);
  const message = await frames.collect(await frames.sendInformation(information));
  const [heard = broken.heard] = message.heard;
  const mended: LinkExchange = { what: 'the same I frame as it should be', heard, allowed: { pass: ['I'] }, nr };
  return { broken, mended, reply: replyIn(message, client) };
}
