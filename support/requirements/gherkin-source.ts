import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';

// The message types come by way of the parser: the tree holds two versions of @cucumber/messages.
type GherkinDocument = Parameters<typeof compile>[0];
export type Pickle = ReturnType<typeof compile>[number];
export type Feature = NonNullable<GherkinDocument['feature']>;
export type Scenario = NonNullable<Feature['children'][number]['scenario']>;
export type Tag = Feature['tags'][number];

/** A feature file as Cucumber's own parser sees it. */
export interface FeatureSource {
  /** path as it is shown, with forward slashes */
  readonly file: string;
  readonly feature: Feature;
  readonly scenarios: readonly ScenarioSource[];
}

export interface ScenarioSource {
  readonly scenario: Scenario;
  /** the scenario itself, or one for each row of its Examples */
  readonly pickles: readonly Pickle[];
}

/** A place in a feature file and what is wrong there. */
export interface LintProblem {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Every `.feature` file below a folder, in order of path. */
export function featureFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.feature'))
    .map((name) => join(folder, name))
    .sort();
}

/** Reads one file; what the parser says against it is a problem with its line. */
export function readFeature(path: string, root = process.cwd()): FeatureSource | LintProblem {
  return parseFeature(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
}

export function parseFeature(file: string, text: string): FeatureSource | LintProblem {
  let ids = 0;
  const newId = () => String(ids++);
  try {
    const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher());
    const document = parser.parse(text);
    if (document.feature === undefined) return { file, line: 1, text: 'holds no Feature' };
    return { file, feature: document.feature, scenarios: scenariosOf(document, compile(document, file, newId)) };
  } catch (error) {
    return syntaxProblem(file, error);
  }
}

function scenariosOf(document: GherkinDocument, pickles: readonly Pickle[]): ScenarioSource[] {
  const children = document.feature?.children ?? [];
  return children
    .flatMap((child) => child.rule?.children ?? [child])
    .flatMap(({ scenario }) => (scenario === undefined ? [] : [scenario]))
    .map((scenario) => ({ scenario, pickles: pickles.filter(({ astNodeIds }) => astNodeIds[0] === scenario.id) }));
}

/** `(3:9): expected …`, perhaps one of several. */
function syntaxProblem(file: string, error: unknown): LintProblem {
  const message = error instanceof Error ? error.message : String(error);
  const found = /\((\d+):\d+\): ([^\n]*)/.exec(message);
  return { file, line: Number(found?.[1] ?? 1), text: found?.[2] ?? 'cannot be parsed' };
}
