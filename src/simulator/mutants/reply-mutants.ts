import { conforming } from '../policy';
import type { ProtectionKind } from '../policy/protection-kind';
import type { Mutant } from './mutant';
import { equalTo, shows } from './pretended-values';

const isBoth = ({ authenticated, encrypted }: ProtectionKind) => authenticated && encrypted;

/** SEC: how replies are protected, and what they give away. */
export const replyMutants: readonly Mutant[] = [
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
        classId === 15 && id === 7 ? { data: { type: 'octet-string', value: association.secret.octets } } : result,
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
        classId === 15 && id === 11 && association.secret.octets.length > 0
          ? { data: { type: 'octet-string', value: association.secret.octets } }
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
    id: 'M-SEC-04-global',
    violates: ['SEC-04', 'SEC-09'],
    fault: 'answers under the global key whatever key was asked with',
    policy: { replyKey: () => 'global' },
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
    id: 'M-SEC-11-echo',
    violates: ['SEC-11', 'SEC-08'],
    fault: 'puts the title of the client into the header of its replies',
    policy: { replyHeaderTitle: (own, client) => client ?? own },
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
];
