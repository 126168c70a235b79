import { renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import type { Rig } from '#rig/rig';
import { allureOptions } from '#support/report/allure-options';
import { unfinishedPath, writeAtomically } from '#support/report/atomic-file';
import { buildReport } from '#support/report/html-report';
import { junitXml } from '#support/report/junit';
import { type ReportPaths, reportPaths } from '#support/report/report-paths';
import { type FinishedRun, resultsFile } from '#support/report/results-file';
import { thisTool } from '#support/report/tool';
import { catalogue } from '#support/requirements/catalogue';
import { notRunnableText } from '#support/requirements/coverage';
import { countersOf, leaveRigs } from '#support/session';
import { ConfigurationError } from './configuration-error';
import { type ConformanceOptions, tagExpression } from './conformance-options';
import { dryRunTable } from './dry-run-table';
import { EXIT, type ExitCode, exitCodeOf } from './exit-code';
import { type Plan, planOf } from './plan';
import { type Output, type Project, Suite } from './suite';
import { summary } from './summary';

const FORMATTERS = resolve(__dirname, '../formatters');

/** How the person who started the run is spoken to. */
export interface Terminal {
  /** live progress goes here as it happens */
  readonly stdout: Writable;
  say(text: string): void;
}

/**
 * Checks everything that can be checked without the meter, then runs what was selected, and reports.
 * @throws ConfigurationError before anything is sent, when features or selection are wrong
 */
export async function runConformance(
  options: ConformanceOptions,
  rig: Rig,
  project: Project,
  terminal: Terminal,
): Promise<ExitCode> {
  const suite = await Suite.load(project);
  const { tags, plan } = await select(suite, options);
  if (options.dryRun) {
    terminal.say(dryRunTable(plan.scenarios, rig));
    return plan.scenarios.length === 0 ? EXIT.nothingRan : EXIT.passed;
  }
  for (const row of project.notRunnable?.() ?? []) {
    if (options.cases.includes(row.case)) terminal.say(`note: no scenario can run ${notRunnableText(row)}`);
  }
  try {
    return await runOnRig(suite, { options, rig, tags, terminal });
  } finally {
    leaveRigs();
  }
}

interface RigRun {
  readonly options: ConformanceOptions;
  readonly rig: Rig;
  readonly tags: string;
  readonly terminal: Terminal;
}

async function runOnRig(suite: Suite, { options, rig, tags, terminal }: RigRun): Promise<ExitCode> {
  const before = await suite.project.preflight?.(rig);
  for (const remark of before?.remarks ?? []) terminal.say(`note: ${remark}`);
  if (before?.fault !== undefined) {
    terminal.say(`nothing was run: ${before.fault.text}`);
    return EXIT.bench;
  }
  const paths = reportPaths(options.reports);
  removeOldResults(paths);
  const run = await runSelection(suite, { options, rig, tags, paths, stdout: terminal.stdout });
  writeResults(run, paths);
  const stale = staleDeviations(run, rig);
  const report = reportOn(options, run, paths);
  terminal.say(summary(run, [...stale, ...report.lines]));
  if (!report.sound) return EXIT.harness;
  const code = exitCodeOf(run.results);
  return code === EXIT.passed && stale.length > 0 ? EXIT.configuration : code;
}

/** Every scenario is checked, also those that are not selected: a typo in a tag must not hide a scenario. */
async function select(suite: Suite, options: ConformanceOptions): Promise<{ tags: string; plan: Plan }> {
  const everything = await planOf(suite);
  const problems = [...new Set([...everything.problems, ...suite.project.lint()])];
  if (problems.length > 0) throw new ConfigurationError(problems.join('\n'));
  const known = new Set(everything.scenarios.flatMap(({ pickle }) => pickle.tags.map((tag) => tag.name)));
  const tags = tagExpression(options, known);
  return { tags, plan: tags === '' ? everything : await planOf(suite, tags) };
}

function removeOldResults(paths: ReportPaths): void {
  const { results, junit, messages, allureResults, allureReport } = paths;
  for (const path of [results, junit, messages, allureResults, allureReport])
    rmSync(path, { recursive: true, force: true });
}

interface Selected {
  readonly options: ConformanceOptions;
  readonly rig: Rig;
  readonly tags: string;
  readonly paths: ReportPaths;
  readonly stdout: Writable;
}

async function runSelection(suite: Suite, selected: Selected): Promise<FinishedRun> {
  const { options, rig, tags, paths } = selected;
  const tool = thisTool();
  const startedAt = new Date();
  const began = performance.now();
  const worldParameters = { rig: resolve(options.rig), strict: options.strict };
  const results = await suite.run({ tags, worldParameters, output: outputOf(selected, suite.project, tool) });
  const notRunnable = suite.project.notRunnable?.() ?? [];
  renameSync(unfinishedPath(paths.messages), paths.messages);
  const durationMs = performance.now() - began;
  const { resynchronizations } = countersOf(rig);
  return { tool, rig: rig.name, startedAt, durationMs, results, resynchronizations, notRunnable };
}

function outputOf(selected: Selected, project: Project, tool: FinishedRun['tool']): Output {
  const { options, rig, paths, stdout } = selected;
  const resultsDir = resolve(paths.allureResults);
  const notRunnable = project.notRunnable?.() ?? [];
  return {
    stdout: resolve(FORMATTERS, 'live.cjs'),
    stream: stdout,
    files: {
      [resolve(unfinishedPath(paths.messages))]: 'message',
      // Cucumber gives every formatter a file; this one writes a folder of its own and leaves its file empty.
      [resolve(resultsDir, '.formatter')]: resolve(FORMATTERS, 'strict-allure.cjs'),
    },
    options: allureOptions({
      tool,
      rig: rig.name,
      strict: options.strict,
      catalogue: catalogue(),
      notRunnable,
      resynchronizations: countersOf(rig).resynchronizations,
      resultsDir,
    }),
  };
}

function writeResults(run: FinishedRun, paths: ReportPaths): void {
  writeAtomically(paths.results, `${JSON.stringify(resultsFile(run), null, 2)}\n`);
  writeAtomically(paths.junit, junitXml(run));
}

interface ReportOutcome {
  readonly lines: readonly string[];
  /** false: the accounts of the run differ or the page could not be made, so that nothing should rest on it */
  readonly sound: boolean;
}

/** The verdicts are known by now: whatever goes wrong with the page must not keep them from the person who waits. */
function reportOn({ report: wanted }: ConformanceOptions, { results }: FinishedRun, paths: ReportPaths): ReportOutcome {
  if (!wanted || results.length === 0) return { lines: [`Results: ${paths.results}`], sound: true };
  try {
    return { lines: [`Report: ${paths.allureReport}/index.html (${buildReport(paths)})`], sound: true };
  } catch (error) {
    return { lines: [`our own error: ${error instanceof Error ? error.message : error}`], sound: false };
  }
}

/** A declared deviation that the meter no longer shows must go from the rig file, or it will hide the next one. */
function staleDeviations({ results }: FinishedRun, rig: Rig): string[] {
  const stale = rig.deviations.filter(({ case: id }) => {
    const ofCase = results.filter((result) => result.case === id);
    return (
      ofCase.length > 0 && ofCase.every(({ verdict, deviations }) => verdict === 'PASSED' && deviations.length === 0)
    );
  });
  return stale.map(({ case: id }) => `${rig.file}: deviations: ${id} is stale: all of its scenarios pass without one`);
}
