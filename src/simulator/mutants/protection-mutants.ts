import { decodeApdu } from '#dlms/apdu/apdu';
import { equalOctets } from '#dlms/codec/hex';
import { conforming } from '../policy';
import { covers, type ProtectionKind } from '../policy/protection-kind';
import type { Mutant } from './mutant';
import { equalTo, pretends, shows } from './pretended-values';

/** Accepts a tag of fewer octets if those are right. */
const prefixOf12 = ({ received, computed }: { readonly received: Uint8Array; readonly computed: Uint8Array }) =>
  equalOctets(received.subarray(0, 12), computed.subarray(0, received.length));

const isBoth = ({ authenticated, encrypted }: ProtectionKind) => authenticated && encrypted;

/** SEC: what is accepted as protected, and how replies are protected. */
export const protectionMutants: readonly Mutant[] = [
  {
    id: 'NC-073',
    violates: ['SEC-16', 'SEC-17'],
    fault: 'does not check the tag',
    policy: { acceptsTag: () => true },
  },
  {
    id: 'NC-075',
    violates: ['SEC-15'],
    fault: 'accepts any authentication key as long as the plain text makes sense',
    policy: { acceptsTag: ({ plain }) => makesSense(plain) },
  },
  {
    id: 'NC-076',
    violates: ['SEC-25'],
    fault: 'serves plain requests whatever its policy demands',
    policy: {
      meetsDemand: (given, demanded, by) =>
        covers(given, demanded) || (by === 'policy' && !given.authenticated && !given.encrypted),
    },
  },
  {
    id: 'NC-077',
    violates: ['SEC-27', 'SEC-01'],
    fault: 'answers protected requests in clear',
    policy: { replyProtection: () => ({ authenticated: false, encrypted: false }) },
  },
  {
    id: 'NC-081',
    violates: ['SEC-11'],
    fault: 'pushes general-glo-ciphering with an empty system title outside an association',
    ignored: 'pushes are not built yet',
  },
  {
    id: 'NC-082',
    violates: ['SEC-12', 'SEC-13'],
    fault: 'uses whatever system title stands in the header',
    policy: { acceptsHeaderTitle: () => true, titleOfRequest: ({ header, client }) => header ?? client },
  },
  {
    id: 'NC-084',
    violates: ['SEC-42'],
    fault: 'sends error results of a ciphered association in clear',
    policy: {
      replyProtection: (situation) =>
        situation.isError ? { authenticated: false, encrypted: false } : conforming.replyProtection(situation),
    },
  },
  {
    id: 'NC-089',
    violates: ['SEC-29'],
    fault: 'lets its security policy be lowered',
    policy: { securityPolicyAfterActivation: ({ asked }) => asked },
  },
  {
    id: 'NC-090',
    violates: ['SEC-58', 'AUT-34'],
    fault: 'shows the secret of an association',
    policy: {
      readResult: (result, { classId, id, association }) =>
        classId === 15 && id === 7
          ? { data: { type: 'octet-string', value: association.password ?? new Uint8Array(8) } }
          : result,
    },
  },
  {
    id: 'M-AUT-34-empty',
    violates: ['AUT-34'],
    fault: 'shows an empty secret',
    policy: { readResult: shows(equalTo({ classId: 15, id: 7 }), { type: 'octet-string', value: new Uint8Array(0) }) },
  },
  {
    id: 'M-SEC-58-user',
    violates: ['SEC-58'],
    fault: 'shows the password as the current user',
    policy: {
      readResult: (result, { classId, id, association }) =>
        classId === 15 && id === 11 && association.password !== undefined
          ? { data: { type: 'octet-string', value: association.password } }
          : result,
    },
  },
  {
    id: 'M-SEC-01-weaker',
    violates: ['SEC-01', 'SEC-27'],
    fault: 'authenticates its replies and does not encrypt them',
    policy: { replyProtection: ({ request }) => ({ authenticated: request !== undefined, encrypted: false }) },
  },
  {
    id: 'M-SEC-02-both',
    violates: ['SEC-02'],
    fault: 'refuses requests that are authenticated only, though its policy allows them',
    policy: {
      meetsDemand: (given, demanded, by) =>
        covers(given, demanded) && !(by === 'policy' && given.authenticated && !given.encrypted),
    },
  },
  {
    id: 'M-SEC-03-both',
    violates: ['SEC-03'],
    fault: 'refuses requests that are encrypted only, though its policy allows them',
    policy: {
      meetsDemand: (given, demanded, by) =>
        covers(given, demanded) && !(by === 'policy' && given.encrypted && !given.authenticated),
    },
  },
  {
    id: 'M-SEC-04-global',
    violates: ['SEC-04', 'SEC-09'],
    fault: 'answers under the global key whatever key was asked with',
    policy: { replyKey: () => 'global' },
  },
  {
    id: 'M-SEC-05-either',
    violates: ['SEC-05'],
    fault: 'tries both keys on every request',
    policy: { keysOfForm: () => ['dedicated', 'global'] },
  },
  {
    id: 'M-SEC-06-fallback',
    violates: ['SEC-06'],
    fault: 'uses the global key for dedicated services when no dedicated key was given',
    policy: { keyInPlaceOfDedicated: () => 'global' },
  },
  {
    id: 'M-SEC-07-immortal',
    violates: ['SEC-07'],
    fault: 'keeps a dedicated key after the release of its association',
    policy: { forgetsDedicatedKey: (on) => on !== 'release' },
  },
  {
    id: 'M-SEC-08-specific',
    violates: ['SEC-08', 'SEC-10'],
    fault: 'answers general-glo-ciphering in the service-specific form',
    policy: { replyForm: (request) => (request === 'general-glo' ? 'glo' : (request ?? 'glo')) },
  },
  {
    id: 'M-SEC-09-global',
    violates: ['SEC-09'],
    fault: 'answers general-ded-ciphering by general-glo-ciphering',
    policy: { replyForm: (request) => (request === 'general-ded' ? 'general-glo' : (request ?? 'glo')) },
  },
  {
    id: 'M-SEC-10-always',
    violates: ['SEC-10'],
    fault: 'serves general-glo-ciphering without general-protection',
    policy: { acceptsForm: () => true },
  },
  {
    id: 'M-SEC-11-echo',
    violates: ['SEC-11', 'SEC-08'],
    fault: 'puts the title of the client into the header of its replies',
    policy: { replyHeaderTitle: (own, client) => client ?? own },
  },
  {
    id: 'M-SEC-12-unread',
    violates: ['SEC-12'],
    fault: 'does not look at the system title in the header',
    policy: { acceptsHeaderTitle: () => true },
  },
  {
    id: 'M-SEC-13-dies',
    violates: ['SEC-13', 'SEC-14'],
    fault: 'dies of an APDU that does not decipher',
    policy: { refusalOfWrongTag: () => ({ answer: 'silence', aftermath: 'dies' }) },
  },
  {
    id: 'M-SEC-16-eight',
    violates: ['SEC-16'],
    fault: 'compares the first eight octets of the tag',
    policy: { acceptsTag: ({ received, computed }) => equalOctets(received.subarray(0, 8), computed.subarray(0, 8)) },
  },
  {
    id: 'M-SEC-16-eleven',
    violates: ['SEC-16'],
    fault: 'compares eleven octets of the tag',
    policy: { acceptsTag: ({ received, computed }) => equalOctets(received.subarray(0, 11), computed.subarray(0, 11)) },
  },
  {
    id: 'M-SEC-17-oracle',
    violates: ['SEC-17'],
    fault: 'executes what it has deciphered before it knows the tag',
    policy: { acceptsTag: ({ plain, received, computed }) => makesSense(plain) || equalOctets(received, computed) },
  },
  {
    id: 'M-SEC-18-eleven',
    violates: ['SEC-18'],
    fault: 'accepts a tag of eleven octets',
    policy: { tagLengths: () => [12, 11], acceptsTag: prefixOf12 },
  },
  {
    id: 'M-SEC-18-eight',
    violates: ['SEC-18'],
    fault: 'accepts a tag of eight octets',
    policy: { tagLengths: () => [12, 8], acceptsTag: prefixOf12 },
  },
  {
    id: 'M-SEC-18-four',
    violates: ['SEC-18'],
    fault: 'accepts a tag of four octets',
    policy: { tagLengths: () => [12, 4], acceptsTag: prefixOf12 },
  },
  {
    id: 'M-SEC-18-none',
    violates: ['SEC-18'],
    fault: 'accepts an APDU without its tag',
    policy: {
      tagLengths: () => [12, 0],
      acceptsTag: ({ received, computed, plain }) =>
        received.length === 0 ? makesSense(plain) : equalOctets(received, computed),
    },
  },
  {
    id: 'M-SEC-19-surplus',
    violates: ['SEC-19'],
    fault: 'does not mind an octet behind the tag',
    policy: {
      tagLengths: () => [12, 13],
      acceptsTag: ({ received, computed }) => equalOctets(received.subarray(0, 12), computed),
    },
  },
  {
    id: 'M-SEC-20-suite',
    violates: ['SEC-20'],
    fault: 'does not look at the suite in the security control octet',
    policy: { acceptsSuite: () => true },
  },
  {
    id: 'M-SEC-21-set',
    violates: ['SEC-21'],
    fault: 'does not look at the key-set bit',
    policy: { acceptsKeySet: () => true },
  },
  {
    id: 'M-SEC-22-compression',
    violates: ['SEC-22'],
    fault: 'does not look at the compression bit',
    policy: { acceptsCompression: () => true },
  },
  {
    id: 'M-SEC-23-none',
    violates: ['SEC-23'],
    fault: 'takes a ciphered APDU without protection for protected',
    policy: {
      acceptsNoProtection: () => true,
      meetsDemand: (given, demanded, by) => covers(given, demanded) || by === 'policy',
      acceptsPlainInitiateRequest: conforming.acceptsPlainInitiateRequest,
    },
  },
  {
    id: 'M-SEC-24-length',
    violates: ['SEC-24'],
    fault: 'reads a ciphered APDU to its end, whatever its length field says',
    policy: { repairsCipheredApdu: withRightLength },
  },
  {
    id: 'M-SEC-26-either',
    violates: ['SEC-26'],
    fault: 'is content with either authentication or encryption',
    policy: { meetsDemand: (given, demanded) => covers(given, demanded) || given.authenticated || given.encrypted },
  },
  {
    id: 'M-SEC-26-authenticated',
    violates: ['SEC-26'],
    fault: 'is content with authentication where encryption is demanded, too',
    policy: { meetsDemand: (given, demanded) => covers(given, demanded) || given.authenticated },
  },
  {
    id: 'M-SEC-26-encrypted',
    violates: ['SEC-26'],
    fault: 'is content with encryption where authentication is demanded, too',
    policy: { meetsDemand: (given, demanded) => covers(given, demanded) || given.encrypted },
  },
  {
    id: 'M-SEC-27-strength',
    violates: ['SEC-27'],
    fault: 'answers every protected request with authentication only',
    policy: {
      replyProtection: ({ request, demanded }) =>
        request === undefined || isBoth(demanded) ? (request ?? demanded) : { authenticated: true, encrypted: false },
    },
  },
  {
    id: 'M-SEC-28-idle',
    violates: ['SEC-28'],
    fault: 'reports success for security_activate and keeps its policy',
    policy: { securityPolicyAfterActivation: ({ before }) => before },
  },
  {
    id: 'M-SEC-30-rights',
    violates: ['SEC-30'],
    fault: 'looks at its policy and not at the protection that an access right demands',
    policy: { meetsDemand: (given, demanded, by) => by === 'right' || covers(given, demanded) },
  },
  {
    id: 'M-SEC-31-suite',
    violates: ['SEC-31'],
    fault: 'shows another security suite than it uses',
    policy: { readResult: shows(equalTo({ classId: 64, id: 3 }), { type: 'enum', value: 1 }) },
  },
  {
    id: 'M-SEC-42-exception',
    violates: ['SEC-42'],
    fault: 'cuts the exception-response to a protected request short',
    policy: { exceptionOctets: (octets, { protectedRequest }) => (protectedRequest ? octets.subarray(0, 2) : octets) },
  },
  {
    id: 'M-SEC-42-general',
    violates: ['SEC-42'],
    fault: 'ciphers an exception-response under the tag of general-block-transfer',
    policy: {
      exceptionOctets: (octets, { protectedRequest }) =>
        protectedRequest ? Uint8Array.of(0xe0, 3, ...octets) : octets,
    },
    seenIn: 'a widely used library',
  },
  {
    id: 'M-SEC-31-policy',
    violates: ['SEC-31'],
    fault: 'shows a security policy of 0 whatever it enforces',
    policy: { readResult: shows(equalTo({ classId: 64, id: 2 }), { type: 'enum', value: 0 }) },
  },
  {
    id: 'M-ADR-28-server',
    violates: ['ADR-28'],
    fault: 'shows server SAP 1 in associated_partners_id in every logical device, and 2 in the first',
    policy: {
      readResult: pretends(equalTo({ classId: 15, id: 3 }), ([client]) => [
        client,
        { type: 'long-unsigned', value: 2 },
      ]),
    },
  },
];

function makesSense(plain: Uint8Array): boolean {
  try {
    decodeApdu(plain);
    return true;
  } catch {
    return false;
  }
}

/** glo- and ded- APDUs with a length field of one octet, made to fit. */
function withRightLength(octets: Uint8Array): Uint8Array | undefined {
  const length = octets.length - 2;
  if (length < 0 || length > 0x7f || (octets[1] ?? 0) > 0x7f) return undefined;
  return octets.map((octet, index) => (index === 1 ? length : octet));
}
