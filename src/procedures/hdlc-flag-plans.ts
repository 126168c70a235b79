import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { encodeInvokeIdAndPriority } from '#dlms/apdu/invoke-id';
import { FLAG } from '#dlms/link/hdlc/frame';
import { numberAfter } from '#dlms/link/hdlc/send-window';
import { CURRENT_ASSOCIATION, LOGICAL_DEVICE_NAME } from './health';

/** A read that is chosen for an octet in its frames. */
export interface FlagPlan {
  readonly what: string;
  readonly get: FlaggedGet;
  /** octets of the message in the first of two frames; one frame when left out */
  readonly cutAt?: number;
}

export interface FlaggedGet {
  readonly attribute: AttributeDescriptor;
  /** whether such an object is there */
  readonly exists: boolean;
  readonly invokeIdAndPriority: number;
}

const INVOKE_IDS = Array.from({ length: 16 }, (_, id) => id);
const NAME_OCTETS = Array.from({ length: 0x100 }, (_, octet) => octet);
/** Indices from the end of a frame. */
const FCS_OCTETS = [
  { what: 'the first octet of FCS', index: -3 },
  { what: 'the second octet of FCS', index: -2 },
] as const;
/** Octets of FCS and closing flag. */
const BEHIND_INFORMATION = 3;
const CHECK = 2;
/** Steps in which only reads in one frame are tried: as many as there are numbers. */
const STEPS_IN_ONE_FRAME = 8;

export function encodeFlaggedGet({ attribute, invokeIdAndPriority }: FlaggedGet): Uint8Array {
  return encodeApdu({ kind: 'get-request', choice: 'normal', invokeIdAndPriority, attribute });
}

export function inInformation(): FlagPlan {
  return { what: 'a read with flags in its object name', get: getOf(missing(126, 126), 1, false) };
}

/** For either octet a read of something that is there, where such a one can be found, and one of something that is not. */
export function inFrameCheck(frames: FrameDialogue): readonly FlagPlan[] {
  return FCS_OCTETS.flatMap(({ what, index }) =>
    [readable(), missingOnes()].flatMap((gets) => {
      const get = gets.find((candidate) => frames.i(messageOf(candidate)).at(index) === FLAG);
      return get === undefined ? [] : [{ what: `a read with a flag as ${what}`, get }];
    }),
  );
}

/** With the numbers as they stand; undefined where no read has it. */
export function inHeaderCheck(frames: FrameDialogue, step: number): FlagPlan | undefined {
  const what = 'a read with a flag in HCS';
  const get = getOf(LOGICAL_DEVICE_NAME, 0, true);
  const message = messageOf(get);
  if (hasFlag(frames.i(message), message.length)) return { what, get };
  const cutAt = step < STEPS_IN_ONE_FRAME ? undefined : cutWithFlag(message, frames);
  return cutAt === undefined ? undefined : { what: `${what} of one of its two frames`, get, cutAt };
}

/** Moves both numbers on by one; after eight of these ours alone once more, so that every pair of them comes by. */
export function passingBy(step: number): FlagPlan {
  const get = getOf(LOGICAL_DEVICE_NAME, step % INVOKE_IDS.length, true);
  if (step % STEPS_IN_ONE_FRAME < STEPS_IN_ONE_FRAME - 1) return { what: 'a read', get };
  return { what: 'a read in two frames', get, cutAt: messageOf(get).length >>> 1 };
}

function cutWithFlag(message: Uint8Array, frames: FrameDialogue): number | undefined {
  const cuts = Array.from({ length: message.length - 1 }, (_, i) => i + 1);
  const ns = numberAfter(frames.numbers.vs);
  return cuts.find((at) => {
    const first = frames.i(message.subarray(0, at), { segmented: true });
    const second = frames.i(message.subarray(at), { ns });
    return hasFlag(first, at) || hasFlag(second, message.length - at);
  });
}

function hasFlag(frame: Uint8Array, informationLength: number): boolean {
  const end = frame.length - BEHIND_INFORMATION - informationLength;
  return frame.subarray(end - CHECK, end).includes(FLAG);
}

function readable(): readonly FlaggedGet[] {
  return [LOGICAL_DEVICE_NAME, CURRENT_ASSOCIATION].flatMap((attribute) =>
    INVOKE_IDS.map((id) => getOf(attribute, id, true)),
  );
}

function missingOnes(): readonly FlaggedGet[] {
  return NAME_OCTETS.flatMap((octet) => INVOKE_IDS.map((id) => getOf(missing(125, octet), id, false)));
}

function messageOf(get: FlaggedGet): Uint8Array {
  return commandOf(encodeFlaggedGet(get));
}

function getOf(attribute: AttributeDescriptor, id: number, exists: boolean): FlaggedGet {
  const invokeIdAndPriority = encodeInvokeIdAndPriority({ id, confirmed: true, highPriority: true });
  return { attribute, exists, invokeIdAndPriority };
}

/** A name that no standard gives and no manufacturer needs (BB 6). */
function missing(c: number, e: number): AttributeDescriptor {
  return { classId: 1, logicalName: `1-0:${c}.125.${e}.125`, attributeId: 2 };
}
