import type { Rig } from '#rig/rig';
import { type Applicability, applicability } from './applicability';
import { missingFact } from './asked-facts';
import { type CatalogueCase, catalogue } from './catalogue';

/** The part of a Cucumber pickle that says what a scenario is about. */
export interface ScenarioText {
  readonly name: string;
  readonly tags: readonly { readonly name: string }[];
  readonly steps: readonly { readonly text: string }[];
}

export interface ScenarioApplicability {
  readonly row: CatalogueCase;
  readonly applicability: Applicability;
}

/** The words by which steps name clients; a rig has those that its meter serves. */
export const CLIENT_ROLES = ['public', 'reading', 'management', 'maintenance'] as const;

const CASE_TAG = '@case:';
const NEEDS_TAG = '@needs:';
const ROLES = new RegExp(
  `\\b(${CLIENT_ROLES.join('|')})(?= clients?\\b| and (?:the )?(?:${CLIENT_ROLES.join('|')}) clients?\\b)`,
  'g',
);

/** Ids of the cases that the tags name; a scenario has exactly one, which the feature lint sees to. */
export function caseIdsOf({ tags }: Pick<ScenarioText, 'tags'>): string[] {
  return valuesOf(tags, CASE_TAG);
}

/** Capabilities that `@needs:` tags add to those of the case. */
export function needsOf({ tags }: Pick<ScenarioText, 'tags'>): string[] {
  return valuesOf(tags, NEEDS_TAG);
}

/** Clients that the steps mention, in order, each once. The first one is the subject of the scenario. */
export function rolesOf({ steps }: Pick<ScenarioText, 'steps'>): string[] {
  const roles = steps.flatMap(({ text }) => [...text.matchAll(ROLES)].map(([, role]) => role ?? ''));
  return [...new Set(roles)];
}

/**
 * Whether a scenario, or one row of its Examples, says anything about the meter of a rig: the capabilities of its
 * case hold for the client that it is about, the rig has every client it mentions and permits what it may change.
 *
 * @throws Error when the scenario does not name a case that is to be built; the feature lint reports that with its line
 */
export function scenarioApplicability(scenario: ScenarioText, rig: Rig): ScenarioApplicability {
  const row = caseOf(scenario);
  return { row, applicability: missingClient(scenario, rig) ?? judged(row, scenario, rig) };
}

function caseOf(scenario: ScenarioText): CatalogueCase {
  const [id, ...others] = caseIdsOf(scenario);
  const row = id === undefined || others.length > 0 ? undefined : catalogue().find(id);
  if (row === undefined || row.status === 'withdrawn')
    throw new Error(`scenario "${scenario.name}" does not name one case of the catalogue`);
  return row;
}

function missingClient(scenario: ScenarioText, rig: Rig): Applicability | undefined {
  const role = rolesOf(scenario).find((mentioned) => !rig.clients.has(mentioned));
  return role === undefined
    ? undefined
    : { applicable: false, capability: `client ${role}`, reason: `the rig has no ${role} client` };
}

function judged(row: CatalogueCase, scenario: ScenarioText, rig: Rig): Applicability {
  const [subject = ''] = rolesOf(scenario);
  const client = rig.clients.get(subject);
  const judgement = applicability(row, rig, client, needsOf(scenario));
  return judgement.applicable ? (missingFact(scenario.steps, rig, client) ?? judgement) : judgement;
}

function valuesOf(tags: ScenarioText['tags'], prefix: string): string[] {
  return tags.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name.slice(prefix.length));
}
