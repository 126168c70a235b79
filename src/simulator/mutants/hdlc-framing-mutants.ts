import { concat } from '#dlms/codec/hex';
import { corrupt } from '#dlms/link/hdlc/edit';
import { encodeFrame, FLAG, type HdlcFrame } from '#dlms/link/hdlc/frame';
import type { DropReason } from '#dlms/link/hdlc/frame-reader';
import type { Mutant } from './mutant';

type Kind = HdlcFrame['control']['kind'];

const CHECK = 2;
const LAST_BIT = 15;
/** Octets of information that make a frame long. */
const LONG = 100;
/** Format, destination in two octets, source, control. */
const HEADER_WITH_SHORT_ADDRESSES = 6;

function sending(kinds: readonly Kind[], edit: (octets: Uint8Array, frame: HdlcFrame) => Uint8Array) {
  return (octets: Uint8Array, frame: HdlcFrame) => (kinds.includes(frame.control.kind) ? edit(octets, frame) : octets);
}

/** A receiver that looks for the closing flag from an octet of the frame on and not by the length field. */
function endingAtFlagFrom(first: number, announced: number, held: Uint8Array, from: number, to: number): number {
  const found = held.subarray(0, to).indexOf(FLAG, from + first);
  return found < 0 ? announced : Math.min(found - from, announced);
}

/** Octets between the flags as they arrived, and not as the length field has them. */
function arrivedLength(announced: number, held: Uint8Array, from: number, to: number): number {
  return held[to - 1] === FLAG && to - 1 > from ? to - 1 - from : announced;
}

/** The octets of FCS in the wrong order. */
function withSwappedCheck(octets: Uint8Array): Uint8Array {
  const at = octets.length - 1 - CHECK;
  const [low = 0, high = 0] = octets.subarray(at, at + CHECK);
  return concat(octets.subarray(0, at), Uint8Array.of(high, low, FLAG));
}

/** The last bit of HCS wrong, and FCS right over it. */
function withWrongHeaderCheck(octets: Uint8Array, { information }: HdlcFrame): Uint8Array {
  return information.length === 0 ? octets : corrupt(octets).hcs(LAST_BIT);
}

function withEmptyInformation(octets: Uint8Array, { information }: HdlcFrame): Uint8Array {
  return information.length === 0 ? corrupt(octets).emptyInformation() : octets;
}

function asDisconnected({ destination, source }: HdlcFrame): Uint8Array {
  const control = { kind: 'DM', pf: true } as const;
  return encodeFrame({ destination, source, control, segmented: false, information: new Uint8Array(0) });
}

const SHORT_FRAME: readonly DropReason[] = ['length-field', 'header', 'address', 'silence'];

