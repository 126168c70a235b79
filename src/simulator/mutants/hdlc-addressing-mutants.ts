import { decodeServerAddress, encodeServerAddress, type ServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import { conforming, type MeterPolicy } from '../policy';
import type { Mutant } from './mutant';

/** Lower address of the meter that mutates. */
const LOWER = 17;
const PUBLIC_CLIENT = Uint8Array.of(0x21);
const RESERVED = (upper: number) => upper >= 2 && upper <= 15;

/** A policy that answers from an address of another length, where it was called by one of `length` octets. */
function answersIn(length: 1 | 2 | 4, answer: (upper: number) => ServerAddress): Partial<MeterPolicy> {
  return {
    answerSource: (destination, own) =>
      destination.length === length ? encodeServerAddress(answer(own.upper)) : destination,
  };
}

/** Addresses in HDLC, and several links on one line. */
export const hdlcAddressingMutants: readonly Mutant[] = [
  {
    id: 'NC-023',
    violates: ['ADR-04'],
    fault: 'answers an address of two octets by one of four',
    policy: answersIn(2, (upper) => serverAddress(4, upper, LOWER)),
  },
  {
    id: 'NC-025',
    violates: ['ADR-01', 'ADR-02', 'ADR-03'],
    fault: 'takes addresses of two octets alone, though it declares others',
    policy: { acceptsAddressLength: ({ length }) => length === 2 },
  },
  {
    id: 'M-ADR-01-longer',
    violates: ['ADR-01'],
    fault: 'answers an address of one octet by one of two',
    policy: answersIn(1, (upper) => serverAddress(2, upper, LOWER)),
  },
  {
    id: 'M-ADR-01-public',
    violates: ['ADR-01', 'ADR-02', 'ADR-03'],
    fault: 'sends every answer to the public client',
    policy: { answerDestination: () => PUBLIC_CLIENT },
  },
  {
    id: 'M-ADR-02-upper',
    violates: ['ADR-02'],
    fault: 'leaves the lower address out of its answers',
    policy: answersIn(2, (upper) => serverAddress(1, upper)),
  },
  {
    id: 'M-ADR-03-shorter',
    violates: ['ADR-03'],
    fault: 'answers an address of four octets by one of two',
    policy: answersIn(4, (upper) => serverAddress(2, upper, LOWER)),
  },
  {
    id: 'M-ADR-03-deaf',
    violates: ['ADR-03'],
    fault: 'leaves four octets unanswered',
    policy: {
      acceptsAddressLength: (address, own) => address.length !== 4 && conforming.acceptsAddressLength(address, own),
    },
  },
  {
    id: 'M-ADR-04-data',
    violates: ['ADR-04'],
    fault: 'sends its I frames from an address of one octet, whatever it was called by',
    policy: {
      sentOctets: (octets, frame) => {
        const { upper } = decodeServerAddress(frame.source) ?? { upper: 1 };
        if (frame.control.kind !== 'I') return octets;
        return encodeFrame({ ...frame, source: encodeServerAddress(serverAddress(1, upper)) });
      },
    },
  },
  {
    id: 'M-ADR-05-upper',
    violates: ['ADR-05'],
    fault: 'takes the upper address alone, though another meter may have it as well',
    policy: {
      acceptsAddressLength: (address, own) => address.length === 1 || conforming.acceptsAddressLength(address, own),
    },
  },
  {
    id: 'M-ADR-06-three',
    violates: ['ADR-06'],
    fault: 'reads the last two octets of an address of three',
    policy: { readsDestination: (octets) => decodeServerAddress(octets.length === 3 ? octets.subarray(1) : octets) },
  },
  {
    id: 'M-ADR-07-two',
    violates: ['ADR-07'],
    fault: 'takes client addresses of two octets',
    policy: { acceptsSourceLength: (octets) => octets <= 2 },
  },
  {
    id: 'M-ADR-08-next',
    violates: ['ADR-08'],
    fault: 'takes the upper address behind that of a logical device for its own',
    policy: {
      isOwnUpper: (upper, own) => own.includes(upper) || own.includes(upper - 1),
      acceptsDestinationSap: (sap, own) => own.includes(sap) || own.includes(sap - 1),
    },
  },
  {
    id: 'M-ADR-08-large',
    violates: ['ADR-08'],
    fault: 'takes large upper addresses for its own',
    policy: { isOwnUpper: (upper, own) => own.includes(upper) || upper > 0x70 },
  },
  {
    id: 'M-ADR-09-next',
    violates: ['ADR-09'],
    fault: 'answers for the physical device behind it',
    policy: { isOwnLower: (lower, own) => lower === undefined || lower === own || lower === own + 1 },
  },
  {
    id: 'M-ADR-09-bits',
    violates: ['ADR-09'],
    fault: 'compares the six lowest bits of its lower address',
    policy: { isOwnLower: (lower, own) => lower === undefined || (lower & 0x3f) === (own & 0x3f) },
  },
  {
    id: 'M-ADR-10-polled',
    violates: ['ADR-10'],
    fault: 'confirms SNRM to all stations',
    policy: {
      acceptsGroupCommand: (command) => command.kind === 'SNRM' || conforming.acceptsGroupCommand(command),
    },
  },
  {
    id: 'M-ADR-10-joins',
    violates: ['ADR-10'],
    fault: 'obeys SNRM to all stations without a word, where P=0',
    policy: { acceptsGroupCommand: ({ pf }) => !pf },
  },
  {
    id: 'M-ADR-11-polled',
    violates: ['ADR-11'],
    fault: 'obeys a broadcast that asks for an answer',
    policy: { acceptsGroupCommand: ({ kind }) => kind === 'UI' || kind === 'DISC' },
  },
  {
    id: 'M-ADR-11-deaf',
    violates: ['ADR-11'],
    fault: 'does not hear broadcasts',
    policy: { deliversUnnumbered: ({ isGroup }) => !isGroup },
  },
  {
    id: 'M-ADR-12-serves',
    violates: ['ADR-12'],
    fault: 'takes the no-station address for its own',
    policy: { servesNoStation: () => true },
  },
  {
    id: 'M-ADR-12-lower',
    violates: ['ADR-12'],
    fault: 'takes lower address 0 for one that was left out',
    policy: {
      readsDestination: (octets) => {
        const address = decodeServerAddress(octets);
        return address?.lower === 0 ? { ...address, lower: LOWER } : address;
      },
    },
  },
  {
    id: 'M-ADR-13-deaf',
    violates: ['ADR-13'],
    fault: 'does not answer to CALLING, though it has called',
    policy: { answersCalling: () => false },
  },
  {
    id: 'M-ADR-13-hides',
    violates: ['ADR-13'],
    fault: 'answers from CALLING in place of its own address',
    policy: { answerSource: (destination) => destination },
  },
  {
    id: 'M-ADR-14-zero',
    violates: ['ADR-14'],
    fault: 'answers the no-station address',
    policy: { acceptsClientAddress: (client) => client < 0x7f },
  },
  {
    id: 'M-ADR-14-all',
    violates: ['ADR-14'],
    fault: 'answers the all-station address',
    policy: { acceptsClientAddress: (client) => client > 0 },
  },
  {
    id: 'M-ADR-15-any',
    violates: ['ADR-15'],
    fault: 'gives a client that it does not know the rights of the public one, on a link of its own',
    policy: { acceptsClient: () => true },
    link: 'hdlc',
  },
  {
    id: 'M-ADR-15-near',
    violates: ['ADR-15'],
    fault: 'knows a client address that is one above a right one, on a link of its own',
    policy: { acceptsClient: ({ clientSap, known }) => known || [17, 33, 49].includes(clientSap) },
    link: 'hdlc',
  },
  {
    id: 'M-ADR-16-one',
    violates: ['ADR-16'],
    fault: 'tells links apart by their client alone',
    policy: { linkKey: ({ client }) => `${client}` },
  },
  {
    id: 'M-ADR-16-place',
    violates: ['ADR-16'],
    fault: 'has room for one link, and does not declare that',
    policy: { acceptsLink: ({ open }) => open < 1 },
  },
  {
    id: 'NC-055',
    violates: ['ADR-17'],
    fault: 'takes everybody on its line for the client that came first',
    policy: { linkKey: ({ upper }) => `${upper}` },
  },
  {
    id: 'M-ADR-26-links',
    violates: ['ADR-26'],
    fault: 'has links and associations for the reserved server SAPs 2 to 15',
    policy: {
      isOwnUpper: (upper, own) => own.includes(upper) || RESERVED(upper),
      acceptsDestinationSap: (sap, own) => own.includes(sap) || RESERVED(sap),
    },
    link: 'hdlc',
  },
  {
    id: 'M-REL-05-keeps',
    violates: ['REL-05'],
    fault: 'keeps an association when its link is disconnected',
    policy: { endsAssociationWithLink: (cause) => cause !== 'DISC' },
  },
  {
    id: 'M-REL-12-deaf',
    violates: ['REL-12'],
    fault: 'does not hear SNRM on a link that is up, and never ends one by itself',
    policy: { onSecondSnrm: () => 'ignored', inactivityMs: () => undefined },
    link: 'hdlc',
  },
];
