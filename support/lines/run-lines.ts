import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWith } from '#support/run/conformance';
import { EXIT, type ExitCode } from '#support/run/exit-code';
import { preflight } from '#support/run/preflight';
import { CONFORMANCE, Suite } from '#support/run/suite';
import { closingLine } from '#support/run/summary';
import { rigOf } from '#support/session';
import type { CaseResult } from '#support/verdict/case-results';
import { isInstalled } from './installed-program';
import { type OpenRoute, ROUTES, type Route, Site } from './routes';
import { SECRETS, writeServedRig } from './served-rig';

/** Hooks before the scenario, and the first step: an association is open. */
const STEPS_BEFORE_LOSS = 4;

/** What became of one route, a line of text for each thing that went wrong. */
interface Outcome {
  readonly passed: number;
  readonly faults: readonly string[];
}

/** `npm run lines`: a handful of cases over every kind of line, against `dlms simulate`, in real time. */
async function lines(): Promise<ExitCode> {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-lines-'));
  Object.assign(process.env, SECRETS, { XDG_STATE_HOME: folder });
  const site = new Site();
  try {
    return await tryAll(folder, site);
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryAll(folder: string, site: Site): Promise<ExitCode> {
  const missing = (route: Route) => route.needs.filter((program) => !isInstalled(program));
  const possible = ROUTES.filter((route) => missing(route).length === 0);
  // meters take their time to start: all at once, while the suite is loaded
  const opened = possible.map((route) => [route, route.open(site)] as const);
  const [suite] = await Promise.all([Suite.load(CONFORMANCE), ...opened.map(([, line]) => line)]);
  const outcomes: Outcome[] = [];
  for (const [route, line] of opened) outcomes.push(told(route, await tried(suite, route, await line, folder)));
  const skipped = ROUTES.filter((route) => missing(route).length > 0);
  for (const route of skipped)
    console.log(
      `skipped ${route.title}: needs ${missing(route).join(' and ')} (apt-get install ${missing(route).join(' ')})`,
    );
  const failed = outcomes.reduce((sum, { faults }) => sum + faults.length, 0);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  console.log(closingLine(passed, failed, skipped.length));
  return failed === 0 ? EXIT.passed : EXIT.meterFault;
}

function told({ title }: Route, outcome: Outcome): Outcome {
  const { passed, faults } = outcome;
  console.log(`${faults.length === 0 ? 'ok     ' : 'FAILED '} ${title}: ${passed} passed`);
  for (const fault of faults) console.log(`  ${fault}`);
  return outcome;
}

async function tried(suite: Suite, route: Route, line: OpenRoute, folder: string): Promise<Outcome> {
  const name = route.title.replace(/\W+/g, '-');
  const rig = writeServedRig(folder, { name, transport: line.transport, roles: route.roles });
  const { fault } = await preflight(rigOf(rig));
  if (fault !== undefined) return { passed: 0, faults: [fault.text] };
  const tags = route.cases.map((id) => `@case:${id}`).join(' or ');
  const results = await suite.run({ tags, worldParameters: { rig } });
  const outcome = judged(route.cases, results);
  if (line.unplug === undefined || line.plugIn === undefined || outcome.faults.length > 0) return outcome;
  const { unplug, plugIn } = line;
  const lost = await lostAndFound(suite, rig, { ...line, unplug, plugIn });
  return { passed: outcome.passed + 1, faults: lost };
}

/** Each case must have passed at least once, and nothing but that may have come of it. */
function judged(cases: readonly string[], results: readonly CaseResult[]): Outcome {
  const passed = results.filter(({ verdict }) => verdict === 'PASSED');
  const others = results.filter(({ verdict }) => verdict !== 'PASSED' && verdict !== 'INAPPLICABLE');
  const silent = cases.filter((id) => !passed.some((result) => result.case === id));
  return {
    passed: passed.length,
    faults: [
      ...others.map((result) => `${result.case} ${result.verdict}: ${result.reason}`),
      ...silent.map((id) => `${id} did not pass once`),
    ],
  };
}

/** A port that goes in the middle of a scenario costs that scenario, and names itself; the next one opens it anew. */
async function lostAndFound(suite: Suite, rig: string, line: Required<OpenRoute>): Promise<string[]> {
  let [steps, ended] = [0, 0];
  const [during, ...after] = await suite.run({
    tags: '@case:GET-01',
    worldParameters: { rig },
    onMessage: ({ testStepFinished, testCaseFinished }) => {
      if (testStepFinished !== undefined && ++steps === STEPS_BEFORE_LOSS) void line.unplug();
      if (testCaseFinished !== undefined && ++ended === 1) line.plugIn();
    },
  });
  const faults: string[] = [];
  if (during?.verdict !== 'INCONCLUSIVE' || during.cause !== 'line' || !/serial \S+port: /.test(during.reason))
    faults.push(`port gone: expected a lost line that names the port, got ${during?.verdict}: ${during?.reason}`);
  const [next] = after;
  if (next?.verdict !== 'PASSED') faults.push(`port back: GET-01 ${next?.verdict}: ${next?.reason}`);
  return faults;
}

function brokeDown(error: unknown): ExitCode {
  console.error('our own error, please report it:', error);
  return EXIT.harness;
}

if (require.main === module) void lines().catch(brokeDown).then(endWith);
