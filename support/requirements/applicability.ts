import { capabilityNames } from '#rig/capability-names';
import type { ClientProfile, ObjectDeclaration, Rig, Safety } from '#rig/rig';
import { capabilitiesOf, howToDeclare, isPerClient } from './capabilities';
import { type CapabilityExpression, type Decider, evaluate, parseCapabilityExpression } from './capability-expression';
import type { CatalogueCase, SafetyNeed } from './catalogue';

/** Whether a case says anything about a meter; where not, the capability that is missing and a line for the report. */
export type Applicability = { readonly applicable: true } | Inapplicable;

export interface Inapplicable {
  readonly applicable: false;
  readonly capability: string;
  readonly reason: string;
}

const SAFETY_FLAGS: Readonly<Record<SafetyNeed, keyof Safety>> = {
  writes: 'allowWrites',
  clock: 'allowWrites',
  keys: 'allowKeyChange',
  lockout: 'allowLockout',
  reset: 'allowReset',
  disconnect: 'allowDisconnect',
  image: 'allowImageActivation',
};

/** What cases do beside that for which they are listed: who tries an old secret tries a wrong one. */
const FURTHER_SAFETY: Readonly<Record<string, readonly SafetyNeed[]>> = { 'AUT-33': ['lockout'] };

/** Objects that the text of a case calls for and `appliesIf` has no name for. */
const CASE_OBJECTS: Readonly<Record<string, keyof ObjectDeclaration>> = {
  'AUT-02': 'managementOnlyAttribute',
  'GET-09': 'unreadableAttribute',
  'SEC-30': 'protectedAttribute',
  'SEC-908': 'serviceParameter',
};

/**
 * Judges by declarations alone, never by what a meter answered.
 *
 * @param client the client that the scenario is about; without one, a capability of some client is enough
 * @param needs further names that must hold (`@needs:` tags)
 */
export function applicability(
  row: CatalogueCase,
  rig: Rig,
  client?: ClientProfile,
  needs: readonly string[] = [],
): Applicability {
  return (
    missingSafety(row, rig) ??
    missingCapability(row, rig, client) ??
    missingNeed(needs, rig, client) ??
    missingObject(row, rig) ?? { applicable: true }
  );
}

const parsed = new Map<string, CapabilityExpression>();

function expressionOf({ appliesIf }: CatalogueCase): CapabilityExpression {
  const expression = parsed.get(appliesIf) ?? parseCapabilityExpression(appliesIf, capabilityNames());
  parsed.set(appliesIf, expression);
  return expression;
}

function missingSafety({ id, safety }: CatalogueCase, rig: Rig): Inapplicable | undefined {
  const needed = [...(safety === undefined ? [] : [safety]), ...(FURTHER_SAFETY[id] ?? [])];
  const missing = needed.find((need) => !rig.safety[SAFETY_FLAGS[need]]);
  if (missing === undefined) return undefined;
  const flag = `safety.${SAFETY_FLAGS[missing]}`;
  return { applicable: false, capability: flag, reason: `the rig does not set ${flag}` };
}

function missingCapability(row: CatalogueCase, rig: Rig, client: ClientProfile | undefined): Inapplicable | undefined {
  const { holds, deciders } = evaluate(expressionOf(row), capabilitiesOf(rig, client).has);
  return holds ? undefined : decidedBy(deciders, client);
}

function missingNeed(needs: readonly string[], rig: Rig, client: ClientProfile | undefined): Inapplicable | undefined {
  const name = needs.find((need) => !capabilitiesOf(rig, client).has(need));
  return name === undefined ? undefined : decidedBy([{ name, declared: false }], client);
}

function missingObject({ id }: CatalogueCase, rig: Rig): Inapplicable | undefined {
  const object = CASE_OBJECTS[id];
  if (object === undefined || rig.objects[object] !== undefined) return undefined;
  return { applicable: false, capability: `objects.${object}`, reason: `the rig names no objects.${object}` };
}

function decidedBy(deciders: readonly Decider[], client: ClientProfile | undefined): Inapplicable {
  const capability = deciders.map(({ name, declared }) => (declared ? `!${name}` : name)).join(' | ');
  return { applicable: false, capability, reason: deciders.map((decider) => reasonOf(decider, client)).join(', ') };
}

/** `capability tcp.inactivity is not declared (meter.inactivitySeconds)`: what is missing, and where it would stand. */
function reasonOf({ name, declared }: Decider, client: ClientProfile | undefined): string {
  const whose = client === undefined || !isPerClient(name) ? '' : ` for the ${client.role} client`;
  if (declared) return `capability ${name} is declared${whose}`;
  const origin = howToDeclare(name);
  return `capability ${name} is not declared${whose}${origin === 'declares' ? '' : ` (${origin})`}`;
}
