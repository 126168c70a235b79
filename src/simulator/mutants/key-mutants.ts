import type { GetDataResult } from '#dlms/apdu/get';
import type { Data } from '#dlms/codec/data';
import { octetString, unsigned } from '#dlms/codec/data-values';
import { unwrapKey, unwrapUnchecked } from '#dlms/security/key-wrap';
import { conforming } from '../policy';
import type { Access } from '../policy/access-policy';
import type { WrappedKey } from '../policy/key-policy';
import type { Mutant } from './mutant';

const SECURITY_SETUP = 64;
const NOBODYS_TITLE = octetString('53494D00000000FF');

/** Shows something else in an attribute of every Security setup. */
function shows(attributeId: number, change: (real: Data) => Data) {
  return (result: GetDataResult, { classId, id }: Access): GetDataResult =>
    classId === SECURITY_SETUP && id === attributeId && 'data' in result ? { data: change(result.data) } : result;
}

/** Another number in the same type. */
function numbered(change: (real: number) => number) {
  return (real: Data): Data => (real.type === 'enum' ? { ...real, value: change(real.value) } : real);
}

/** The first of a key's octets and nothing behind. */
function padded(octets: Uint8Array, length: number): Uint8Array {
  const key = new Uint8Array(length);
  key.set(octets.subarray(0, length));
  return key;
}

/** Looks at no check value; what it cannot unwrap at all it takes as it is. */
function careless({ wrapped, kek, keyLength }: WrappedKey): Uint8Array {
  return wrapped.length === keyLength + 8 ? unwrapUnchecked(kek, wrapped) : padded(wrapped, keyLength);
}

