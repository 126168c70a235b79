import XMLBuilder from 'fast-xml-builder';
import { gist } from '#support/formatters/result-line';
import { AREAS } from '#support/requirements/catalogue';
import { notRunnableText } from '#support/requirements/coverage';
import type { CaseResult } from '#support/verdict/case-results';
import { counterText } from './counter-account';
import { linkAccount, linkText } from './link-account';
import { countsOf, type FinishedRun } from './results-file';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** junit.xml: INAPPLICABLE is skipped with its reason, FAILED a failure, INCONCLUSIVE an error. */
export function junitXml(run: FinishedRun): string {
  const counts = countsOf(run.results);
  const totals = {
    '@tests': run.results.length,
    '@failures': counts.FAILED,
    '@errors': counts.INCONCLUSIVE,
    '@skipped': counts.INAPPLICABLE,
    '@time': seconds(run.durationMs),
  };
  const tool = `${run.tool.name} ${run.tool.version} ${run.tool.commit}`.trim();
  const link = linkText(linkAccount(run.results));
  const testsuite = {
    '@name': legal(run.rig),
    ...totals,
    '@timestamp': run.startedAt.toISOString(),
    properties: {
      property: [
        property('rig', run.rig),
        property('tool', tool),
        property('link', link),
        property('counters', counterText(run.resynchronizations)),
        ...run.notRunnable.map((row) => property('not runnable', notRunnableText(row))),
      ],
    },
    testcase: run.results.map((result) => testcase(result, run.rig)),
  };
  const declaration = { '@version': '1.0', '@encoding': 'UTF-8' };
  return builder.build({ '?xml': declaration, testsuites: { '@name': run.tool.name, ...totals, testsuite } });
}

/** Readers key on class name and name: both must tell rigs and rows of Examples apart. */
function testcase(result: CaseResult, rig: string) {
  const example = result.example === '' ? '' : ` [${result.example}]`;
  return {
    '@classname': legal(`${rig}.${areaOf(result.case)}`),
    '@name': legal(`${result.case} ${result.title}${example}`),
    '@time': seconds(result.durationMs),
    properties: {
      property: [property('verdict', result.verdict), ...result.deviations.map((text) => property('deviation', text))],
    },
    ...outcome(result),
  };
}

function outcome({ verdict, reason }: CaseResult): object {
  const text = legal(reason);
  switch (verdict) {
    case 'PASSED':
      return {};
    case 'FAILED':
      return { failure: { '@message': gist(text), '@type': 'FAILED', '#text': text } };
    case 'INCONCLUSIVE':
      return { error: { '@message': gist(text), '@type': 'INCONCLUSIVE', '#text': text } };
    case 'INAPPLICABLE':
      return { skipped: { '@message': `INAPPLICABLE: ${gist(text)}` } };
  }
}

function property(name: string, value: string) {
  return { '@name': name, '@value': legal(value) };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** The word by which people filter, such as `association`. */
function areaOf(caseId: string): string {
  const prefix = caseId.split('-')[0] ?? '';
  const area = Object.entries(AREAS).find(([name]) => name === prefix)?.[1];
  return area?.tag.slice(1) ?? 'without-a-case';
}

/** XML 1.0 has no way to write most control characters, and a meter may put them into a name. */
function legal(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}');
}
