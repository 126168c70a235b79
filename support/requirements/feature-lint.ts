import { join } from 'node:path';
import { capabilityNames } from '#rig/capability-names';
import { AREAS, type Catalogue, catalogue } from './catalogue';
import { coverageProblems, readCoverage } from './coverage';
import {
  type FeatureSource,
  featureFiles,
  type LintProblem,
  type Pickle,
  readFeature,
  type Scenario,
  type ScenarioSource,
  type Tag,
} from './gherkin-source';
import { ownCaseProblems } from './own-cases';
import { caseIdsOf } from './selection';

export type { LintProblem };

const FEATURES = join(__dirname, '../../features');
const MOST_STEPS = 5;

/** Tags that people filter by: areas, the folders that hold several of them, and two properties. */
const PLAIN_TAGS: ReadonlySet<string> = new Set([
  ...Object.values(AREAS).map(({ tag }) => tag),
  '@datalink',
  '@services',
  '@negative',
  '@slow',
]);

/** Facts that come from the rig and have no place in a sentence. */
const FACTS: readonly (readonly [RegExp, string])[] = [
  [/\d+-\d+:\d+\.\d+\.\d+|\b\d+\.\d+\.\d+\.\d+(?:\.\d+)*\b/, 'an OBIS code or address'],
  [/\b0x[0-9A-Fa-f]+|\b[0-9A-F]{2}(?: [0-9A-F]{2})+\b|\b(?=[0-9A-F]*\d)[0-9A-F]{6,}\b|\b[0-9A-F]{2,}h\b/, 'hex'],
  [/\bport \d+|\b4059\b/i, 'a port number'],
  [/\b\d+ ?(?:ms|milliseconds?)\b/i, 'milliseconds'],
  [/\bclass \d+\b/i, 'a class id'],
  [/\b[\w-]+\.(?:ya?ml|json|ts|bin)\b/, 'a file name'],
];

/** Checks every feature file against the catalogue and the rules of docs/writing-a-scenario.md, and that none is missing. */
export function lintFeatures(folder = FEATURES): LintProblem[] {
  const sources = featureFiles(folder).map((path) => readFeature(path));
  const problems = sources.flatMap((source) => ('text' in source ? [source] : lintFeature(source, catalogue())));
  const coverage = readCoverage();
  if ('text' in coverage) return [...problems, coverage];
  const run = new Set(sources.flatMap(casesIn));
  return [...problems, ...coverageProblems(coverage, run, catalogue()), ...ownCaseProblems(run, catalogue())];
}

function casesIn(source: FeatureSource | LintProblem): string[] {
  if ('text' in source) return [];
  return source.scenarios.flatMap(({ pickles }) => pickles.flatMap(caseIdsOf));
}

/** Problems of one file in order of line, each once. */
export function lintFeature(source: FeatureSource, cases: Catalogue): LintProblem[] {
  const lint = new FeatureLint(source, cases);
  return lint.problems();
}

export function problemText({ file, line, text }: LintProblem): string {
  return `${file}:${line}: ${text}`;
}

class FeatureLint {
  private readonly found = new Map<string, LintProblem>();

  constructor(
    private readonly source: FeatureSource,
    private readonly cases: Catalogue,
  ) {}

  problems(): LintProblem[] {
    this.feature();
    for (const scenario of this.source.scenarios) this.scenario(scenario);
    this.names();
    return [...this.found.values()].sort((a, b) => a.line - b.line);
  }

  private feature(): void {
    const { location, description, tags, children } = this.source.feature;
    if (description.trim() === '') this.report(location.line, 'the Feature has no description');
    const rules = children.flatMap(({ rule }) => (rule === undefined ? [] : [rule]));
    for (const tag of [...tags, ...rules.flatMap((rule) => rule.tags)]) {
      this.tag(tag);
      if (tag.name.startsWith('@case:'))
        this.report(tag.location.line, `${tag.name} belongs on a scenario or its Examples`);
    }
  }

  private scenario({ scenario, pickles }: ScenarioSource): void {
    for (const tag of [...scenario.tags, ...scenario.examples.flatMap(({ tags }) => tags)]) this.tag(tag);
    this.shape(scenario);
    if (pickles.length === 0) this.report(scenario.location.line, 'its Examples have no rows');
    for (const pickle of pickles) this.pickle(pickle, scenario);
  }

  private shape({ location, steps }: Scenario): void {
    if (steps.length === 0) this.report(location.line, 'has no steps');
    const whens = steps.filter(({ keyword }) => keyword.trim() === 'When');
    if (whens.length > 1) this.report(whens[1]?.location.line ?? location.line, 'a second When');
    if (steps.length > MOST_STEPS) this.report(location.line, `${steps.length} steps, expected at most ${MOST_STEPS}`);
  }

  private tag({ name, location }: Tag): void {
    const [prefix = '', value = ''] = name.split(/:(.*)/);
    if (prefix === '@case') this.caseTag(value, location.line);
    else if (prefix === '@needs') this.needsTag(value, location.line);
    else if (!PLAIN_TAGS.has(name)) this.report(location.line, `unknown tag ${name}`);
  }

  private needsTag(capability: string, line: number): void {
    if (!capabilityNames().has(capability)) this.report(line, `unknown capability ${capability}`);
  }

  private caseTag(id: string, line: number): void {
    const row = this.cases.find(id);
    if (row === undefined) this.report(line, `the catalogue has no case ${id}`);
    else if (row.status === 'withdrawn') this.report(line, `case ${id} is withdrawn`);
  }

  private pickle(pickle: Pickle, scenario: Scenario): void {
    const line = pickle.location?.line ?? scenario.location.line;
    const ids = caseIdsOf(pickle);
    if (ids.length !== 1)
      this.report(line, ids.length === 0 ? 'names no @case:' : `names ${ids.length} cases, expected one`);
    const negative = pickle.tags.some(({ name }) => name === '@negative');
    if (ids.length === 1) this.sign(ids[0] ?? '', negative, line);
    this.proofOfLife(scenario, negative);
    for (const { text } of pickle.steps) this.facts(text, line);
  }

  private sign(id: string, negative: boolean, line: number): void {
    const sign = this.cases.find(id)?.sign;
    if (sign === 'negative' && !negative) this.report(line, `${id} is a negative case: tag @negative is missing`);
    if (sign === 'positive' && negative) this.report(line, `${id} is a positive case: tag @negative is wrong`);
  }

  private proofOfLife({ location, steps }: Scenario, negative: boolean): void {
    if (negative && steps.at(-1)?.keyword.trim() !== 'But') {
      this.report(location.line, 'a negative scenario ends with a But step: the proof of life');
    }
  }

  private facts(text: string, line: number): void {
    for (const [pattern, what] of FACTS) {
      if (pattern.test(text)) this.report(line, `a step holds ${what}: "${text}"`);
    }
  }

  private names(): void {
    const seen = new Set<string>();
    for (const { scenario } of this.source.scenarios) {
      if (seen.has(scenario.name)) this.report(scenario.location.line, `a second scenario named "${scenario.name}"`);
      seen.add(scenario.name);
    }
  }

  private report(line: number, text: string): void {
    const problem = { file: this.source.file, line, text };
    this.found.set(problemText(problem), problem);
  }
}
