import type { ClientProfile, Rig } from '#rig/rig';
import type { Inapplicable } from './applicability';

/** A sentence by which a scenario asks for something that the rig may lack and that has no name as a capability. */
interface Demand {
  readonly sentence: string;
  /** field of the rig file */
  readonly field: string;
  readonly isMet: (rig: Rig, client: ClientProfile | undefined) => boolean;
}

const DEMANDS: readonly Demand[] = [
  {
    sentence: 'the bench can issue certificates that the meter takes',
    field: 'testAuthority',
    isMet: ({ testAuthority }) => testAuthority !== undefined,
  },
  {
    sentence: 'client has a certified key for key agreement',
    field: 'keyPairs.agreement.certificate',
    isMet: (_rig, client) => client?.keyPairs?.agreement?.certificate !== undefined,
  },
  {
    sentence: 'client has a certified key for signatures',
    field: 'keyPairs.signing.certificate',
    isMet: (_rig, client) => client?.keyPairs?.signing?.certificate !== undefined,
  },
];

/** What the Givens of a scenario ask of the rig and it does not have; undefined when it has everything. */
export function missingFact(
  steps: readonly { readonly text: string }[],
  rig: Rig,
  client: ClientProfile | undefined,
): Inapplicable | undefined {
  const asked = DEMANDS.filter(({ sentence }) => steps.some(({ text }) => text.includes(sentence)));
  const missing = asked.find(({ isMet }) => !isMet(rig, client));
  if (missing === undefined) return undefined;
  return { applicable: false, capability: missing.field, reason: `the rig has no ${missing.field}` };
}
