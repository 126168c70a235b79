import { concat } from '#dlms/codec/hex';
import { corrupt } from '#dlms/link/hdlc/edit';
import { encodeFrame, type HdlcFrame } from '#dlms/link/hdlc/frame';
import {
  decodeParameters,
  type LinkParameters,
  negotiated,
  type ParameterField,
} from '#dlms/link/hdlc/negotiation-parameters';
import { numberAfter } from '#dlms/link/hdlc/send-window';
import type { Mutant } from './mutant';

type Kind = HdlcFrame['control']['kind'];

const STALE = Uint8Array.of(0xe6, 0xe7, 0x00);
const DEFAULT_LENGTH = 128;
const LLC_LENGTH = 3;
const UNKNOWN_PARAMETER = Uint8Array.of(0x0a, 1, 1);

/** Frames of these kinds go out as told, all others as they are. */
function sending(kinds: readonly Kind[], edit: (octets: Uint8Array, frame: HdlcFrame) => Uint8Array) {
  return (octets: Uint8Array, frame: HdlcFrame) => (kinds.includes(frame.control.kind) ? edit(octets, frame) : octets);
}

function withNextNumber(octets: Uint8Array, frame: HdlcFrame): Uint8Array {
  const { control } = frame;
  return control.kind === 'RR'
    ? encodeFrame({ ...frame, control: { ...control, nr: numberAfter(control.nr) } })
    : octets;
}

/** An SNRM whose lengths all have as many octets, or else a list that is broken. */
function onlyLengthsIn(octets: number): (information: Uint8Array) => ParameterField {
  return (information) => {
    const [, , , id, length] = information;
    const isLength = id === 0x05 || id === 0x06;
    return decodeParameters(isLength && length !== octets ? information.subarray(0, 1) : information);
  };
}

function namingMore(octets: Uint8Array, { information }: HdlcFrame): Uint8Array {
  const longer = concat(information, UNKNOWN_PARAMETER);
  longer[2] = (information[2] ?? 0) + UNKNOWN_PARAMETER.length;
  return information.length === 0 ? octets : corrupt(octets).information(longer);
}

function largerOf(one: LinkParameters, other: LinkParameters): LinkParameters {
  return { ...one, maxInfoTransmit: Math.max(one.maxInfoTransmit, other.maxInfoTransmit) };
}

