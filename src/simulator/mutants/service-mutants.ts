import type { ConformanceBit } from '#dlms/apdu/conformance';
import { conforming } from '../policy';
import type { Mutant } from './mutant';

/** ASC: which services hold in an association, how long messages are, and associations that nobody confirms. */
export const serviceMutants: readonly Mutant[] = [
  {
    id: 'M-ASC-28-writing',
    violates: ['ASC-28'],
    fault: 'negotiates long writes and takes only short ones',
    policy: { allowsService: allBut('block-transfer-with-set-or-write') },
  },
  {
    id: 'M-ASC-28-long-methods',
    violates: ['ASC-28'],
    fault: 'negotiates methods with long parameters and takes only short ones',
    policy: { allowsService: allBut('block-transfer-with-action') },
  },
  {
    id: 'M-ASC-28-selection',
    violates: ['ASC-28'],
    fault: 'negotiates selective access and gives the whole attribute',
    policy: { selectionApplied: () => undefined },
  },
  {
    id: 'M-ASC-28-attribute-zero',
    violates: ['ASC-28'],
    fault: 'negotiates attribute 0 and leaves the last attribute out of it',
    policy: { attributeZeroElements: (elements) => elements.slice(0, -1) },
  },
  {
    id: 'M-ASC-28-general',
    violates: ['ASC-28'],
    fault: 'negotiates general protection and knows only the service-specific form',
    policy: { acceptsForm: (form) => form === 'glo' || form === 'ded' },
  },
  {
    id: 'M-ASC-29-offered',
    violates: ['ASC-29'],
    fault: 'serves all that it offers, whatever was negotiated',
    policy: { conformanceInForce: (_negotiated, _proposed, offered) => offered },
  },
  {
    id: 'M-ASC-29-set',
    violates: ['ASC-29'],
    fault: 'writes without having negotiated it',
    policy: { allowsService: (bit, negotiated) => negotiated || bit === 'set' },
  },
  {
    id: 'M-ASC-29-selection',
    violates: ['ASC-29'],
    fault: 'selects without having negotiated it',
    policy: { allowsService: (bit, negotiated) => negotiated || bit === 'selective-access' },
  },
  {
    id: 'M-ASC-29-attribute-zero',
    violates: ['ASC-29'],
    fault: 'serves attribute 0 without having negotiated it',
    policy: { acceptsAttributeZero: () => true },
  },
  {
    id: 'M-ASC-29-general',
    violates: ['ASC-29'],
    fault: 'takes general protection without having negotiated it',
    policy: { acceptsForm: () => true },
  },
  {
    id: 'M-ASC-29-stalls',
    violates: ['ASC-29'],
    fault: 'answers nothing any more after a service that was not negotiated',
    policy: {
      refusalOfServiceNotNegotiated: () => ({
        answer: ['service-not-allowed', 'service-not-supported'],
        aftermath: 'stalls',
      }),
    },
  },
  {
    id: 'M-ASC-26-withholds',
    violates: ['ASC-26'],
    fault: 'declares general protection and never grants it',
    policy: {
      negotiatesConformance: (proposed, offered) => without(proposed, offered, 'general-protection'),
    },
  },
  {
    id: 'M-ASC-26-reserved',
    violates: ['ASC-26'],
    fault: 'grants a reserved bit to those who propose it',
    policy: {
      negotiatesConformance: (proposed, offered) =>
        conforming.negotiatesConformance(proposed, new Set([...offered, 'reserved-zero'])),
    },
  },
  {
    id: 'M-ASC-32-one',
    violates: ['ASC-32'],
    fault: 'sends one octet more than its client can receive',
    policy: { replyLimit: (size) => (size === 0 ? 0 : size + 1) },
  },
  {
    id: 'M-ASC-32-large',
    violates: ['ASC-32'],
    fault: 'keeps to small limits and exceeds large ones by one octet',
    policy: { replyLimit: (size) => (size >= 512 ? size + 1 : size) },
  },
  {
    id: 'M-ASC-33-ends',
    violates: ['ASC-33'],
    fault: 'leaves the association over an APDU that is too long for it',
    policy: {
      refusalOfLongApdu: () => ({ answer: ['service-not-allowed', 'pdu-too-long'], aftermath: 'ends-association' }),
    },
  },
  {
    id: 'M-ASC-35-answers',
    violates: ['ASC-35'],
    fault: 'answers an AARQ that allows no response',
    policy: { answersUnconfirmedOpening: () => true },
  },
  {
    id: 'M-ASC-35-acknowledges',
    violates: ['ASC-35'],
    fault: 'answers a write that nobody waits for',
    policy: { answersUnconfirmed: () => true },
  },
  {
    id: 'M-ASC-35-idle',
    violates: ['ASC-35'],
    fault: 'does not carry out a write that nobody waits for',
    policy: { executesUnconfirmed: () => false },
  },
];

function allBut(bit: ConformanceBit): (asked: ConformanceBit, negotiated: boolean) => boolean {
  return (asked, negotiated) => negotiated && asked !== bit;
}

function without(
  proposed: ReadonlySet<ConformanceBit>,
  offered: ReadonlySet<ConformanceBit>,
  withheld: ConformanceBit,
): ReadonlySet<ConformanceBit> {
  return new Set([...conforming.negotiatesConformance(proposed, offered)].filter((bit) => bit !== withheld));
}
