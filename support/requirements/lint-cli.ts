import { lintFeatures, problemText } from './feature-lint';
import { loadRefusals } from './refusals';

/** `npm run check`: one line for each problem, exit code 2 when there is any. */
function main(): number {
  loadRefusals();
  const problems = lintFeatures();
  for (const problem of problems) console.error(problemText(problem));
  return problems.length === 0 ? 0 : 2;
}

process.exitCode = main();
