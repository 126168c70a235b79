import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { informationOf } from '#client/heard-frames';
import { getResponseOf } from '#client/reading';
import { joinFrames } from '#dlms/link/hdlc/frame';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import { cutIntoSegments } from '#dlms/link/hdlc/segmentation';
import { MODULUS } from '#dlms/link/hdlc/send-window';
import { Examination, type Findings } from './findings';
import { joined } from './frame-answers';
import { byFrames } from './hdlc-exchanges';
import { replyIn, replyText } from './hdlc-messages';
import { type Exchanged, exchanged } from './hdlc-numbered-exchanges';
import { opensOver, SHORT_FRAMES } from './hdlc-openings';
import {
  examineData,
  examineExchanges,
  fetchesAnswer,
  type LinkAnswer,
  needsLongAnswer,
  sendsRequest,
} from './hdlc-requests';
import { OBJECT_LIST } from './object-list';
import { encodeGet, encodeGetName } from './requests';

/** HDL-32: a long read in windows of the meter, and a request in a window of the client where the meter takes any. */
export async function readsInWindows(client: DlmsClient, window: number): Promise<Findings> {
  const proposal = { ...SHORT_FRAMES, windowTransmit: window, windowReceive: window };
  const { findings, associated } = await opensOver(client, proposal);
  if (!associated) return findings;
  return byFrames(client, async (frames) => {
    const agreed = examineAgreement(frames, proposal);
    return joined(findings, agreed, await readsLong(client, frames), await requestsInWindow(client, frames));
  });
}

/** The rig says what the meter can do; an agreement on less would leave nothing to judge. */
function examineAgreement({ link }: FrameDialogue, { windowReceive }: ProposedParameters): Findings {
  const agreed = link?.parameters.windowReceive ?? 1;
  const faults =
    agreed > 1 ? [] : [`the meter agrees to send ${agreed} frame at a time, declared are ${windowReceive}`];
  return { faults, deviations: [] };
}

async function readsLong(client: DlmsClient, frames: FrameDialogue): Promise<Findings> {
  const window = frames.link?.parameters.windowReceive ?? 1;
  const begun = await sendsRequest(frames, 'a long GET', client.protected(encodeGet(client, OBJECT_LIST)));
  const answer = await fetchesAnswer(frames, 'a long GET', begun, client.channel.timeouts.responseMs);
  const reply = replyIn(answer, client);
  needsLongAnswer(answer, reply);
  const examination = new Examination();
  examination.add(joined(examineExchanges(answer), examineWindows(answer, window)));
  examination.expect(getResponseOf(reply) !== undefined, `the long GET was answered by ${replyText(reply)}`);
  return joined(examination, examineData(answer, reply));
}

function examineWindows({ exchanges, what }: LinkAnswer, window: number): Findings {
  const sizes = exchanges.map(({ heard }) => informationOf(heard).length);
  const excess = sizes.filter((size) => size > window);
  return {
    faults: excess.map((size) => `${what}: ${size} frames before the meter waited, agreed are ${window}`),
    deviations: [],
  };
}

/** A read in as many frames as the meter takes at once, polled with the last of them. */
async function requestsInWindow(client: DlmsClient, frames: FrameDialogue): Promise<Findings> {
  const window = frames.link?.parameters.windowTransmit ?? 1;
  const what = `a GET in ${window} frames at once`;
  const sent = await sendsWindow(frames, what, client.protected(encodeGetName(client)), window);
  const answer = await fetchesAnswer(frames, what, [sent], client.channel.timeouts.responseMs);
  return joined(examineExchanges(answer), examineData(answer, replyIn(answer, client)));
}

async function sendsWindow(frames: FrameDialogue, what: string, apdu: Uint8Array, window: number): Promise<Exchanged> {
  const message = commandOf(apdu);
  const segments = cutIntoSegments(message, Math.ceil(message.length / window));
  const { vs, vr } = frames.numbers;
  const octets = segments.map(({ information, more }, index) =>
    frames.i(information, { ns: (vs + index) % MODULUS, pf: !more, segmented: more }),
  );
  frames.numbers = { vs: (vs + segments.length) % MODULUS, vr };
  return exchanged(what, frames, () => frames.exchange(joinFrames(octets)));
}
