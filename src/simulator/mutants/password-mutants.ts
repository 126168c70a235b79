import { equalOctets } from '#dlms/codec/hex';
import { conforming } from '../policy';
import type { Mutant } from './mutant';

const LLS = '2.16.756.5.8.2.1';
/** Does `octets` begin with all of `start`? */
const begins = (octets: Uint8Array, start: Uint8Array) => equalOctets(octets.subarray(0, start.length), start);

/** AUT: who may open without authentication or with a password. */
export const passwordMutants: readonly Mutant[] = [
  {
    id: 'NC-057',
    violates: ['AUT-04', 'AUT-06'],
    fault: 'accepts any password',
    policy: { acceptsPassword: (given) => given !== undefined && given.length > 0 },
  },
  {
    id: 'M-AUT-01-refused',
    violates: ['AUT-01'],
    fault: 'wants every client to authenticate, the public one too',
    policy: { opensWithoutAuthentication: () => false },
  },
  {
    id: 'M-AUT-02-shows',
    violates: ['AUT-02'],
    fault: 'hides objects in the object list only',
    policy: { showsObject: () => true },
  },
  {
    id: 'M-AUT-03-refused',
    violates: ['AUT-03'],
    fault: 'answers a right password with authentication-required',
    policy: { diagnosticOfAcceptance: () => ({ source: 'acse-service-user', value: 'authentication-required' }) },
  },
  {
    id: 'M-AUT-04-all-but-last',
    violates: ['AUT-04'],
    fault: 'does not compare the last octet of the password',
    policy: {
      acceptsPassword: (given, stored) =>
        given !== undefined && given.length === stored.length && begins(given, stored.subarray(0, -1)),
    },
  },
  {
    id: 'M-AUT-04-all-but-first',
    violates: ['AUT-04'],
    fault: 'does not compare the first octet of the password',
    policy: {
      acceptsPassword: (given, stored) =>
        given !== undefined && given.length === stored.length && equalOctets(given.subarray(1), stored.subarray(1)),
    },
  },
  {
    id: 'M-AUT-04-diagnostic',
    violates: ['AUT-04'],
    fault: 'rejects a wrong password as a missing mechanism-name',
    policy: {
      diagnosticOfRejection: (cause) =>
        conforming.diagnosticOfRejection(cause === 'password' ? 'mechanism-missing' : cause),
    },
  },
  {
    id: 'M-AUT-05-empty',
    violates: ['AUT-05'],
    fault: 'accepts an empty password',
    policy: {
      acceptsPassword: (given, stored, before) =>
        given?.length === 0 || conforming.acceptsPassword(given, stored, before),
    },
  },
  {
    id: 'M-AUT-06-prefix',
    violates: ['AUT-06'],
    fault: 'compares as many octets of the password as it was given',
    policy: { acceptsPassword: (given, stored) => given !== undefined && given.length > 0 && begins(stored, given) },
  },
  {
    id: 'M-AUT-06-extended',
    violates: ['AUT-06'],
    fault: 'compares as many octets of the password as it has stored',
    policy: { acceptsPassword: (given, stored) => given !== undefined && begins(given, stored) },
  },
  {
    id: 'M-AUT-06-terminated',
    violates: ['AUT-06'],
    fault: 'reads the password up to a zero octet',
    policy: {
      acceptsPassword: (given, stored) =>
        given !== undefined && equalOctets(given.subarray(0, lengthTo0(given)), stored),
    },
  },
  {
    id: 'M-AUT-07-absent',
    violates: ['AUT-07'],
    fault: 'accepts low level security without a password',
    policy: {
      acceptsPassword: (given, stored, before) =>
        given === undefined || conforming.acceptsPassword(given, stored, before),
    },
  },
  {
    id: 'M-AUT-08-resentful',
    violates: ['AUT-08'],
    fault: 'locks a client out for ever after one wrong password, without declaring it',
    policy: {
      acceptsPassword: (given, stored, before) =>
        before.failures === 0 && conforming.acceptsPassword(given, stored, before),
    },
  },
  {
    id: 'M-AUT-35-none',
    violates: ['AUT-35'],
    fault: 'opens without authentication for every client that asks for none',
    policy: { opensWithoutAuthentication: (aarq) => aarq.mechanismName === undefined },
  },
  {
    id: 'M-AUT-35-low',
    violates: ['AUT-35'],
    fault: 'lets an HLS client use low level security with any password',
    policy: {
      acceptsMechanism: (proposed, required) => proposed === required || proposed === LLS,
      acceptsChallengeLength: (length) => length !== undefined && length > 0 && length <= 64,
    },
  },
  {
    id: 'M-AUT-02-writes',
    violates: ['AUT-02'],
    fault: 'serves every write, whoever asks',
    policy: {
      allowsService: (bit, negotiated) => negotiated || bit === 'set',
      showsObject: ({ service }, listed) => listed || service === 'set',
      grantsAccess: (access, mode) => access.service === 'set' || conforming.grantsAccess(access, mode),
    },
  },
  {
    id: 'M-AUT-04-seven-bits',
    violates: ['AUT-04'],
    fault: 'compares passwords as text of seven bits',
    policy: {
      acceptsPassword: (given, stored) =>
        given !== undefined &&
        equalOctets(
          given.map((octet) => octet & 0x7f),
          stored,
        ),
    },
  },
  {
    id: 'M-AUT-04-serves',
    violates: ['AUT-04', 'AUT-06', 'AUT-35'],
    fault: 'rejects, and serves all the same',
    policy: { opensInSpiteOfRejection: () => true },
  },
  {
    id: 'M-AUT-08-stalls',
    violates: ['AUT-08'],
    fault: 'answers nothing more on a connection on which it has rejected',
    policy: { afterRejection: () => 'stalls' },
  },
];

function lengthTo0(octets: Uint8Array): number {
  const at = octets.indexOf(0);
  return at < 0 ? octets.length : at;
}
