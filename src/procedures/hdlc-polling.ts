import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import type { Findings } from './findings';
import { joined } from './frame-answers';
import { byFrames, endLink, NO_REPLY } from './hdlc-exchanges';
import { replyIn } from './hdlc-messages';
import { examineAnswer, exchanged, pollsIdle, startsLink } from './hdlc-numbered-exchanges';
import { opensByFrames, opensOver, SHORT_FRAMES } from './hdlc-openings';
import {
  examineData,
  examineExchanges,
  fetchesAnswer,
  needsLongAnswer,
  readsName,
  sendsRequest,
} from './hdlc-requests';
import { OBJECT_LIST } from './object-list';
import { encodeGet } from './requests';

/** RNR once in place of the acknowledgement, and so many times more. */
const FURTHER_RNRS = 2;

/** HDL-33: a long read that the client holds up after its first segment. */
export async function holdsMeterUp(client: DlmsClient): Promise<Findings> {
  const { findings, associated } = await opensOver(client, SHORT_FRAMES);
  if (!associated) return findings;
  return byFrames(client, async (frames) => joined(findings, await holdsUp(client, frames)));
}

/** HDL-34: whatever has P=1 is answered with F=1, and RR without P by nothing. */
export async function pollsAndDoesNot(client: DlmsClient): Promise<Findings> {
  await endLink(client);
  return byFrames(client, async (frames) => {
    const link = await startsLink(frames);
    if (frames.link === undefined) return link;
    const opened = joined(await pollsIdle(frames), (await opensByFrames(client, frames)).findings);
    const read = joined(await readsName(client, frames), await isBusy(frames), await pollsIdle(frames));
    const quiet = await exchanged('RR with P=0', frames, () =>
      frames.exchange(frames.rr({ pf: false }), { until: 'silence' }),
    );
    const served = joined(examineAnswer(quiet, NO_REPLY), await readsName(client, frames, 'the GET after the pause'));
    const disc = await exchanged('DISC', frames, () => frames.disconnect());
    return joined(link, opened, read, served, examineAnswer(disc, { pass: ['UA'] }));
  });
}

async function holdsUp(client: DlmsClient, frames: FrameDialogue): Promise<Findings> {
  const what = 'a long GET';
  const { responseMs } = client.channel.timeouts;
  const begun = await sendsRequest(frames, what, client.protected(encodeGet(client, OBJECT_LIST)));
  const first = await fetchesAnswer(frames, what, begun, responseMs, 'first frame');
  if (first.octets !== undefined) needsLongAnswer(first, replyIn(first, client));
  const isLong = first.frames.at(-1)?.frame.segmented === true;
  const held = [await isBusy(frames)];
  for (let more = 0; more < FURTHER_RNRS; more++) held.push(await isBusy(frames));
  const released = await exchanged('RR after RNR', frames, () => frames.exchange(frames.rr()));
  const rest = await fetchesAnswer(frames, what, [...first.exchanges, released], responseMs);
  const faults = isLong ? [] : [`${what} was not answered by a segment that others follow`];
  const examined = joined(examineAnswer(released, { pass: ['I'] }), examineExchanges(rest));
  return joined({ faults, deviations: [] }, ...held, examined, examineData(rest, replyIn(rest, client)));
}

/** While the client is busy, the meter says that it is there, and nothing else. */
async function isBusy(frames: FrameDialogue): Promise<Findings> {
  const rnr = await exchanged('RNR', frames, () => frames.exchange(frames.rnr()));
  return examineAnswer(rnr, { pass: ['RR', 'RNR'] });
}
