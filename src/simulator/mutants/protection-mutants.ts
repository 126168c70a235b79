import { decodeApdu } from '#dlms/apdu/apdu';
import { equalOctets } from '#dlms/codec/hex';
import { conforming } from '../policy';
import { covers } from '../policy/protection-kind';
import type { Mutant } from './mutant';

/** Accepts a tag of fewer octets if those are right. */
const prefixOf12 = ({ received, computed }: { readonly received: Uint8Array; readonly computed: Uint8Array }) =>
  equalOctets(received.subarray(0, 12), computed.subarray(0, received.length));

/** SEC: what is accepted as protected. */
export const protectionMutants: readonly Mutant[] = [
  {
    id: 'M-SEC-25-initiate',
    violates: ['SEC-25'],
    fault: 'lets a client in whose InitiateRequest is in clear, whatever the policy, if it brings no dedicated key',
    policy: { acceptsPlainInitiateRequest: ({ dedicatedKey }) => !dedicatedKey },
  },
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
    id: 'NC-082',
    violates: ['SEC-12', 'SEC-13'],
    fault: 'uses whatever system title stands in the header',
    policy: { acceptsHeaderTitle: () => true, titleOfRequest: ({ header, client }) => header ?? client },
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
    id: 'M-SEC-10-always',
    violates: ['SEC-10'],
    fault: 'serves general-glo-ciphering without general-protection',
    policy: { acceptsForm: () => true },
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
    policy: { acceptsKeySet: () => true, keysOfForm: (form) => conforming.keysOfForm(form, 'unicast') },
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
    id: 'M-SEC-30-rights',
    violates: ['SEC-30'],
    fault: 'looks at its policy and not at the protection that an access right demands',
    policy: { meetsDemand: (given, demanded, by) => by === 'right' || covers(given, demanded) },
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
