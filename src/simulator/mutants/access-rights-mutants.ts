import { conforming } from '../policy';
import type { Access } from '../policy/access-policy';
import { covers, UNPROTECTED } from '../policy/protection-kind';
import type { Mutant } from './mutant';
import { equalTo, pretends, shows } from './pretended-values';

const [PUBLIC, READING, MAINTENANCE] = [16, 32, 48];
const CURRENT_ASSOCIATION = '0-0:40.0.0.255';
/** SEC-912: what nobody may read, in octets that are nobody's secret. */
const SOME_SECRET = Uint8Array.from({ length: 8 }, (_, index) => 0x61 + index);
const PUBLIC_LIST = (access: Access): boolean =>
  access.clientSap === PUBLIC && equalTo({ classId: 15, logicalName: CURRENT_ASSOCIATION, id: 2 })(access);

/** An entry of object_list with one attribute or method and its access mode. */
function entry(classId: number, obis: readonly number[], attribute: readonly number[], method: readonly number[]) {
  const right = ([id = 0, mode = 0]: readonly number[], isAttribute: boolean) => ({
    type: 'structure' as const,
    elements: [
      { type: 'integer' as const, value: id },
      { type: 'enum' as const, value: mode },
      ...(isAttribute ? [{ type: 'null-data' as const }] : []),
    ],
  });
  const rights = (of: readonly number[], isAttribute: boolean) => ({
    type: 'array' as const,
    elements: of.length === 0 ? [] : [right(of, isAttribute)],
  });
  return {
    type: 'structure' as const,
    elements: [
      { type: 'long-unsigned' as const, value: classId },
      { type: 'unsigned' as const, value: classId === 15 ? 3 : 1 },
      { type: 'octet-string' as const, value: Uint8Array.from(obis) },
      { type: 'structure' as const, elements: [rights(attribute, true), rights(method, false)] },
    ],
  };
}

/** SEC-911 to SEC-915: who may do what, and with how much protection. */
export const accessRightsMutants: readonly Mutant[] = [
  {
    id: 'M-SEC-911-reading',
    violates: ['SEC-911'],
    fault: 'shows its reading client the objects of all others',
    policy: { showsObject: ({ clientSap }, listed) => listed || clientSap === READING },
  },
  {
    id: 'M-SEC-911-maintenance',
    violates: ['SEC-911'],
    fault: 'takes its maintenance client for its management client when it comes to rights',
    policy: { showsObject: ({ clientSap }, listed) => listed || clientSap === MAINTENANCE },
  },
  {
    id: 'M-SEC-911-setups',
    violates: ['SEC-911'],
    fault: 'shows everybody its Security setups',
    policy: { showsObject: ({ classId }, listed) => listed || classId === 64 },
  },
  {
    id: 'M-SEC-912-secret',
    violates: ['SEC-912'],
    fault: 'tells a secret that its object list says nobody may read',
    policy: { readResult: shows(equalTo({ classId: 15, id: 7 }), { type: 'octet-string', value: SOME_SECRET }) },
  },
  {
    id: 'M-SEC-913-setup',
    violates: ['SEC-913'],
    fault: 'lets the public client activate a security policy, as its object list tells',
    policy: {
      readResult: pretends(PUBLIC_LIST, (real) => [...real, entry(64, [0, 0, 43, 0, 0, 255], [1, 1], [1, 1])]),
    },
  },
  {
    id: 'M-SEC-913-secret',
    violates: ['SEC-913'],
    fault: 'lists the secret of another association as readable for the public client',
    policy: { readResult: pretends(PUBLIC_LIST, (real) => [...real, entry(15, [0, 0, 40, 0, 2, 255], [7, 1], [])]) },
  },
  {
    id: 'M-SEC-914-set',
    violates: ['SEC-914'],
    fault: 'looks at the protection that a right demands for reading only',
    policy: {
      rightDemand: (mode, access) => (access.service === 'set' ? UNPROTECTED : conforming.rightDemand(mode, access)),
    },
  },
  {
    id: 'M-SEC-914-half',
    violates: ['SEC-914'],
    fault: 'is content with an authenticated SET where a right demands an encrypted one, too',
    policy: {
      meetsDemand: (given, demanded, by) => covers(given, demanded) || (by === 'right' && given.authenticated),
    },
  },
  {
    id: 'M-SEC-914-change',
    violates: ['SEC-914'],
    fault: 'refuses even enough protection for a specially protected SET',
    policy: {
      grantsAccess: (access, mode) =>
        conforming.grantsAccess(access, mode) && (access.service !== 'set' || (mode & 0x0c) === 0),
    },
  },
  {
    id: 'M-SEC-915-exact',
    violates: ['SEC-915'],
    fault: 'refuses an encrypted request where a right demands authentication alone',
    policy: {
      meetsDemand: (given, demanded, by) => {
        const exact = by === 'right' && demanded.authenticated && !demanded.encrypted;
        return covers(given, demanded) && !(exact && given.encrypted);
      },
    },
  },
];
