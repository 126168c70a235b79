import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { type IRunConfiguration, loadConfiguration, loadSupport, runCucumber } from '@cucumber/cucumber/api';
import type { Rig } from '#rig/rig';
import { type NotRunnable, notRunnable } from '#support/requirements/coverage';
import { lintFeatures, problemText } from '#support/requirements/feature-lint';
import { type CaseResult, CaseResultFold } from '#support/verdict/case-results';
import type { Envelope } from '#support/verdict/messages';
import { type Preflight, preflight } from './preflight';

/** Where features and support code lie; globs relative to `root`. */
export interface Project {
  readonly root: string;
  readonly features: readonly string[];
  readonly support: readonly string[];
  /** rules that its feature files must keep; a line for each breach */
  readonly lint: () => readonly string[];
  /** cases of the catalogue that none of its scenarios can run */
  readonly notRunnable?: () => readonly NotRunnable[];
  /** a look at the bench before anything is judged */
  readonly preflight?: (rig: Rig) => Promise<Preflight>;
}

const ROOT = resolve(__dirname, '../..');

/** This project. */
export const CONFORMANCE: Project = {
  root: ROOT,
  features: ['features/**/*.feature'],
  support: ['support/*.ts', 'steps/**/*.ts'],
  lint: () => lintFeatures().map(problemText),
  notRunnable,
  preflight,
};

/** What the World is told; Cucumber hands each scenario a copy. */
export interface WorldParameters {
  /** path of the rig file */
  readonly rig: string;
  readonly strict?: boolean;
  /** false: deviations that the rig declares are faults all the same, as when mutants are tried */
  readonly toleratesDeclared?: boolean;
  /** which meter the simulator is to be, instead of the conforming one */
  readonly meterVariant?: { readonly kind: 'mutant' | 'null'; readonly id: string };
}

export interface Selection {
  /** a tag expression; '' selects everything */
  readonly tags?: string;
  /** feature files, optionally with lines (`a.feature:3:9`), instead of all of the project's */
  readonly paths?: readonly string[];
}

/** Formatters beside the fold: `stdout` names one, `files` maps a path to one; `options` go to all of them. */
export interface Output {
  readonly stdout: string;
  readonly files: Readonly<Record<string, string>>;
  /** plain data */
  readonly options: object;
  readonly stream?: Writable;
}

export interface RunOptions extends Selection {
  readonly worldParameters: WorldParameters;
  readonly dryRun?: boolean;
  readonly output?: Output;
  /** sees each message before its formatters do */
  readonly onMessage?: (envelope: Envelope) => void;
}

type SupportCode = Awaited<ReturnType<typeof loadSupport>>;

const SILENCE = new Writable({ write: (_chunk, _encoding, done) => done() });
const SILENT: Output = { stdout: resolve(__dirname, '../formatters/silent.cjs'), files: {}, options: {} };

/** Features and support code of a project, loaded once; each run costs little more than its scenarios. */
export class Suite {
  readonly project: Project;
  readonly #configuration: IRunConfiguration;
  readonly #support: SupportCode;

  private constructor(project: Project, configuration: IRunConfiguration, support: SupportCode) {
    this.project = project;
    this.#configuration = configuration;
    this.#support = support;
  }

  /** Loads the support code. @throws whatever the support code throws while it is loaded */
  static async load(project: Project): Promise<Suite> {
    const environment = { cwd: project.root };
    const provided = {
      paths: [...project.features],
      require: [...project.support],
      requireModule: ['ts-node/register'],
      forceExit: false,
    };
    const { runConfiguration } = await loadConfiguration({ file: false, provided }, environment);
    return new Suite(project, runConfiguration, await loadSupport(runConfiguration, environment));
  }

  /**
   * Runs a selection in this process, scenario after scenario, without retries.
   * @returns one result for each scenario that ended, in that order; none for a dry run that only looks
   * @throws when a BeforeAll or AfterAll hook fails, or when the tag expression is not one
   */
  async run(options: RunOptions): Promise<CaseResult[]> {
    const fold = new CaseResultFold();
    const results: CaseResult[] = [];
    await runCucumber(this.#configure(options), this.#environment(options), (envelope) => {
      options.onMessage?.(envelope);
      const result = fold.add(envelope);
      if (result !== undefined) results.push(result);
    });
    return results;
  }

  #environment({ output, dryRun }: RunOptions) {
    const stdout = output === undefined ? SILENCE : (output.stream ?? process.stdout);
    // Cucumber logs syntax errors, which whoever plans a run reports in his own words.
    return { cwd: this.project.root, stdout, stderr: dryRun ? SILENCE : process.stderr };
  }

  #configure(options: RunOptions) {
    const { sources, runtime } = this.#configuration;
    const output = options.output ?? SILENT;
    const formatOptions: IRunConfiguration['formats']['options'] = JSON.parse(JSON.stringify(output.options));
    return {
      sources: {
        ...sources,
        paths: [...(options.paths ?? sources.paths)],
        tagExpression: options.tags ?? '',
      },
      support: this.#support,
      runtime: { ...runtime, dryRun: options.dryRun ?? false, worldParameters: { ...options.worldParameters } },
      formats: { stdout: output.stdout, files: { ...output.files }, options: formatOptions, publish: false as const },
    };
  }
}
