import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { LineLost } from '#dlms/errors';
import { connecting, disconnecting, type LinkExchange, NO_REPLY, quietly, READY } from './hdlc-exchanges';
import { HALF, WELL_OVER } from './inactivity';
import { takesLine } from './meter-forms';
import { type Progress, staysSilent } from './silence';

/** A wait that the meter must bear, in parts of a time-out. */
const WELL_BELOW = 0.8;
/** What has come meanwhile is there at once. */
const ARRIVED_MS = 100;

/** TMO-01: says nothing for longer than the inactivity time-out, and then DISC. */
export async function outlastsLink(
  client: DlmsClient,
  timeoutMs: number,
  progress: Progress,
): Promise<readonly LinkExchange[]> {
  const frames = await takesLine(client);
  const snrm = await connecting('SNRM', frames);
  const silence = await saysNothing(client, frames, timeoutMs * WELL_OVER, progress);
  return [snrm, silence, await disconnecting('DISC after the inactivity time-out', frames)];
}

/** TMO-02: says nothing for less than the inactivity time-out, and then polls. */
export async function pollsBeforeTimeout(
  client: DlmsClient,
  timeoutMs: number,
  progress: Progress,
): Promise<readonly LinkExchange[]> {
  const frames = await takesLine(client);
  const snrm = await connecting('SNRM', frames);
  if (frames.link === undefined) return [snrm];
  const silence = await saysNothing(client, frames, timeoutMs * WELL_BELOW, progress);
  const poll = await polls('RR before the inactivity time-out', frames);
  await frames.disconnect();
  return [snrm, silence, poll];
}

/** TMO-03: polls each half time-out for that many time-outs. */
export async function keepsLink(
  client: DlmsClient,
  timeoutMs: number,
  timeouts: number,
  progress: Progress,
): Promise<readonly LinkExchange[]> {
  const frames = await takesLine(client);
  const exchanges = [await connecting('SNRM', frames)];
  if (frames.link === undefined) return exchanges;
  const seconds = timeoutMs / 1000;
  for (let elapsed = 0; elapsed < timeouts; elapsed += HALF) {
    const tell: Progress = (done) => progress(Math.round(elapsed * seconds + done), Math.round(timeouts * seconds));
    exchanges.push(await saysNothing(client, frames, timeoutMs * HALF, tell));
    exchanges.push(await polls(`RR after ${elapsed + HALF} time-outs`, frames));
  }
  await frames.disconnect();
  return exchanges;
}

/** RR with P=1 on a link on which nothing else is under way. */
export async function polls(what: string, frames: FrameDialogue): Promise<LinkExchange> {
  return { what, heard: await frames.exchange(frames.rr()), allowed: READY, nr: frames.numbers.vs };
}

/**
 * Lets time pass on a link without an octet, and listens.
 * @throws LineLost when what carries the link is gone: that says nothing about the link
 */
export async function saysNothing(
  client: DlmsClient,
  frames: FrameDialogue,
  ms: number,
  progress: Progress,
): Promise<LinkExchange> {
  await staysSilent(client, ms - ARRIVED_MS, progress);
  const heard = await frames.listen(quietly(ARRIVED_MS));
  if (heard.closed)
    throw new LineLost('the line was closed while nothing was said: what carries HDLC has a time-out of its own');
  return { what: 'silence', heard, allowed: NO_REPLY };
}
