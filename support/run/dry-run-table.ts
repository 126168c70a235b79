import type { Rig } from '#rig/rig';
import { nameOf } from '#support/formatters/result-line';
import { rolesOf, scenarioApplicability } from '#support/requirements/selection';
import { inapplicable } from '#support/verdict/verdict';
import { WrongSecretBudget } from '#support/wrong-secrets';
import type { PlannedScenario } from './plan';

/** What a run would do, a line for each scenario, and why the rest of it would not run. */
export function dryRunTable(scenarios: readonly PlannedScenario[], rig: Rig): string {
  const budget = new WrongSecretBudget(rig);
  const rows = scenarios.map((scenario) => ({ scenario, excuse: excuseOf(scenario, rig, budget) }));
  const excused = rows.filter(({ excuse }) => excuse !== '').length;
  return [
    `Rig ${rig.name}: what would run. Nothing was sent.`,
    ...rows.map(({ scenario, excuse }) => line(scenario, excuse)),
    '',
    `${scenarios.length - excused} would run, ${excused} inapplicable`,
  ].join('\n');
}

/**
 * Why a scenario would not run against a rig; '' where it would.
 * @param budget of the wrong secrets that those before it have left; without one as if it were the first
 */
export function excuseOf(scenario: PlannedScenario, rig: Rig, budget = new WrongSecretBudget(rig)): string {
  const { row, applicability: declared } = scenarioApplicability(scenario.pickle, rig);
  const [role = ''] = rolesOf(scenario.pickle);
  const applicability = declared.applicable ? budget.admit(row, role) : declared;
  return applicability.applicable ? '' : inapplicable(applicability);
}

function line(scenario: PlannedScenario, excuse: string): string {
  const name = nameOf(scenario);
  return excuse === '' ? `  run          ${name}` : `  INAPPLICABLE ${name}\n                 ${excuse}`;
}
