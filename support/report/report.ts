import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { ConfigurationError } from '#support/run/configuration-error';
import { endWith, explain } from '#support/run/conformance';
import { EXIT, type ExitCode } from '#support/run/exit-code';
import { buildReport } from './html-report';
import { reportPaths } from './report-paths';

/** `npm run report`: builds the HTML again from the results of the last run. @returns the exit code */
export function report(args: readonly string[]): ExitCode {
  try {
    const paths = reportPaths(folderIn(args));
    for (const input of [paths.results, paths.messages, paths.allureResults]) {
      if (!existsSync(input)) throw new ConfigurationError(`${input} is missing: run \`npm run conformance\` first`);
    }
    const generator = buildReport(paths);
    console.log(`Report: ${paths.allureReport}/index.html (${generator})`);
    return EXIT.passed;
  } catch (error) {
    return explain(error);
  }
}

function folderIn(args: readonly string[]): string {
  const command = new Command('npm run report --')
    .description(
      'Builds reports/allure-report/index.html from the results of the last run, and checks that they agree.',
    )
    .option('--reports <folder>', 'where the results lie', 'reports')
    .allowExcessArguments(false)
    .exitOverride();
  return command.parse([...args], { from: 'user' }).opts<{ reports: string }>().reports;
}

if (require.main === module) endWith(report(process.argv.slice(2)));
