import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { allureOptions } from '#support/report/allure-options';
import { thisTool } from '#support/report/tool';
import { catalogue } from '#support/requirements/catalogue';
import { planOf } from '#support/run/plan';
import { CONFORMANCE, type Output, Suite } from '#support/run/suite';
import { type Figure, inTurns } from './figure';

const RIG = resolve(__dirname, '../fixtures/rigs/simulator-memory.yaml');
const FORMATTERS = resolve(__dirname, '../support/formatters');
const ROUNDS = 3;
const WARM_UPS = 1;

/** A whole conformance run in memory, against as many empty scenarios of the same cases under the same formatters. */
export async function harnessTime(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-bench-'));
  try {
    const suite = await Suite.load(CONFORMANCE);
    const { scenarios } = await planOf(suite);
    const empty = await emptySuite(
      folder,
      scenarios.map((scenario) => scenario.case),
    );
    const run = (which: Suite, name: string) => () =>
      which.run({ worldParameters: { rig: RIG }, output: outputInto(join(folder, name)) });
    const { ours, floor } = await inTurns(ROUNDS, scenarios.length, run(suite, 'ours'), run(empty, 'floor'), WARM_UPS);
    const name = `harness, ${scenarios.length} scenarios in memory, time`;
    return { name, unit: 'scenarios/s', goal: '<= 2', ours, floor, ratio: floor.median / ours.median };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function emptySuite(folder: string, cases: readonly string[]): Promise<Suite> {
  mkdirSync(join(folder, 'features'), { recursive: true });
  const scenarios = cases.map((id, index) => `  @case:${id}\n  Scenario: ${id} ${index}\n    Given nothing\n`);
  writeFileSync(join(folder, 'features/empty.feature'), `Feature: Nothing\n\n${scenarios.join('\n')}`);
  const cucumber = JSON.stringify(require.resolve('@cucumber/cucumber'));
  writeFileSync(join(folder, 'steps.cjs'), `require(${cucumber}).Given('nothing', () => {});\n`);
  return Suite.load({ root: folder, features: ['features/*.feature'], support: ['steps.cjs'], lint: () => [] });
}

/** The formatters of `npm run conformance`, into a folder of their own. */
function outputInto(folder: string): Output {
  rmSync(folder, { recursive: true, force: true });
  const resultsDir = join(folder, 'allure-results');
  mkdirSync(resultsDir, { recursive: true });
  return {
    stdout: join(FORMATTERS, 'live.cjs'),
    stream: new Writable({ write: (_chunk, _encoding, done) => done() }),
    files: {
      [join(folder, 'messages.ndjson')]: 'message',
      [join(resultsDir, '.formatter')]: join(FORMATTERS, 'strict-allure.cjs'),
    },
    options: allureOptions({ tool: thisTool(), rig: 'bench', strict: false, catalogue: catalogue(), resultsDir }),
  };
}