/** Frames of the client and of the meter: HDL-09 to 21. */
export const hdlcFramingMutants: readonly Mutant[] = [
  {
    id: 'NC-001',
    violates: ['HDL-21'],
    fault: 'sends check sequences in another order of their octets',
    policy: { sentOctets: withSwappedCheck },
  },
  {
    id: 'NC-002',
    violates: ['HDL-20'],
    fault: 'accepts and executes a frame with a wrong FCS',
    policy: { acceptsFrameCheck: () => true },
  },
  {
    id: 'NC-004',
    violates: ['HDL-13'],
    fault: 'ends a frame at the first flag in it',
    policy: { frameLength: (announced, held, from, to) => endingAtFlagFrom(CHECK, announced, held, from, to) },
  },
  {
    id: 'NC-012',
    violates: ['HDL-12'],
    fault: 'takes two flags in a row for a frame without octets and waits for another opening flag',
    policy: { opensAfterFillFlag: () => false },
  },
  {
    id: 'M-HDL-09-timing',
    violates: ['HDL-09'],
    fault: 'begins a frame with the first octet after silence, whatever that is',
    policy: { needsOpeningFlag: () => false },
  },
  {
    id: 'M-HDL-10-timing',
    violates: ['HDL-10'],
    fault: 'ends a frame with silence, whether its closing flag has come or not',
    policy: { afterInterOctetTimeout: () => 'serves' },
  },
  {
    id: 'M-HDL-10-waits',
    violates: ['HDL-10'],
    fault: 'waits for ever for the closing flag, and takes the next opening flag for it',
    policy: { interOctetMs: () => undefined },
  },
  {
    id: 'M-HDL-11-timing',
    violates: ['HDL-11'],
    fault: 'delimits frames by silence and not by flags',
    policy: { needsOpeningFlag: () => false, afterInterOctetTimeout: () => 'serves' },
  },
  {
    id: 'M-HDL-12-shared',
    violates: ['HDL-12'],
    fault: 'wants an opening flag for each frame',
    policy: { sharesClosingFlag: () => false },
  },
  {
    id: 'M-HDL-12-window',
    violates: ['HDL-12'],
    fault: 'takes only the first frame of a window',
    policy: { takesFurtherOfWindow: (index) => index < 1 },
  },
  {
    id: 'M-HDL-13-check',
    violates: ['HDL-13'],
    fault: 'ends a frame where two flags come together, though one is its check',
    policy: {
      frameLength: (announced, held, from, to) => {
        const isDouble = held[from + announced - 1] === FLAG && to > from + announced;
        return isDouble ? announced - 1 : announced;
      },
    },
  },
  {
    id: 'M-HDL-13-header',
    violates: ['HDL-13'],
    fault: 'looks for the closing flag from the check of the header on',
    policy: {
      frameLength: (announced, held, from, to) =>
        endingAtFlagFrom(
          HEADER_WITH_SHORT_ADDRESSES,
          announced,
          held,
          from,
          Math.min(to, from + HEADER_WITH_SHORT_ADDRESSES + CHECK),
        ),
    },
  },
  {
    id: 'M-HDL-14-answers',
    violates: ['HDL-14'],
    fault: 'answers a frame that is too short with DM',
    policy: { onUnreadable: (reason) => (SHORT_FRAME.includes(reason) ? 'DM' : 'silence') },
  },
  {
    id: 'M-HDL-14-stalls',
    violates: ['HDL-14'],
    fault: 'hangs in a frame that is shorter than its header',
    policy: { onUnreadable: (reason) => (reason === 'length-field' ? 'stalls' : 'silence') },
  },
  {
    id: 'M-HDL-15-any',
    violates: ['HDL-15'],
    fault: 'does not look at the format type',
    policy: { acceptsFormatType: () => true },
  },
  {
    id: 'M-HDL-15-bit',
    violates: ['HDL-15'],
    fault: 'knows frames by the first bit of their format type',
    policy: { acceptsFormatType: (type) => type >= 0b1000 },
  },
  {
    id: 'M-HDL-15-neighbour',
    violates: ['HDL-15'],
    fault: 'takes the last bit of the format type for a part of something else',
    policy: { acceptsFormatType: (type) => type >>> 1 === 0b101 },
  },
  {
    id: 'M-HDL-16-flags',
    violates: ['HDL-16'],
    fault: 'takes a frame for as long as its flags are apart where less than the announced length comes',
    policy: {
      frameLength: (announced, held, from, to) => Math.min(announced, arrivedLength(announced, held, from, to)),
    },
  },
  {
    id: 'M-HDL-16-answers',
    violates: ['HDL-16'],
    fault: 'says DM when the rest of a frame does not come',
    policy: { onUnreadable: (reason) => (reason === 'silence' ? 'DM' : 'silence') },
  },
  {
    id: 'M-HDL-17-flags',
    violates: ['HDL-17'],
    fault: 'takes a frame for as long as its flags are apart where more than the announced length comes',
    policy: {
      frameLength: (announced, held, from, to) => Math.max(announced, arrivedLength(announced, held, from, to)),
    },
  },
  {
    id: 'M-HDL-17-answers',
    violates: ['HDL-17'],
    fault: 'answers DM to a frame that does not end where it says',
    policy: { onUnreadable: (reason) => (reason === 'not-bounded' ? 'DM' : 'silence') },
  },
  {
    id: 'M-HDL-18-stuck',
    violates: ['HDL-18'],
    fault: 'does not recover from a rejected frame by SNRM',
    policy: { recoversBySnrm: () => false },
  },
  {
    id: 'M-HDL-18-disconnected',
    violates: ['HDL-18'],
    fault: 'answers a command that it does not know with DM',
    policy: { sentOctets: sending(['FRMR'], (_, frame) => asDisconnected(frame)) },
  },
  {
    id: 'M-HDL-18-not-final',
    violates: ['HDL-18'],
    fault: 'sends FRMR without F bit',
    policy: {
      sentOctets: sending(['FRMR'], (_, frame) => encodeFrame({ ...frame, control: { kind: 'FRMR', pf: false } })),
    },
  },
  {
    id: 'M-HDL-19-unchecked',
    violates: ['HDL-19'],
    fault: 'does not check HCS, for FCS covers it',
    policy: { acceptsHeaderCheck: () => true },
  },
  {
    id: 'M-HDL-19-answers',
    violates: ['HDL-19'],
    fault: 'answers a frame with a wrong HCS with DM',
    policy: { onUnreadable: (reason) => (reason === 'hcs' ? 'DM' : 'silence') },
  },
  {
    id: 'M-HDL-20-answers',
    violates: ['HDL-20'],
    fault: 'answers a frame with a wrong FCS with DM',
    policy: { onUnreadable: (reason) => (reason === 'fcs' ? 'DM' : 'silence') },
  },
  {
    id: 'M-HDL-20-stalls',
    violates: ['HDL-20'],
    fault: 'is deaf after a frame with a wrong FCS',
    policy: { onUnreadable: (reason) => (reason === 'fcs' ? 'stalls' : 'silence') },
  },
  {
    id: 'M-HDL-21-header',
    violates: ['HDL-21'],
    fault: 'has HCS wrong in its I frames',
    policy: { sentOctets: sending(['I'], withWrongHeaderCheck) },
  },
  {
    id: 'M-HDL-21-empty',
    violates: ['HDL-21'],
    fault: 'sends HCS in frames without information',
    policy: { sentOctets: withEmptyInformation },
  },
  {
    id: 'M-HDL-21-opening',
    violates: ['HDL-21'],
    fault: 'sends RR without its opening flag',
    policy: { sentOctets: sending(['RR'], (octets) => octets.subarray(1)) },
  },
  {
    id: 'M-HDL-21-closing',
    violates: ['HDL-21'],
    fault: 'sends DM without its closing flag',
    policy: { sentOctets: sending(['DM'], (octets) => octets.subarray(0, -1)) },
  },
  {
    id: 'M-HDL-21-length',
    violates: ['HDL-21'],
    fault: 'announces one octet less than it sends in long frames',
    policy: {
      sentOctets: (octets, { information }) => (information.length > LONG ? corrupt(octets).lengthOffBy(-1) : octets),
    },
  },
  {
    id: 'M-HDL-21-noise',
    violates: ['HDL-21'],
    fault: 'sends an octet before each I frame, as a driver that is switched on too early',
    policy: { sentOctets: sending(['I'], (octets) => concat(Uint8Array.of(0), octets)) },
  },
];
