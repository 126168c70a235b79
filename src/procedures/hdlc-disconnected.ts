import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { informationOf } from '#client/heard-frames';
import { encodeApdu } from '#dlms/apdu/apdu';
import { encodeInvokeIdAndPriority } from '#dlms/apdu/invoke-id';
import { toSpacedHex } from '#dlms/codec/hex';
import { DEFAULT_PARAMETERS } from '#dlms/link/hdlc/negotiation-parameters';
import { cutIntoSegments } from '#dlms/link/hdlc/segmentation';
import type { NotedFindings } from './block-transfer';
import type { Findings } from './findings';
import { type AllowedAnswers, answerText, joined, ownFrames } from './frame-answers';
import { byFrames, CONFIRMED, DISCONNECTED, endLink, NO_REPLY } from './hdlc-exchanges';
import { type Exchanged, examineAnswer, exchanged, pollsIdle, startsLink } from './hdlc-numbered-exchanges';
import { readsName } from './hdlc-requests';
import { UNDEFINED_OBJECT } from './protected-services';

const NOT_CONNECTED: AllowedAnswers = { pass: ['DM', 'silence'] };
/** What a client may want to say with its DISC; no standard gives it a meaning. */
const LAST_WORDS = Uint8Array.of(0x01, 0x02, 0x03, 0x04);

/** HDL-35: an AARQ on a line without a link, what comes of it later, and SNRM. */
export async function requestsWithoutLink(client: DlmsClient): Promise<Findings> {
  const findings = await byFrames(client, async (frames) => {
    const [first] = cutIntoSegments(commandOf(client.aarq()), DEFAULT_PARAMETERS.maxInfoTransmit);
    if (first === undefined) return { faults: ['there is no AARQ'], deviations: [] };
    const aarq = frames.i(first.information, { ns: 0, nr: 0, segmented: first.more });
    const answer = await exchanged('an AARQ without a link', frames, () => frames.exchange(aarq));
    const later = await exchanged('RR after it', frames, () => frames.exchange(frames.rr({ nr: 0 })));
    const link = joined(await startsLink(frames), frames.link === undefined ? NOTHING : await pollsIdle(frames));
    return joined(examineAnswer(answer, NOT_CONNECTED), noInformation(later), link);
  });
  client.association.linkDown();
  return findings;
}

/** HDL-36: RR on a line without a link, and SNRM. */
export function pollsWithoutLink(client: DlmsClient): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const rr = await exchanged('RR without a link', frames, () => frames.exchange(frames.rr({ nr: 0 })));
    return joined(examineAnswer(rr, NOT_CONNECTED), await startsLink(frames));
  });
}

/** HDL-37: an unconfirmed service in a UI frame on a line without a link, which stays without one. */
export function tellsWithoutLink(client: DlmsClient): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const told = await tells(frames, unconfirmedSet(client));
    const rr = await exchanged('RR after UI', frames, () => frames.exchange(frames.rr({ nr: 0 })));
    const disc = await exchanged('DISC after UI', frames, () => frames.disconnect());
    return joined(told, examineAnswer(rr, NOT_CONNECTED), examineAnswer(disc, DISCONNECTED));
  });
}

/** HDL-37: the same in an open association, which goes on with the numbers that it had. */
export function tellsInAssociation(client: DlmsClient): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const told = await tells(frames, client.protected(unconfirmedSet(client)));
    return joined(told, await pollsIdle(frames, 'RR after UI'), await readsName(client, frames, 'the GET after UI'));
  });
}

/** HDL-40: DISC with an information field, with a link and without. */
export async function disconnectsWithInformation(client: DlmsClient): Promise<NotedFindings> {
  await endLink(client);
  return byFrames(client, async (frames) => {
    const link = joined(await startsLink(frames), frames.link === undefined ? NOTHING : await pollsIdle(frames));
    const ask = (what: string) => exchanged(what, frames, () => frames.exchange(frames.disc(LAST_WORDS)));
    const connected = await ask('DISC with information, connected,');
    const disconnected = await ask('DISC with information, disconnected,');
    const plain = await exchanged('DISC after both', frames, () => frames.disconnect());
    const answers = joined(
      examineAnswer(connected, CONFIRMED),
      examineAnswer(disconnected, DISCONNECTED),
      examineAnswer(plain, DISCONNECTED),
    );
    return { findings: joined(link, answers), notes: [connected, disconnected].flatMap(informationNotes) };
  });
}

const NOTHING: Findings = { faults: [], deviations: [] };

/** An object that no meter has: whatever the meter makes of it, nothing is written. */
function unconfirmedSet(client: DlmsClient): Uint8Array {
  const invokeIdAndPriority = encodeInvokeIdAndPriority({
    id: client.association.nextInvokeId() & 0x0f,
    confirmed: false,
    highPriority: false,
  });
  const value = { type: 'null-data' } as const;
  return encodeApdu({ kind: 'set-request', choice: 'normal', invokeIdAndPriority, attribute: UNDEFINED_OBJECT, value });
}

async function tells(frames: FrameDialogue, apdu: Uint8Array): Promise<Findings> {
  const ui = frames.frame({ kind: 'UI', pf: false }, commandOf(apdu));
  const answer = await exchanged('UI with P=0', frames, () => frames.exchange(ui, { until: 'silence' }));
  return examineAnswer(answer, NO_REPLY);
}

function noInformation({ what, heard }: Exchanged): Findings {
  const faults = informationOf(heard).length > 0 ? [`${what} was answered by ${answerText(heard)}: a late reply`] : [];
  return { faults, deviations: [] };
}

function informationNotes({ what, heard }: Exchanged): readonly string[] {
  const told = ownFrames(heard).filter(({ frame }) => frame.information.length > 0);
  return told.map(
    ({ frame }) => `${what} was answered by ${frame.control.kind} with ${toSpacedHex(frame.information)}`,
  );
}
