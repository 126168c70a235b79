import { APPLICATION_CONTEXTS, MECHANISMS } from '#dlms/apdu/acse';
import { conforming } from '../policy';
import type { Mutant } from './mutant';

const LN_CIPHERED = APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering'];
const LN_PLAIN = APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'];
const KNOWN_CONTEXTS: readonly string[] = Object.values(APPLICATION_CONTEXTS);
const KNOWN_MECHANISMS: readonly string[] = Object.values(MECHANISMS);
const NO_REASON = { source: 'acse-service-user', value: 'no-reason-given' } as const;
/** A title written into the AARE and used in every initialization vector, so that only its letters are wrong. */
const lowerCaseFlag = (title: Uint8Array) => title.map((octet, index) => (index < 3 ? octet | 0x20 : octet));

/** ASC: the ACSE part of opening an association. */
export const openingMutants: readonly Mutant[] = [
  {
    id: 'NC-042',
    violates: ['ASC-09'],
    fault: 'refuses an AARQ that carries the protocol version',
    policy: { acceptsProtocolVersion: (version) => version === undefined },
  },
  {
    id: 'NC-043',
    violates: ['ASC-03'],
    fault: 'refuses the ciphered context that it declares',
    policy: { acceptsContext: (proposed, supported) => proposed === supported && proposed !== LN_CIPHERED },
  },
  {
    id: 'NC-044',
    violates: ['ASC-06'],
    fault: 'accepts an application context that nobody has defined',
    policy: { acceptsContext: (proposed, supported) => proposed === supported || !KNOWN_CONTEXTS.includes(proposed) },
  },
  {
    id: 'M-ASC-03-diagnostic',
    violates: ['ASC-03'],
    fault: 'accepts with the diagnostic no-reason-given',
    policy: {
      diagnosticOfAcceptance: ({ hls }) => (hls ? { ...NO_REASON, value: 'authentication-required' } : NO_REASON),
    },
  },
  {
    id: 'M-ASC-04-trailing',
    violates: ['ASC-04'],
    fault: 'appends an octet to its AARE',
    policy: { aareOctets: (octets) => Uint8Array.of(...octets, 0) },
  },
  {
    id: 'NC-039',
    violates: ['ASC-04'],
    fault: 'leaves part of the InitiateResponse outside the length of the AARE',
    policy: { aareOctets: (octets) => octets.map((octet, index) => (index === 1 ? octet - 4 : octet)) },
  },
  {
    id: 'M-ASC-04-tag',
    violates: ['ASC-04'],
    fault: 'sends the protected InitiateResponse under the tag of a get-response',
    policy: {
      aare: (aare) => {
        const { userInformation: [tag, ...rest] = [] } = aare;
        return tag === 0x28 ? { ...aare, userInformation: Uint8Array.of(0xcc, ...rest) } : aare;
      },
    },
  },
  {
    id: 'M-ASC-05-context',
    violates: ['ASC-05'],
    fault: 'names the ciphered context whatever was proposed',
    policy: {
      contextInAare: ({ supported, accepted }) => (accepted && supported === LN_PLAIN ? LN_CIPHERED : supported),
    },
  },
  {
    id: 'M-ASC-06-diagnostic',
    violates: ['ASC-06'],
    fault: 'rejects an unknown context without saying why',
    policy: {
      diagnosticOfRejection: (cause) => (cause === 'context' ? NO_REASON : conforming.diagnosticOfRejection(cause)),
    },
  },
  {
    id: 'M-ASC-07-short-names',
    violates: ['ASC-07'],
    fault: 'takes short-name contexts for logical-name ones',
    policy: {
      acceptsContext: (proposed, supported) => SHORT_NAME_TWIN[proposed] === supported || proposed === supported,
    },
  },
  {
    id: 'M-ASC-08-either',
    violates: ['ASC-08'],
    fault: 'accepts the ciphered and the plain context for every client',
    policy: {
      acceptsContext: (proposed) => proposed === LN_PLAIN || proposed === LN_CIPHERED,
      contextInAare: ({ proposed }) => proposed,
    },
  },
  {
    id: 'M-ASC-08-plain',
    violates: ['ASC-08'],
    fault: 'lets a ciphered client fall back to the plain context',
    policy: {
      acceptsContext: (proposed, supported) => proposed === supported || proposed === LN_PLAIN,
      contextInAare: ({ proposed }) => proposed,
    },
  },
  {
    id: 'M-ASC-09-length',
    violates: ['ASC-09'],
    fault: 'accepts a protocol version of one bit only',
    policy: { acceptsProtocolVersion: (version) => version === undefined || version.bits === 1 },
  },
  {
    id: 'M-ASC-10-ignored',
    violates: ['ASC-10'],
    fault: 'does not look at the protocol version',
    policy: { acceptsProtocolVersion: () => true },
  },
  {
    id: 'M-ASC-10-source',
    violates: ['ASC-10'],
    fault: 'rejects a foreign protocol version as the service user',
    policy: {
      diagnosticOfRejection: (cause) =>
        cause === 'protocol-version' ? NO_REASON : conforming.diagnosticOfRejection(cause),
    },
  },
  {
    id: 'M-ASC-11-called',
    violates: ['ASC-11'],
    fault: 'rejects an AARQ with a called-AP-title and does not say so',
    policy: {
      acceptsUnusedFields: ({ calledApTitle }) => calledApTitle === undefined,
      diagnosticOfRejection: (cause) =>
        cause === 'unused-field' ? NO_REASON : conforming.diagnosticOfRejection(cause),
    },
  },
  {
    id: 'M-ASC-12-short',
    violates: ['ASC-12'],
    fault: 'does not notice that a calling-AP-title is too short',
    policy: {
      acceptsCallingApTitle: (title, { titleNeeded }) => !titleNeeded || (title !== undefined && title.length <= 8),
    },
  },
  {
    id: 'M-ASC-13-long',
    violates: ['ASC-13'],
    fault: 'takes the first eight octets of a calling-AP-title that is too long',
    policy: {
      acceptsCallingApTitle: (title, { titleNeeded }) => !titleNeeded || (title !== undefined && title.length >= 8),
    },
  },
  {
    id: 'M-ASC-14-preset',
    violates: ['ASC-14'],
    fault: 'falls back on the client title of its Security setup',
    policy: {
      acceptsCallingApTitle: (title, { titleNeeded }) => !titleNeeded || title === undefined || title.length === 8,
      clientTitle: (given, known) => given ?? known,
    },
  },
  {
    id: 'M-ASC-15-letters',
    violates: ['ASC-15'],
    fault: 'writes its FLAG id in lower case in its system title',
    policy: {
      respondingApTitle: ({ own, needed }) => (needed ? lowerCaseFlag(own) : undefined),
      replyTitle: lowerCaseFlag,
      replyHeaderTitle: lowerCaseFlag,
    },
  },
  {
    id: 'M-ASC-15-absent',
    violates: ['ASC-15'],
    fault: 'does not tell its system title',
    policy: { respondingApTitle: () => undefined },
  },
  {
    id: 'M-ASC-16-unit',
    violates: ['ASC-16'],
    fault: 'does without the authentication functional unit when a mechanism is named',
    policy: { mechanismSelectsAuthentication: () => true },
  },
  {
    id: 'M-ASC-17-unknown',
    violates: ['ASC-17'],
    fault: 'takes a mechanism that nobody has defined for its own',
    policy: { acceptsMechanism: (proposed, required) => proposed === required || !KNOWN_MECHANISMS.includes(proposed) },
  },
  {
    id: 'M-ASC-18-nameless',
    violates: ['ASC-18'],
    fault: 'does without a mechanism-name',
    policy: { acceptsMissingMechanism: () => true },
  },
  {
    id: 'M-ASC-19-mechanism',
    violates: ['ASC-19'],
    fault: 'names mechanism 2 in its AARE whatever HLS mechanism is used',
    policy: { mechanismInAare: ({ hls }) => (hls ? MECHANISMS['high-level-security'] : undefined) },
  },
  {
    id: 'M-ASC-19-unit',
    violates: ['ASC-19'],
    fault: 'leaves responder-acse-requirements out',
    policy: { responderAcseRequirements: () => undefined },
  },
  {
    id: 'M-ASC-38-opens',
    violates: ['ASC-38'],
    fault: 'opens an association anew that is pre-established',
    policy: { acceptsAcse: () => true },
  },
  {
    id: 'M-ASC-38-needs',
    violates: ['ASC-38'],
    fault: 'serves no client that has sent no AARQ, not even where the association is pre-established',
    policy: { servesWithoutAssociation: () => false, acceptsAcse: () => true },
  },
  {
    id: 'M-ASC-39-anybody',
    violates: ['ASC-39'],
    fault: 'lets in users who are not on the list',
    policy: { acceptsUserId: () => true },
  },
  {
    id: 'M-ASC-39-first',
    violates: ['ASC-39'],
    fault: 'shows the first user of the list whoever has opened',
    policy: { currentUser: (_user, listed) => listed[0] },
  },
];

const SHORT_NAME_TWIN: Readonly<Record<string, string>> = {
  [APPLICATION_CONTEXTS['short-name-referencing-no-ciphering']]: LN_PLAIN,
  [APPLICATION_CONTEXTS['short-name-referencing-with-ciphering']]: LN_CIPHERED,
};
