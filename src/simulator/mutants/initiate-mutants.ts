import { smallerLimit } from '#dlms/association/negotiation';
import { conforming } from '../policy';
import type { Mutant } from './mutant';

/** ASC: the InitiateRequest, what was negotiated and whether it holds. */
export const initiateMutants: readonly Mutant[] = [
  {
    id: 'NC-037',
    violates: ['ASC-41', 'ASC-23', 'ASC-25', 'ASC-30'],
    fault: 'refuses an InitiateRequest without a ConfirmedServiceError',
    policy: { includesServiceErrorInAare: () => false },
  },
  {
    id: 'NC-038',
    violates: ['ASC-41'],
    fault: 'cuts the ConfirmedServiceError in a rejecting AARE short',
    policy: { serviceErrorOctets: (octets) => octets.subarray(0, 3) },
  },
  {
    id: 'NC-047',
    violates: ['ASC-28'],
    fault: 'negotiates selective access and does not serve it',
    policy: { allowsService: (bit, negotiated) => negotiated && bit !== 'selective-access' },
  },
  {
    id: 'NC-048',
    violates: ['ASC-31'],
    fault: 'refuses a client-max-receive-pdu-size of 0',
    policy: { acceptsPduSize: (proposed) => proposed >= 12 },
  },
  {
    id: 'NC-050',
    violates: ['ASC-32', 'GET-22'],
    fault: 'does not count the last four octets when it fills an APDU',
    policy: { replyLimit: (size) => (size === 0 ? 0 : size + 4) },
  },
  {
    id: 'NC-080',
    violates: ['ASC-20'],
    fault: 'accepts a dedicated key that comes in clear',
    policy: {
      acceptsPlainInitiateRequest: () => true,
      acceptsDedicatedKey: () => true,
      usesDedicatedKeySentInClear: () => true,
    },
  },
  {
    id: 'M-ASC-20-clear',
    violates: ['ASC-20'],
    fault: 'uses a dedicated key sent in clear where its policy demands no protection',
    policy: { acceptsDedicatedKey: ({ cipheredContext }) => cipheredContext, usesDedicatedKeySentInClear: () => true },
  },
  {
    id: 'M-ASC-21-short',
    violates: ['ASC-21'],
    fault: 'accepts a dedicated key that is too short',
    policy: { acceptsDedicatedKeyLength: ({ length, keyLength }) => length <= keyLength },
  },
  {
    id: 'M-ASC-21-long',
    violates: ['ASC-21'],
    fault: 'cuts a dedicated key that is too long',
    policy: { acceptsDedicatedKeyLength: ({ length, keyLength }) => length >= keyLength },
  },
  {
    id: 'M-ASC-22-refused',
    violates: ['ASC-22'],
    fault: 'refuses a proposed quality of service',
    policy: { acceptsQualityOfService: (proposed) => proposed === undefined || proposed === 0 },
  },
  {
    id: 'M-ASC-23-any',
    violates: ['ASC-23'],
    fault: 'accepts DLMS version 5',
    policy: { acceptsVersion: (proposed) => proposed >= 5 },
  },
  {
    id: 'M-ASC-23-value',
    violates: ['ASC-23'],
    fault: 'refuses DLMS version 5 as incompatible conformance',
    policy: {
      initiateServiceError: (fault) => conforming.initiateServiceError(fault === 'version' ? 'conformance' : fault),
    },
  },
  {
    id: 'M-ASC-24-seven',
    violates: ['ASC-24'],
    fault: 'negotiates DLMS version 7 when it is proposed',
    policy: { negotiatesVersion: (proposed) => proposed },
  },
  {
    id: 'M-ASC-25-empty',
    violates: ['ASC-25'],
    fault: 'accepts an empty conformance block',
    policy: { acceptsConformance: () => true },
  },
  {
    id: 'M-ASC-26-offered',
    violates: ['ASC-26'],
    fault: 'answers with all it can do, whatever was proposed',
    policy: { negotiatesConformance: (proposed, offered) => (proposed.size === 0 ? proposed : offered) },
  },
  {
    id: 'M-ASC-26-proposed',
    violates: ['ASC-26'],
    fault: 'promises everything that is proposed',
    policy: { negotiatesConformance: (proposed) => proposed },
  },
  {
    id: 'M-ASC-27-unused-bits',
    violates: ['ASC-27'],
    fault: 'says that two bits of the conformance block are unused',
    policy: { initiateResponseOctets: withUnusedBits },
  },
  {
    id: 'M-ASC-28-lists',
    violates: ['ASC-28'],
    fault: 'negotiates multiple references and does not serve lists',
    policy: { allowsService: (bit, negotiated) => negotiated && bit !== 'multiple-references' },
  },
  {
    id: 'M-ASC-29-blocks',
    violates: ['ASC-29'],
    fault: 'transfers in blocks without having negotiated it',
    policy: { allowsService: (bit, negotiated) => negotiated || bit.startsWith('block-transfer') },
  },
  {
    id: 'M-ASC-29-services',
    violates: ['ASC-29'],
    fault: 'leaves the association when a service is used that was not negotiated',
    policy: { refusalOfServiceNotNegotiated: () => ({ answer: 'silence', aftermath: 'ends-association' }) },
  },
  {
    id: 'M-ASC-30-eleven',
    violates: ['ASC-30'],
    fault: 'accepts a client-max-receive-pdu-size of 11',
    policy: { acceptsPduSize: (proposed) => proposed === 0 || proposed >= 11 },
  },
  {
    id: 'M-ASC-30-any',
    violates: ['ASC-30'],
    fault: 'accepts any client-max-receive-pdu-size',
    policy: { acceptsPduSize: () => true },
  },
  {
    id: 'M-ASC-31-cut',
    violates: ['ASC-31'],
    fault: 'takes a client-max-receive-pdu-size of 0 for 128 and negotiates no blocks for it',
    policy: {
      replyLimit: (size) => smallerLimit(size, 128),
      allowsService: (bit, negotiated) => negotiated && !bit.startsWith('block'),
    },
  },
  {
    id: 'M-ASC-32-header',
    violates: ['ASC-32'],
    fault: 'counts the raw data of a block only',
    policy: { blockSize: ({ room }) => room + 9, replyLimit: (size) => (size === 0 ? 0 : size + 9) },
  },
  {
    id: 'M-ASC-33-stalls',
    violates: ['ASC-33'],
    fault: 'answers nothing any more after an APDU that is too long for it',
    policy: { refusalOfLongApdu: () => ({ answer: 'silence', aftermath: 'stalls' }) },
  },
  {
    id: 'M-ASC-34-vaa',
    violates: ['ASC-34'],
    fault: 'gives the VAA name of short-name referencing',
    policy: { vaaName: () => 0xfa00 },
  },
];

const UNUSED_BITS_BEHIND = Uint8Array.of(0x5f, 0x1f, 0x04);

/** 5F 1F 04 00 → 5F 1F 04 02 */
function withUnusedBits(octets: Uint8Array): Uint8Array {
  const at = Buffer.from(octets).indexOf(UNUSED_BITS_BEHIND);
  return at < 0 ? octets : octets.map((octet, index) => (index === at + UNUSED_BITS_BEHIND.length ? 2 : octet));
}
