import { concat } from '#dlms/codec/hex';
import type { ControlField } from '#dlms/link/hdlc/control';
import { encodeFrame, type HdlcFrame } from '#dlms/link/hdlc/frame';
import { encodeLlc, LLC_COMMAND, LLC_RESPONSE, type LlcHeader, withLlc } from '#dlms/link/hdlc/llc';
import { cutIntoSegments, type Segment } from '#dlms/link/hdlc/segmentation';
import { MODULUS, numberAfter } from '#dlms/link/hdlc/send-window';
import type { Mutant } from './mutant';

const HEADER = encodeLlc(LLC_RESPONSE);
const BROADCAST_LSAP = 0xff;
const LAST_NUMBER = MODULUS - 1;
/** Until a client that is quick has asked again. */
const MOMENT_MS = 15;

/** Frames whose control field is to be another one, or that are to change otherwise; all others go out as they are. */
function sending(edit: (frame: HdlcFrame) => HdlcFrame | undefined) {
  return (octets: Uint8Array, frame: HdlcFrame): Uint8Array => {
    const edited = edit(frame);
    return edited === undefined ? octets : encodeFrame(edited);
  };
}

function controlling(edit: (control: ControlField) => ControlField) {
  return sending((frame) => ({ ...frame, control: edit(frame.control) }));
}

function segments(apdu: Uint8Array, longest: number): readonly Segment[] {
  return cutIntoSegments(withLlc(LLC_RESPONSE, apdu), longest);
}

function headedBy(header: LlcHeader) {
  return (apdu: Uint8Array, longest: number) => cutIntoSegments(withLlc(header, apdu), longest);
}