/** The link and what is agreed on for it: HDL-01 to 08, HDL-22. */
export const hdlcConnectionMutants: readonly Mutant[] = [
  {
    id: 'NC-006',
    violates: ['HDL-22'],
    fault: 'sends information fields longer than negotiated',
    policy: { informationLength: () => DEFAULT_LENGTH },
  },
  {
    id: 'NC-007',
    violates: ['HDL-02'],
    fault: 'confirms larger parameters than proposed',
    policy: { negotiates: (_, limits) => limits },
  },
  {
    id: 'NC-008',
    violates: ['HDL-04'],
    fault: 'refuses SNRM without parameters',
    policy: { acceptsBareSnrm: () => false },
  },
  {
    id: 'NC-019',
    violates: ['HDL-01', 'REL-05'],
    fault: 'sends stale octets behind what ends a link',
    policy: {
      sentOctets: sending(['UA', 'DM'], (octets, { information }) =>
        information.length > 0 ? octets : concat(octets, STALE),
      ),
    },
  },
  {
    id: 'M-HDL-01-always-connected',
    violates: ['HDL-01'],
    fault: 'confirms DISC while disconnected',
    policy: { answersDisc: () => 'UA' },
  },
  {
    id: 'M-HDL-01-never-connected',
    violates: ['HDL-01'],
    fault: 'answers every DISC with DM',
    policy: { answersDisc: () => 'DM' },
  },
  {
    id: 'M-HDL-01-not-final',
    violates: ['HDL-01'],
    fault: 'sets no F bit',
    policy: { finalBit: () => false },
  },
  {
    id: 'M-HDL-01-number',
    violates: ['HDL-01'],
    fault: 'acknowledges a frame that nobody has sent',
    policy: { sentOctets: sending(['RR'], withNextNumber) },
  },
  {
    id: 'M-HDL-01-twice',
    violates: ['HDL-01'],
    fault: 'sends UA twice',
    policy: { sentOctets: sending(['UA'], (octets) => concat(octets, octets)) },
  },
  {
    id: 'M-HDL-01-octet',
    violates: ['HDL-01'],
    fault: 'sends an octet behind RR, as a driver that is switched off too late',
    policy: { sentOctets: sending(['RR'], (octets) => concat(octets, Uint8Array.of(0xff))) },
  },
  {
    id: 'M-HDL-01-addressee',
    violates: ['HDL-01'],
    fault: 'answers DISC to another client',
    policy: {
      sentOctets: sending(['DM'], (octets, { destination }) =>
        corrupt(octets).destination(destination.map((octet) => octet ^ 0x04)),
      ),
    },
  },
  {
    id: 'M-HDL-01-deaf',
    violates: ['HDL-01'],
    fault: 'does not answer RR when it has nothing to send',
    policy: { sentOctets: sending(['RR'], () => new Uint8Array(0)) },
  },
  {
    id: 'M-HDL-02-unnamed',
    violates: ['HDL-02'],
    fault: 'names no parameter in UA, whatever was agreed',
    policy: { announces: () => ({}) },
  },
  {
    id: 'M-HDL-02-crossed',
    violates: ['HDL-02'],
    fault: 'takes what the client sends for what it receives',
    policy: {
      negotiates: ({ maxInfoTransmit = 128, maxInfoReceive = 128, ...windows }, limits) =>
        negotiated({ ...windows, maxInfoTransmit: maxInfoReceive, maxInfoReceive: maxInfoTransmit }, limits),
    },
  },
  {
    id: 'M-HDL-02-default',
    violates: ['HDL-02'],
    fault: 'knows information fields of 128 octets and no shorter ones',
    policy: {
      announces: (result) => ({ ...result, maxInfoTransmit: Math.max(result.maxInfoTransmit, DEFAULT_LENGTH) }),
    },
  },
  {
    id: 'M-HDL-02-zero',
    violates: ['HDL-02'],
    fault: 'says in UA that it receives nothing',
    policy: { announces: (result) => ({ ...result, maxInfoReceive: 0 }) },
  },
  {
    id: 'M-HDL-02-tiny',
    violates: ['HDL-02'],
    fault: 'confirms fewer octets than the standard has',
    policy: { announces: (result) => ({ ...result, maxInfoReceive: 31 }) },
  },
  {
    id: 'M-HDL-03-largest',
    violates: ['HDL-03'],
    fault: 'names its own window in UA, whatever was proposed',
    policy: { announces: (result) => ({ ...result, windowReceive: 7 }) },
  },
  {
    id: 'M-HDL-03-neighbour',
    violates: ['HDL-03'],
    fault: 'says in UA that it sends one frame more than was agreed',
    policy: { announces: (result) => ({ ...result, windowTransmit: result.windowTransmit + 1 }) },
  },
  {
    id: 'M-HDL-04-own-limits',
    violates: ['HDL-04'],
    fault: 'takes its own limits where nothing is proposed',
    policy: {
      negotiates: (proposal, limits) => (Object.keys(proposal).length === 0 ? limits : negotiated(proposal, limits)),
    },
  },
  {
    id: 'M-HDL-04-window',
    violates: ['HDL-04'],
    fault: 'sends two frames at once, whatever was agreed',
    policy: { sendWindow: (window) => Math.max(window, 2) },
  },
  {
    id: 'M-HDL-04-field',
    violates: ['HDL-04'],
    fault: 'counts the default information field without its LLC header',
    policy: { informationLength: (length) => (length === DEFAULT_LENGTH ? length + LLC_LENGTH : length) },
  },
  {
    id: 'M-HDL-05-one-octet',
    violates: ['HDL-05'],
    fault: 'reads lengths of two octets only',
    policy: { readsParameters: onlyLengthsIn(2) },
  },
  {
    id: 'M-HDL-05-two-octets',
    violates: ['HDL-05'],
    fault: 'reads lengths of one octet only, as the first version of its setup object had them',
    policy: { readsParameters: onlyLengthsIn(1) },
  },
  {
    id: 'M-HDL-06-silent',
    violates: ['HDL-06'],
    fault: 'refuses SNRM without a word',
    policy: { answersRefusedSnrm: () => 'silence' },
  },
  {
    id: 'M-HDL-06-connected',
    violates: ['HDL-06', 'HDL-07'],
    fault: 'is connected though it has refused',
    policy: { linkAfterRefusal: () => 'up' },
  },
  {
    id: 'M-HDL-06-echoes',
    violates: ['HDL-06'],
    fault: 'confirms a parameter that it cannot know',
    policy: { acceptsParameterFault: () => true, sentOctets: sending(['UA'], namingMore) },
  },
  {
    id: 'M-HDL-06-forgets',
    violates: ['HDL-06'],
    fault: 'forgets what it knows of a list when it finds something unknown in it',
    policy: {
      readsParameters: (information) => {
        const field = decodeParameters(information);
        return field.unknown.length > 0 ? { parameters: {}, unknown: [] } : field;
      },
    },
  },
  {
    id: 'M-HDL-07-rejects',
    violates: ['HDL-07'],
    fault: 'answers a list that it cannot read as if it were connected',
    policy: {
      sentOctets: sending(['DM'], (_, frame) =>
        encodeFrame({ ...frame, control: { kind: 'RR', nr: 0, pf: frame.control.pf } }),
      ),
    },
  },
  {
    id: 'M-HDL-08-ignores',
    violates: ['HDL-08'],
    fault: 'ignores SNRM while connected',
    policy: { onSecondSnrm: () => 'ignored' },
  },
  {
    id: 'M-HDL-08-refuses',
    violates: ['HDL-08'],
    fault: 'refuses SNRM while connected',
    policy: { onSecondSnrm: () => 'refused' },
  },
  {
    id: 'M-HDL-08-numbers',
    violates: ['HDL-08'],
    fault: 'confirms SNRM while connected and goes on with its numbers',
    policy: { onSecondSnrm: () => 'confirmed-only' },
  },
  {
    id: 'M-HDL-08-association',
    violates: ['HDL-08'],
    fault: 'keeps the association when its link is connected again',
    policy: { endsAssociationWithLink: (cause) => cause !== 'SNRM' },
  },
  {
    id: 'M-HDL-22-llc',
    violates: ['HDL-22'],
    fault: 'counts information fields without their LLC header',
    policy: { informationLength: (length) => length + LLC_LENGTH },
  },
  {
    id: 'M-HDL-22-announced',
    violates: ['HDL-22'],
    fault: 'says in UA that it sends more than was proposed',
    policy: { announces: (result) => largerOf(result, { ...result, maxInfoTransmit: 64 }) },
  },
];
