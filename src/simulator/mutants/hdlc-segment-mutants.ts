import { concat } from '#dlms/codec/hex';
import { encodeLlc, LLC_COMMAND, LLC_RESPONSE, type LlcHeader, withLlc } from '#dlms/link/hdlc/llc';
import { cutIntoSegments, type Segment } from '#dlms/link/hdlc/segmentation';
import { MODULUS } from '#dlms/link/hdlc/send-window';
import type { Mutant } from './mutant';
import { controlling, disconnectsInstead, sending } from './sent-frames';

const HEADER = encodeLlc(LLC_RESPONSE);
const BROADCAST_LSAP = 0xff;
const LAST_NUMBER = MODULUS - 1;

function segments(apdu: Uint8Array, longest: number): readonly Segment[] {
  return headedBy(LLC_RESPONSE)(apdu, longest);
}

function headedBy(header: LlcHeader) {
  return (apdu: Uint8Array, longest: number) => cutIntoSegments(withLlc(header, apdu), longest);
}

/** Segments, windows and LLC headers: HDL-23 to 25, 32, 33, 38 and 39. */
export const hdlcSegmentMutants: readonly Mutant[] = [
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
      sentOctets: disconnectsInstead,
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
];
