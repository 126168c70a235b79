import { describe, expect, it } from 'vitest';
import { catalogue } from '#support/requirements/catalogue';
import { lintFeature, lintFeatures, problemText } from '#support/requirements/feature-lint';
import { parseFeature } from '#support/requirements/gherkin-source';

function lint(text: string): string[] {
  const source = parseFeature('a.feature', text);
  return ('text' in source ? [source] : lintFeature(source, catalogue())).map(problemText);
}

const HEAD = '@association\nFeature: F\n  Why.\n';
const GOOD = `${HEAD}
  @case:ASC-03
  Scenario: Opens
    When the public client opens its association
    Then it is open
`;

function scenario(tags: string, ...steps: string[]): string {
  return `${HEAD}  ${tags}\n  Scenario: S\n${steps.map((step) => `    ${step}\n`).join('')}`;
}

describe('the feature lint', () => {
  it('finds nothing in the features of the project', () => {
    expect(lintFeatures().map(problemText)).toEqual([]);
  });

  it('finds nothing in a good feature', () => {
    expect(lint(GOOD)).toEqual([]);
  });

  it('takes a case from the Examples', () => {
    const text = `${HEAD}
  Scenario Outline: Opens <role>
    When the <role> client opens
    @case:ASC-03
    Examples:
      | role   |
      | public |
    @negative @case:ASC-06 @needs:sec.dedicated
    Examples:
      | role    |
      | reading |
`;
    expect(lint(text)).toEqual(['a.feature:5: a negative scenario ends with a But step: the proof of life']);
  });

  it.each([
    ['no description', GOOD.replace('  Why.\n', ''), 'a.feature:2: the Feature has no description'],
    ['no case', scenario('@slow', 'When x'), 'a.feature:5: names no @case:'],
    ['two cases', scenario('@case:ASC-03 @case:ASC-04', 'When x'), 'a.feature:5: names 2 cases, expected one'],
    ['an unknown case', scenario('@case:ASC-99', 'When x'), 'a.feature:4: the catalogue has no case ASC-99'],
    ['a withdrawn case', scenario('@case:AUT-16', 'When x'), 'a.feature:4: case AUT-16 is withdrawn'],
    [
      'a case on the feature',
      GOOD.replace('@association', '@case:ASC-03'),
      'a.feature:1: @case:ASC-03 belongs on a scenario or its Examples',
    ],
    ['an unknown tag', scenario('@case:ASC-03 @wip', 'When x'), 'a.feature:4: unknown tag @wip'],
    ['an unknown capability', scenario('@case:ASC-03 @needs:magic', 'When x'), 'a.feature:4: unknown capability magic'],
    [
      'a negative case without its tag',
      scenario('@case:ASC-06', 'When x', 'But y'),
      'a.feature:5: ASC-06 is a negative case: tag @negative is missing',
    ],
    [
      'a positive case with the tag',
      scenario('@negative @case:ASC-03', 'When x', 'But y'),
      'a.feature:5: ASC-03 is a positive case: tag @negative is wrong',
    ],
    [
      'no proof of life',
      scenario('@negative @case:ASC-06', 'When x', 'Then y'),
      'a.feature:5: a negative scenario ends with a But step: the proof of life',
    ],
    [
      'a proof of life that is not last',
      scenario('@negative @case:ASC-06', 'When x', 'But y', 'And z'),
      'a.feature:5: a negative scenario ends with a But step: the proof of life',
    ],
    ['a second When', scenario('@case:ASC-03', 'When x', 'Then y', 'When z'), 'a.feature:8: a second When'],
    [
      'six steps',
      scenario('@case:ASC-03', 'Given a', 'And b', 'When c', 'Then d', 'And e', 'And f'),
      'a.feature:5: 6 steps, expected at most 5',
    ],
    ['no steps', scenario('@case:ASC-03'), 'a.feature:5: has no steps'],
    [
      'Examples without rows',
      scenario('@case:ASC-03', 'When x')
        .replace('Scenario:', 'Scenario Outline:')
        .concat('\n    Examples:\n      | x |\n'),
      'a.feature:5: its Examples have no rows',
    ],
    [
      'an OBIS code',
      scenario('@case:ASC-03', 'When the client reads 1-0:1.8.0.255'),
      'a.feature:5: a step holds an OBIS code or address',
    ],
    [
      'an address',
      scenario('@case:ASC-03', 'When the client connects to 10.0.0.7'),
      'a.feature:5: a step holds an OBIS code or address',
    ],
    ['hex', scenario('@case:ASC-03', 'When the client sends C0 01 C1'), 'a.feature:5: a step holds hex'],
    ['hex with a prefix', scenario('@case:ASC-03', 'When the client sends 0xc0'), 'a.feature:5: a step holds hex'],
    [
      'a port',
      scenario('@case:ASC-03', 'When the client connects to port 4059'),
      'a.feature:5: a step holds a port number',
    ],
    [
      'milliseconds',
      scenario('@case:ASC-03', 'When the client waits 200 ms'),
      'a.feature:5: a step holds milliseconds',
    ],
    ['a class id', scenario('@case:ASC-03', 'When the client reads class 8'), 'a.feature:5: a step holds a class id'],
    [
      'a file name',
      scenario('@case:ASC-03', 'When the client sends image.bin'),
      'a.feature:5: a step holds a file name',
    ],
    ['a name twice', `${GOOD}\n${GOOD.slice(HEAD.length)}`, 'a.feature:12: a second scenario named "Opens"'],
    ['no feature', '# nothing', 'a.feature:1: holds no Feature'],
    ['bad syntax', `${GOOD}\n  Whenever x`, 'a.feature:10: expected: '],
  ])('sees %s', (_, text, expected) => {
    expect(lint(text).join('\n')).toContain(expected);
  });

  it('looks at values of Examples too, and names their row', () => {
    const text = `${HEAD}  @case:ASC-03\n  Scenario Outline: S\n    When <x>\n\n    Examples:\n      | x      |\n      | fine   |\n      | 200 ms |\n`;
    expect(lint(text)).toEqual(['a.feature:11: a step holds milliseconds: "200 ms"']);
  });

  it('does not mistake words and small numbers for hex', () => {
    expect(lint(scenario('@case:ASC-03', 'When ADDED after 20 reads at 110% of BADE decade the client waits'))).toEqual(
      [],
    );
  });

  it('does not count the steps of a Background', () => {
    const text = GOOD.replace('  Why.\n', '  Why.\n\n  Background:\n    Given a\n    And b\n    And c\n    And d\n');
    expect(lint(text)).toEqual([]);
  });

  it('lets a case that is neither positive nor negative go with or without the tag', () => {
    expect(lint(scenario('@case:ASC-36', 'When x'))).toEqual([]);
    expect(lint(scenario('@negative @case:ASC-36', 'When x', 'But y'))).toEqual([]);
  });
});
