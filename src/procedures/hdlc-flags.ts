import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { concat } from '#dlms/codec/hex';
import { LineLost } from '#dlms/errors';
import { corrupt } from '#dlms/link/hdlc/edit';
import { decodeFrame, FLAG, joinFrames } from '#dlms/link/hdlc/frame';
import { numberAfter } from '#dlms/link/hdlc/send-window';
import type { AllowedAnswers } from './frame-answers';
import { byFrames, CONFIRMED, connecting, disconnecting, type LinkExchange, READY } from './hdlc-exchanges';

const FILL_FLAGS = Uint8Array.of(FLAG, FLAG, FLAG);
const LARGEST_WINDOW = 7;

/** HDL-12 (a): flags before each frame, and between two of which the first is for another station. */
export function sendsFillFlags(client: DlmsClient): Promise<readonly LinkExchange[]> {
  return byFrames(client, async (frames) => {
    const ask = (octets: Uint8Array) => frames.exchange(concat(FILL_FLAGS, octets));
    const between = concat(foreignFrame(frames), FILL_FLAGS, frames.rr({ nr: 0 }));
    return [
      { what: 'SNRM behind three flags', heard: await ask(frames.snrm()), allowed: CONFIRMED },
      { what: 'RR behind three flags', heard: await ask(frames.rr({ nr: 0 })), allowed: READY, nr: 0 },
      { what: 'RR with three flags to the frame before', heard: await ask(between), allowed: READY, nr: 0 },
      { what: 'DISC behind three flags', heard: await ask(frames.disc()), allowed: CONFIRMED },
    ];
  });
}

/** HDL-12 (b): a frame for another station, and one flag between it and RR. */
export function sharesFlagWithForeignFrame(client: DlmsClient): Promise<readonly LinkExchange[]> {
  return byFrames(client, async (frames) => {
    const before = await connecting('SNRM', frames);
    const octets = joinFrames([foreignFrame(frames), frames.rr({ nr: 0 })]);
    const what = 'RR behind a frame for another station';
    const rr: LinkExchange = { what, heard: await frames.exchange(octets), allowed: READY, nr: 0 };
    return [before, rr, await disconnecting('DISC', frames, CONFIRMED)];
  });
}

/** Whatever the meter says to a message, the message has been received. */
const ACKNOWLEDGED: AllowedAnswers = { pass: ['I', 'RR', 'RNR'] };

/**
 * HDL-12 (c): an AARQ, which has an answer without any other, in two I frames with one flag between them. A certificate
 * would not fit into two.
 * @throws LineLost when the meter agrees on a window of one, whatever the rig says
 */
export function sharesFlagInWindow(client: DlmsClient): Promise<readonly LinkExchange[]> {
  return byFrames(client, async (frames) => {
    const windows = { windowTransmit: LARGEST_WINDOW, windowReceive: LARGEST_WINDOW };
    const before: LinkExchange = { what: 'SNRM', heard: await frames.connect(windows), allowed: CONFIRMED };
    if (frames.link === undefined) return [before];
    if (frames.link.parameters.windowTransmit < 2) throw new LineLost('HDLC: the meter agreed on a window of one');
    const octets = joinFrames(twoFrames(commandOf(client.aarq({ without: ['callingAeQualifier'] })), frames));
    const what = 'two I frames with one flag between them';
    const pair: LinkExchange = { what, heard: await frames.exchange(octets), allowed: ACKNOWLEDGED, nr: 2 };
    client.association.linkDown();
    return [before, pair, await disconnecting('DISC', frames, CONFIRMED)];
  });
}

function twoFrames(message: Uint8Array, frames: FrameDialogue): readonly Uint8Array[] {
  const half = message.length >>> 1;
  const ns = numberAfter(0);
  return [
    frames.i(message.subarray(0, half), { ns: 0, pf: false, segmented: true }),
    frames.i(message.subarray(half), { ns, pf: true }),
  ];
}

/** The last address bit that tells stations apart without making a reserved address of an individual one. */
const NEIGHBOUR_BITS = [0x04, 0x08] as const;
const RESERVED = [0x00, 0x7e, 0x7f];

/** RR for another station, which must not answer it: it is not polled. */
function foreignFrame(frames: FrameDialogue): Uint8Array {
  const rr = frames.rr({ nr: 0, pf: false });
  const { destination } = decodeFrame(rr);
  const last = destination.length - 1;
  const octet = destination[last] ?? 1;
  const bit = NEIGHBOUR_BITS.find((candidate) => !RESERVED.includes((octet ^ candidate) >>> 1)) ?? NEIGHBOUR_BITS[0];
  const foreign = destination.slice();
  foreign[last] = octet ^ bit;
  return corrupt(rr).destination(foreign);
}
