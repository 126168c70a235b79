import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { firstOf, informationOf, namedBy } from '#client/heard-frames';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { Data } from '#dlms/codec/data';
import { concat } from '#dlms/codec/hex';
import { LLC_LENGTH } from '#dlms/link/hdlc/llc';
import { DEFAULT_PARAMETERS } from '#dlms/link/hdlc/negotiation-parameters';
import { MODULUS } from '#dlms/link/hdlc/send-window';
import type { Findings } from './findings';
import { type AllowedAnswers, answerText, joined } from './frame-answers';
import { byFrames, endLink } from './hdlc-exchanges';
import { type Exchanged, examineAnswer, exchanged, pollsIdle, startsLink } from './hdlc-numbered-exchanges';
import { opensByFrames } from './hdlc-openings';
import { LOGICAL_DEVICE_NAME } from './health';
import { encodeGetName } from './requests';

/** What no repetition can repair is answered so. */
const REJECTED: AllowedAnswers = { pass: ['FRMR'], deviation: ['silence'] };

/** HDL-26: a request that is right but for its length, which is one octet more than the meter can take. */
export async function sendsTooLongInformation(client: DlmsClient): Promise<Findings> {
  await endLink(client);
  client.association.linkDown();
  return byFrames(client, async (frames) => {
    const snrm = await exchanged('SNRM', frames, () => frames.connect());
    const link = examineAnswer(snrm, { pass: ['UA'] });
    if (frames.link === undefined) return link;
    const opening = await opensByFrames(client, frames);
    if (!opening.associated) return joined(link, opening.findings);
    const length = limitOf(snrm) + 1;
    const information = commandOf(requestOf(client, length - LLC_LENGTH));
    return joined(link, await provokes(frames, `an information field of ${length} octets`, frames.i(information)));
  });
}

/** The limit is what the meter says, be it more than was proposed: that is another case's fault. */
function limitOf({ heard }: Exchanged): number {
  const ua = firstOf(heard, 'UA');
  return (ua && namedBy(ua.frame).maxInfoReceive) ?? DEFAULT_PARAMETERS.maxInfoReceive;
}

/** HDL-27: RR that acknowledges so many frames more than were sent. */
export function acknowledgesTooMany(client: DlmsClient, surplus: number): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const idle = await pollsIdle(frames);
    return joined(idle, await provokes(frames, 'RR with a wrong N(R)', frames.rr({ nr: beyond(frames, surplus) })));
  });
}

/** HDL-27: the same by a request. */
export function requestsWithTooManyAcknowledged(client: DlmsClient, surplus: number): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const idle = await pollsIdle(frames);
    const information = commandOf(client.protected(encodeGetName(client)));
    const request = frames.i(information, { nr: beyond(frames, surplus) });
    return joined(idle, await provokes(frames, 'a GET with a wrong N(R)', request));
  });
}

/** One frame that must be rejected, what the meter says when it is asked again, and SNRM, which makes all well. */
async function provokes(frames: FrameDialogue, what: string, octets: Uint8Array): Promise<Findings> {
  const answer = await exchanged(what, frames, () => frames.exchange(octets));
  const later = await exchanged(`RR after ${what}`, frames, () => frames.exchange(frames.rr()));
  const link = await startsLink(frames);
  return joined(examineAnswer(answer, REJECTED), notServed(later), link, await pollsIdle(frames, 'RR after SNRM'));
}

function notServed({ what, heard }: Exchanged): Findings {
  const isServed = informationOf(heard).length > 0;
  return { faults: isServed ? [`${what}: ${answerText(heard)}, the content was served`] : [], deviations: [] };
}

/** N(R) that acknowledges frames that the meter has never sent. */
function beyond({ numbers }: FrameDialogue, surplus: number): number {
  return (numbers.vr + surplus) % MODULUS;
}

/**
 * A request, as well protected as any, of exactly so many octets: the selection that fills it up means nothing to the
 * attribute. Where length fields leave a gap just there, zeros behind it fill the rest.
 */
function requestOf(client: DlmsClient, size: number): Uint8Array {
  const around = client.protected(fillingGet(client, 0)).length;
  const attempts = [0, 1, 2, 3, 4, 5, 6].map((less) => Math.max(0, size - around - less));
  let best = client.protected(fillingGet(client, attempts.at(-1) ?? 0));
  for (const filling of attempts) {
    const request = client.protected(fillingGet(client, filling));
    if (request.length === size) return request;
    if (request.length < size && request.length > best.length) best = request;
  }
  return best.length > size ? best.subarray(0, size) : concat(best, new Uint8Array(size - best.length));
}

function fillingGet(client: DlmsClient, filling: number): Uint8Array {
  const parameters: Data = { type: 'octet-string', value: new Uint8Array(filling) };
  const invokeIdAndPriority = client.association.nextInvokeId();
  const selection = { selector: 1, parameters };
  return encodeApdu({
    kind: 'get-request',
    choice: 'normal',
    invokeIdAndPriority,
    attribute: LOGICAL_DEVICE_NAME,
    selection,
  });
}