/** KEY: what a Security setup shows, and how keys are transferred. */
export const keyMutants: readonly Mutant[] = [
  {
    id: 'M-KEY-01-policy-type',
    violates: ['KEY-01'],
    fault: 'shows its security policy as an unsigned number',
    policy: { readResult: shows(2, (real) => (real.type === 'enum' ? unsigned(real.value) : real)) },
  },
  {
    id: 'M-KEY-01-policy-bits',
    violates: ['KEY-01'],
    fault: 'shows bits in its security policy that nobody uses',
    policy: {
      readResult: shows(
        2,
        numbered((policy) => (policy === 0 ? 0x24 | 0x01 : policy | 0x01)),
      ),
    },
  },
  {
    id: 'M-KEY-01-suite',
    violates: ['KEY-01'],
    fault: 'shows another security suite than it uses',
    policy: {
      readResult: shows(
        3,
        numbered((suite) => (suite + 1) % 3),
      ),
    },
  },
  {
    id: 'M-KEY-01-suite-unknown',
    violates: ['KEY-01'],
    fault: 'counts its security suites from 3',
    policy: {
      readResult: shows(
        3,
        numbered((suite) => suite + 3),
      ),
    },
  },
  {
    id: 'M-KEY-01-title',
    violates: ['KEY-01'],
    fault: 'shows its system title as text',
    policy: { readResult: shows(5, () => octetString(Buffer.from('53494D0000000001').toString('hex'))) },
  },
  {
    id: 'M-KEY-01-certificates',
    violates: ['KEY-01'],
    fault: 'leaves the alternative name out of its rows of certificates',
    policy: {
      readResult: shows(6, (real) =>
        real.type === 'array' ? { ...real, elements: real.elements.map((row) => withoutLast(row)) } : real,
      ),
    },
  },
  {
    id: 'M-KEY-02-title',
    violates: ['KEY-02'],
    fault: 'shows the system title of another meter',
    policy: { readResult: shows(5, () => NOBODYS_TITLE) },
  },
  {
    id: 'M-KEY-03-title',
    violates: ['KEY-03'],
    fault: 'shows a client that is not the one of the association',
    policy: { readResult: shows(4, () => NOBODYS_TITLE) },
  },
  {
    id: 'M-KEY-04-never',
    violates: ['KEY-04'],
    fault: 'takes a new GUEK and goes on with the old one',
    policy: { putsInForce: (name) => name !== 'guek' },
  },
  {
    id: 'NC-088',
    violates: ['KEY-04', 'KEY-05', 'KEY-06'],
    fault: 'still takes messages under the old keys after a transfer',
    policy: { honoursFormerKeys: () => true },
  },
  {
    id: 'M-KEY-05-never',
    violates: ['KEY-05'],
    fault: 'takes a new GAK and goes on with the old one',
    policy: { putsInForce: (name) => name !== 'gak' },
  },
  {
    id: 'M-KEY-05-counters',
    violates: ['KEY-05'],
    fault: 'counts anew under the old GUEK when it gets a new GAK',
    policy: { countersAfter: () => ({ lowest: 0, next: 0 }) },
  },
  {
    id: 'M-KEY-06-first',
    violates: ['KEY-06'],
    fault: 'installs the first key of a call and says that it has installed all',
    policy: { keysInstalled: (keys) => conforming.keysInstalled(keys).slice(0, 1) },
  },
  {
    id: 'M-KEY-07-never',
    violates: ['KEY-07'],
    fault: 'takes a new GBEK and goes on with the old one',
    policy: { putsInForce: (name) => name !== 'gbek' },
  },
  {
    id: 'M-KEY-07-old',
    violates: ['KEY-07'],
    fault: 'still obeys broadcasts under the old key after a transfer',
    policy: { honoursFormerKeys: () => true },
  },
  {
    id: 'M-KEY-08-never',
    violates: ['KEY-08'],
    fault: 'takes a new KEK and goes on with the old one',
    policy: { putsInForce: (name) => name !== 'kek' },
  },
  {
    id: 'M-KEY-08-old',
    violates: ['KEY-08'],
    fault: 'still takes keys that are wrapped under the old KEK',
    policy: {
      keyInWrap: ({ wrapped, kek, formerKek }) =>
        unwrapKey(kek, wrapped) ?? (formerKek && unwrapKey(formerKek, wrapped)),
    },
  },
  {
    id: 'M-KEY-09-guek',
    violates: ['KEY-09'],
    fault: 'takes a key of an unknown kind for the GUEK',
    policy: { keyOfId: (keyId) => conforming.keyOfId(keyId) ?? 'guek' },
  },
  {
    id: 'M-KEY-09-modulo',
    violates: ['KEY-09'],
    fault: 'looks at the two lowest bits of the key_id alone',
    policy: { keyOfId: (keyId) => conforming.keyOfId(keyId & 0x03) },
  },
  {
    id: 'NC-086',
    violates: ['KEY-10'],
    fault: 'installs a key without looking at the check value of its wrap',
    policy: { keyInWrap: careless },
  },
  {
    id: 'M-KEY-10-plain',
    violates: ['KEY-10'],
    fault: 'takes a key that is not wrapped at all',
    policy: {
      keyInWrap: ({ wrapped, kek, keyLength }) => (wrapped.length === keyLength ? wrapped : unwrapKey(kek, wrapped)),
    },
  },
  {
    id: 'M-KEY-10-short',
    violates: ['KEY-10'],
    fault: 'fills up a key that is too short',
    policy: {
      keyInWrap: ({ wrapped, kek, keyLength }) =>
        wrapped.length === keyLength ? padded(unwrapUnchecked(kek, wrapped), keyLength) : unwrapKey(kek, wrapped),
    },
  },
  {
    id: 'M-KEY-10-success',
    violates: ['KEY-10'],
    fault: 'says that it has installed a key and has not',
    policy: { refusesTransfer: () => false },
  },
  {
    id: 'M-KEY-10-lost',
    violates: ['KEY-10'],
    fault: 'loses its GUEK over a transfer that it refuses',
    policy: {
      keysInstalled: (keys) =>
        keys.includes(undefined) ? [{ name: 'guek', key: new Uint8Array(16) }] : conforming.keysInstalled(keys),
    },
  },
  {
    id: 'M-KEY-11-half',
    violates: ['KEY-11'],
    fault: 'refuses a call of two keys for the bad one and installs the good one',
    policy: { keysInstalled: (keys) => keys.filter((key) => key !== undefined) },
  },
  {
    id: 'M-KEY-12-new',
    violates: ['KEY-12'],
    fault: 'answers a transfer under the new keys',
    policy: { keysOfReply: () => 'now' },
  },
  {
    id: 'M-KEY-13-kept',
    violates: ['KEY-13'],
    fault: 'goes on counting under a new GUEK, in both directions',
    policy: { countersAfter: ({ before }) => before },
  },
  {
    id: 'M-KEY-13-own',
    violates: ['KEY-13'],
    fault: 'goes on with its own counter under a new GUEK',
    policy: {
      countersAfter: ({ name, of, before }) => (name === of ? { lowest: 0, next: before.next } : before),
    },
  },
  {
    id: 'M-KEY-14-lost',
    violates: ['KEY-14'],
    fault: 'has no key left when its supply is cut after a transfer',
    policy: {
      keysAfterPowerCycle: (keys) => (keys.former === undefined ? keys : { ...keys, guek: keys.guek.map(() => 0) }),
    },
  },
  {
    id: 'M-KEY-20-anybody',
    violates: ['KEY-20'],
    fault: 'lets anybody call the methods of a Security setup',
    policy: {
      allowsService: (bit, negotiated) => negotiated || bit === 'action',
      showsObject: ({ classId }, listed) => listed || classId === SECURITY_SETUP,
      grantsAccess: (access, mode) => access.classId === SECURITY_SETUP || conforming.grantsAccess(access, mode),
    },
  },
];

function withoutLast(row: Data): Data {
  return row.type === 'structure' ? { ...row, elements: row.elements.slice(0, -1) } : row;
}
