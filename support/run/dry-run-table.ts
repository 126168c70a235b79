import type { Rig } from '#rig/rig';
import { nameOf } from '#support/formatters/result-line';
import { scenarioApplicability } from '#support/requirements/selection';
import { inapplicable } from '#support/verdict/verdict';
import type { PlannedScenario } from './plan';

/** What a run would do, a line for each scenario, and why the rest of it would not run. */
export function dryRunTable(scenarios: readonly PlannedScenario[], rig: Rig): string {
  const rows = scenarios.map((scenario) => ({ scenario, excuse: excuseOf(scenario, rig) }));
  const excused = rows.filter(({ excuse }) => excuse !== '').length;
  return [
    `Rig ${rig.name}: what would run. Nothing was sent.`,
    ...rows.map(({ scenario, excuse }) => line(scenario, excuse)),
    '',
    `${scenarios.length - excused} would run, ${excused} inapplicable`,
  ].join('\n');
}

/** Why a scenario would not run against a rig; '' where it would. */
export function excuseOf(scenario: PlannedScenario, rig: Rig): string {
  const { applicability } = scenarioApplicability(scenario.pickle, rig);
  return applicability.applicable ? '' : inapplicable(applicability);
}

function line(scenario: PlannedScenario, excuse: string): string {
  const name = nameOf(scenario);
  return excuse === '' ? `  run          ${name}` : `  INAPPLICABLE ${name}\n                 ${excuse}`;
}
