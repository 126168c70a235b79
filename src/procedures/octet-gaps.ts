import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { LineLost } from '#dlms/errors';
import { corrupt } from '#dlms/link/hdlc/edit';
import type { Rig } from '#rig/rig';
import { connecting, type LinkExchange, quietly, READY } from './hdlc-exchanges';
import { takesLine } from './meter-forms';

/** Gaps that every meter must bear, in parts of the inter-octet time-out, and what of them the bench may make. */
const GAP = 0.7;
const SHORTEST_GAP = 0.5;
const LONGEST_GAP = 0.95;
/** The shortest time-out that a meter may have (IC 23 attribute 7), where the rig does not know it. */
const SHORTEST_TIMEOUT_MS = 20;
/** Timers may be early by as much. */
const TOLERANCE_MS = 1;
/** FCS and closing flag. */
const TAIL = 3;

/**
 * TMO-06: a frame without its end, a pause, and a poll.
 * @param givenUpMs after which the meter must have given up the frame
 * @throws LineLost when the pause came out too short to say anything
 */
export async function pollsAfterFragment(
  client: DlmsClient,
  rig: Rig,
  givenUpMs: number,
): Promise<readonly LinkExchange[]> {
  const frames = await takesLine(client);
  const snrm = await connecting('SNRM', frames);
  if (frames.link === undefined) return [snrm];
  const rr = frames.rr();
  await frames.send(corrupt(rr).cut(rr.length - TAIL));
  const sentAt = frames.clock.now();
  await frames.pause(givenUpMs);
  const pauseMs = frames.clock.now() - sentAt;
  if (pauseMs < givenUpMs - TOLERANCE_MS) throw new LineLost(`${gapText(pauseMs)}, ${givenUpMs} ms was needed`);
  const heard = await frames.exchange(rr, quietly(rig.timeouts.responseMs));
  await frames.disconnect();
  return [snrm, { what: 'RR after a frame without its end', heard, allowed: READY, nr: 0 }];
}

/**
 * TMO-07: a poll octet by octet, with gaps that the meter must bear.
 * @throws LineLost when a gap came out too long, or too short to say anything
 */
export async function pollsByOctets(client: DlmsClient, rig: Rig): Promise<readonly LinkExchange[]> {
  const frames = await takesLine(client);
  const snrm = await connecting('SNRM', frames);
  if (frames.link === undefined) return [snrm];
  const timeoutMs = rig.hdlc.interOctetMs ?? SHORTEST_TIMEOUT_MS;
  checkGaps(await sendsSlowly(frames, frames.rr(), timeoutMs * GAP), timeoutMs);
  const heard = await frames.listen();
  await frames.disconnect();
  return [snrm, { what: 'RR octet by octet', heard, allowed: READY, nr: 0 }];
}

/** @returns the gaps as they came out: from the end of one octet to the beginning of the next, ms */
function sendsSlowly(frames: FrameDialogue, octets: Uint8Array, pauseMs: number): Promise<readonly number[]> {
  return frames.sendInPieces(
    Array.from(octets, (octet) => Uint8Array.of(octet)),
    pauseMs,
  );
}

function checkGaps(gaps: readonly number[], timeoutMs: number): void {
  const wrong = gaps.find((gap) => gap < timeoutMs * SHORTEST_GAP || gap > timeoutMs * LONGEST_GAP);
  if (wrong === undefined) return;
  throw new LineLost(`${gapText(wrong)}, ${timeoutMs * GAP} ms was needed: this bench cannot time octets so well`);
}

function gapText(ms: number): string {
  return `the pause came out as ${Math.round(ms * 10) / 10} ms`;
}