/** Segmentation, numbers, windows, LLC headers: HDL-23 to 34, 38, 39 and 42. */
export const hdlcTransferMutants: readonly Mutant[] = [
  {
    id: 'NC-005',
    violates: ['HDL-26'],
    fault: 'processes information fields that are longer than agreed',
    policy: { acceptsInformationLength: () => true },
  },
  {
    id: 'NC-009',
    violates: ['HDL-32'],
    fault: 'agrees on windows and takes one frame of each',
    policy: { takesFurtherOfWindow: (index) => index < 1 },
  },
  {
    id: 'NC-011',
    violates: ['HDL-24'],
    fault: 'repeats the LLC header in every segment',
    policy: {
      segmentsOf: (apdu, longest) =>
        cutIntoSegments(apdu, longest - HEADER.length).map(({ information, more }) => ({
          information: concat(HEADER, information),
          more,
        })),
    },
  },
  {
    id: 'NC-013',
    violates: ['HDL-29', 'ACT-12'],
    fault: 'executes a repeated I frame twice',
    policy: { acceptsSendNumber: ({ ns, expected }) => ns === expected || numberAfter(ns) === expected },
  },
  {
    id: 'NC-015',
    violates: ['HDL-27'],
    fault: 'ignores a wrong N(R)',
    policy: { acceptsReceiveNumber: () => true },
  },
  {
    id: 'M-HDL-23-number',
    violates: ['HDL-23'],
    fault: 'acknowledges by the number of the last segment in place of the next',
    policy: {
      sentOctets: controlling((control) =>
        control.kind === 'RR' ? { ...control, nr: (control.nr + LAST_NUMBER) % MODULUS } : control,
      ),
    },
  },
  {
    id: 'M-HDL-23-busy',
    violates: ['HDL-23'],
    fault: 'is busy after every segment',
    policy: { sentOctets: controlling((control) => (control.kind === 'RR' ? { ...control, kind: 'RNR' } : control)) },
  },
  {
    id: 'M-HDL-24-headless',
    violates: ['HDL-24', 'HDL-39'],
    fault: 'leaves the LLC header out of replies that it has to cut',
    policy: {
      segmentsOf: (apdu, longest) =>
        apdu.length + HEADER.length > longest ? cutIntoSegments(apdu, longest) : segments(apdu, longest),
    },
  },
  {
    id: 'M-HDL-24-unmarked',
    violates: ['HDL-24'],
    fault: 'does not say that more is to come in the last segment but one',
    policy: {
      segmentsOf: (apdu, longest) => {
        const all = segments(apdu, longest);
        return all.map((segment, at) => (at === all.length - 2 ? { ...segment, more: false } : segment));
      },
    },
  },
  {
    id: 'M-HDL-24-endless',
    violates: ['HDL-24'],
    fault: 'says in the last segment, too, that more is to come',
    policy: {
      segmentsOf: (apdu, longest) => {
        const all = segments(apdu, longest);
        return all.length > 1 ? all.map((segment) => ({ ...segment, more: true })) : all;
      },
    },
  },
  {
    id: 'M-HDL-24-window',
    violates: ['HDL-24'],
    fault: 'sends two segments where one was agreed',
    policy: { sendWindow: (negotiated) => Math.max(2, negotiated) },
  },
  {
    id: 'M-HDL-24-number',
    violates: ['HDL-24'],
    fault: 'begins N(S) anew after six',
    policy: {
      sentOctets: controlling((control) =>
        control.kind === 'I' && control.ns === LAST_NUMBER ? { ...control, ns: 0 } : control,
      ),
    },
  },
  {
    id: 'M-HDL-25-keeps',
    violates: ['HDL-25'],
    fault: 'keeps half a message over SNRM',
    policy: { dropsSegmentsOnSnrm: () => false },
  },
  {
    id: 'M-HDL-26-one',
    violates: ['HDL-26'],
    fault: 'takes one octet more than agreed',
    policy: { acceptsInformationLength: ({ length, limit }) => length <= limit + 1 },
  },
  {
    id: 'M-HDL-26-stuck',
    violates: ['HDL-26', 'HDL-27'],
    fault: 'never recovers from a frame that it has rejected',
    policy: { recoversBySnrm: () => false },
  },
  {
    id: 'M-HDL-26-disconnected',
    violates: ['HDL-26'],
    fault: 'says that it is disconnected where it should reject',
    policy: {
      sentOctets: sending((frame) =>
        frame.control.kind === 'FRMR'
          ? { ...frame, control: { kind: 'DM', pf: true }, information: new Uint8Array(0) }
          : undefined,
      ),
    },
  },
  {
    id: 'M-HDL-27-near',
    violates: ['HDL-27'],
    fault: 'believes an N(R) as long as it is not far off',
    policy: { acceptsReceiveNumber: ({ nr, isValid }) => isValid || nr < MODULUS / 2 },
  },
  {
    id: 'M-HDL-27-not-final',
    violates: ['HDL-27'],
    fault: 'rejects without F',
    policy: {
      sentOctets: controlling((control) => (control.kind === 'FRMR' ? { ...control, pf: false } : control)),
    },
  },
  {
    id: 'M-HDL-28-ahead',
    violates: ['HDL-28'],
    fault: 'serves a frame that is one ahead',
    policy: { acceptsSendNumber: ({ ns, expected }) => ns === expected || ns === numberAfter(expected) },
  },
  {
    id: 'M-HDL-28-silent',
    violates: ['HDL-28', 'HDL-29'],
    fault: 'does not answer a frame out of turn',
    policy: { answersBadSendNumber: () => 'silence' },
  },
  {
    id: 'M-HDL-28-counts',
    violates: ['HDL-28'],
    fault: 'acknowledges the frame that is missing',
    policy: {
      sentOctets: controlling((control) =>
        control.kind === 'RR' ? { ...control, nr: numberAfter(control.nr) } : control,
      ),
    },
  },
  {
    id: 'M-HDL-30-gone',
    violates: ['HDL-30'],
    fault: 'sends no frame a second time',
    policy: { repeatsUnacknowledged: () => false },
  },
  {
    id: 'M-HDL-30-renumbered',
    violates: ['HDL-30'],
    fault: 'repeats a reply under the next number',
    policy: { sentOctets: renumbersRepetitions() },
  },
  {
    id: 'M-HDL-31-receives',
    violates: ['HDL-31'],
    fault: 'counts received frames from 1 again after 7',
    policy: { receiveNumberAfter: (ns) => (ns === LAST_NUMBER ? 1 : numberAfter(ns)) },
  },
  {
    id: 'M-HDL-31-sends',
    violates: ['HDL-31'],
    fault: 'numbers the frame after 7 as 7 again',
    policy: { sentOctets: wrapsLate() },
  },
  {
    id: 'M-HDL-32-surplus',
    violates: ['HDL-32'],
    fault: 'sends one frame more than the window has room for',
    policy: { sendWindow: (negotiated) => negotiated + 1 },
  },
  {
    id: 'M-HDL-32-final',
    violates: ['HDL-32'],
    fault: 'sets F in every frame of a window',
    policy: { finalBit: () => true },
  },
  {
    id: 'M-HDL-32-not-final',
    violates: ['HDL-32', 'HDL-34'],
    fault: 'does not say which frame is the last of its window',
    policy: { sentOctets: controlling((control) => (control.kind === 'I' ? { ...control, pf: false } : control)) },
  },
  {
    id: 'M-HDL-32-repeats',
    violates: ['HDL-32'],
    fault: 'numbers all frames of a window alike',
    policy: {
      sentOctets: controlling((control) => (control.kind === 'I' ? { ...control, ns: control.ns & ~1 } : control)),
    },
  },
  {
    id: 'M-HDL-33-goes-on',
    violates: ['HDL-33'],
    fault: 'takes RNR for RR',
    policy: { heldByRnr: () => false },
  },
  {
    id: 'M-HDL-34-unasked',
    violates: ['HDL-34', 'HDL-37'],
    fault: 'answers frames without P',
    policy: { answersWithoutPoll: () => true },
  },
  {
    id: 'M-HDL-34-link',
    violates: ['HDL-34'],
    fault: 'sets no F in UA',
    policy: { sentOctets: controlling((control) => (control.kind === 'UA' ? { ...control, pf: false } : control)) },
  },
  {
    id: 'M-HDL-38-any',
    violates: ['HDL-38'],
    fault: 'does not look at LLC headers',
    policy: { acceptsLlc: () => true },
  },
  {
    id: 'M-HDL-38-source',
    violates: ['HDL-38'],
    fault: 'takes replies for requests',
    policy: { acceptsLlc: (header) => header?.destination === LLC_COMMAND.destination && header.quality === 0 },
  },
  {
    id: 'M-HDL-38-destination',
    violates: ['HDL-38'],
    fault: 'does not look at the destination in LLC headers',
    policy: { acceptsLlc: (header) => header?.source === LLC_COMMAND.source && header.quality === 0 },
  },
  {
    id: 'M-HDL-38-disconnects',
    violates: ['HDL-38'],
    fault: 'is disconnected by a wrong LLC header',
    policy: {
      answersWrongLlc: () => 'FRMR',
      sentOctets: sending((frame) =>
        frame.control.kind === 'FRMR'
          ? { ...frame, control: { kind: 'DM', pf: true }, information: new Uint8Array(0) }
          : undefined,
      ),
    },
  },
  {
    id: 'M-HDL-39-command',
    violates: ['HDL-39'],
    fault: 'puts the header of a command before its replies',
    policy: { segmentsOf: headedBy(LLC_COMMAND) },
  },
  {
    id: 'M-HDL-39-broadcast',
    violates: ['HDL-39'],
    fault: 'addresses its replies to all',
    policy: { segmentsOf: headedBy({ ...LLC_RESPONSE, destination: BROADCAST_LSAP }) },
  },
  {
    id: 'M-HDL-39-acknowledgement',
    violates: ['HDL-39'],
    fault: 'puts an LLC header into RR',
    policy: {
      sentOctets: sending((frame) => (frame.control.kind === 'RR' ? { ...frame, information: HEADER } : undefined)),
    },
  },
  {
    id: 'M-HDL-42-deaf',
    violates: ['HDL-42'],
    fault: 'is deaf for a moment after every eighth reply',
    policy: { deafMs: ({ control }) => (control.kind === 'I' && control.ns === LAST_NUMBER ? MOMENT_MS : 0) },
  },
];

/** An I frame that has been sent goes out under the next number when it is sent once more. */
function renumbersRepetitions() {
  let last = '';
  return controlling((control) => {
    if (control.kind !== 'I') return control;
    const isRepeated = last === `${control.ns} ${control.nr}`;
    last = `${control.ns} ${control.nr}`;
    return isRepeated ? { ...control, ns: numberAfter(control.ns) } : control;
  });
}

/** The ninth I frame of a link, and every eighth from there on. */
function wrapsLate() {
  let sent = 0;
  return controlling((control) => {
    if (control.kind === 'UA') sent = 0;
    if (control.kind !== 'I') return control;
    return ++sent > MODULUS && control.ns === 0 ? { ...control, ns: LAST_NUMBER } : control;
  });
}
