import { isSamePassword } from '#dlms/security/low-level';
import { firstBit, type OpeningPolicy } from './opening-policy';

const TITLE_LENGTH = 8;

export const conformingOpening: OpeningPolicy = {
  acceptsProtocolVersion: (version) => version === undefined || firstBit(version),
  acceptsClient: ({ known }) => known,
  acceptsReopening: () => true,
  acceptsContext: (proposed, supported) => proposed === supported,
  acceptsCallingApTitle: (title, { titleNeeded }) => !titleNeeded || title?.length === TITLE_LENGTH,
  clientTitle: (given) => given,
  acceptsUnusedFields: () => true,
  acceptsUserId: ({ userId, listed }) => userId === undefined || listed.length === 0 || listed.includes(userId),
  currentUser: (user) => user,
  selectsAuthentication: firstBit,
  opensWithoutAuthentication: (_aarq, { mechanism }) => mechanism === 'lowest-level-security',
  mechanismSelectsAuthentication: () => false,
  acceptsMissingMechanism: () => false,
  acceptsMechanism: (proposed, required) => proposed === required,
  acceptsPassword: (given, stored) => given !== undefined && isSamePassword(stored, given),
  locksOut: ({ failures, sinceMs, declared }) =>
    declared !== undefined && failures >= declared.failures && sinceMs < declared.seconds * 1000,
  secretsHonoured: ({ octets }) => [octets],
  acceptsChallengeLength: (length, { shortest, longest }) =>
    length !== undefined && length >= shortest && length <= longest,
  acceptsLongFormLengths: () => true,
  repairsAarq: () => undefined,
  malformedAarq: () => 'silence',
  afterMalformedAarq: () => 'goes-on',
  secondAarq: () => 'replaces',
  parametersAfterSecondAarq: () => 'new',
  afterSecondAarq: () => 'goes-on',
  afterRejection: () => 'goes-on',
  endsOthersOnOpening: () => false,
  servesWithoutAssociation: ({ preEstablished }) => preEstablished,
  acceptsAcse: ({ preEstablished }) => !preEstablished,
  opensInSpiteOfRejection: () => false,
};
