import type { CaseLabels, CaseLink } from '#support/formatters/allure-settings';
import { AREAS, type Area, type Catalogue, type CatalogueCase } from '#support/requirements/catalogue';
import { anchorOf, CASES_PAGE } from './cases-page';

/** Areas without which nothing else can be done, and areas in which a fault opens the meter to strangers. */
const SEVERITY: Partial<Readonly<Record<Area, CaseLabels['severity']>>> = {
  ASC: 'blocker',
  WRP: 'blocker',
  HDL: 'blocker',
  AUT: 'critical',
  SEC: 'critical',
  KEY: 'critical',
  CSP: 'minor',
  IOP: 'minor',
};

/** What the Allure report says about each case, by its id. */
export function caseLabels(catalogue: Catalogue): Record<string, CaseLabels> {
  return Object.fromEntries(catalogue.current.map((row) => [row.id, labelsOf(row)]));
}

function labelsOf(row: CatalogueCase): CaseLabels {
  return {
    epic: AREAS[row.area].name,
    severity: SEVERITY[row.area] ?? 'normal',
    description: describe(row),
    links: [link('case', row.id), ...row.ats.map((test) => link('tms', test))],
  };
}

/** Seen from allure-report/index.html. */
function link(type: CaseLink['type'], name: string): CaseLink {
  return { type, name, url: `../${CASES_PAGE}#${anchorOf(name)}` };
}

function describe(row: CatalogueCase): string {
  return [
    `**${row.id}** ${row.title}${row.isOwn ? ' (an addition of this project to its catalogue)' : ''}`,
    `**Stimulus**: ${row.stimulus}`,
    `**Expected**: ${row.expected}`,
    `**Reference**: ${row.reference} · **applies if** \`${row.appliesIf}\``,
  ].join('\n\n');
}
