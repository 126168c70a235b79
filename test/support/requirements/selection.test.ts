import { describe, expect, it } from 'vitest';
import { rolesOf, scenarioApplicability } from '#support/requirements/selection';
import { SIMULATOR, withClients } from './sample-rig';

function scenario(tags: string, ...steps: string[]) {
  return { name: 'S', tags: tags.split(' ').map((name) => ({ name })), steps: steps.map((text) => ({ text })) };
}

const judged = (tags: string, steps: string[], rig = SIMULATOR) => {
  const { applicability } = scenarioApplicability(scenario(tags, ...steps), rig);
  return applicability.applicable ? 'applicable' : applicability.capability;
};

describe('the clients that a scenario mentions', () => {
  it.each([
    ['the reading client opens', ['reading']],
    ["the management client's password; the public client", ['management', 'public']],
    ['the management and reading clients alternate', ['management', 'reading']],
    ['the management client and the management client', ['management']],
    ['the client goes on reading', []],
    ['public reading', []],
    ['the republic client', []],
  ])('in "%s" are %j', (text, roles) => {
    expect(rolesOf(scenario('@x', text))).toEqual(roles);
  });
});

describe('a scenario', () => {
  it('knows its case', () => {
    expect(scenarioApplicability(scenario('@negative @case:ASC-06', 'x'), SIMULATOR).row.id).toBe('ASC-06');
  });

  it('is judged for the first client that it mentions', () => {
    expect(judged('@case:SEC-25', ['the management client has an association', 'the maintenance client reads'])).toBe(
      'applicable',
    );
    expect(judged('@case:SEC-25', ['the maintenance client reads', 'the management client reads'])).toBe('sec.policy');
    expect(judged('@case:SEC-25', ['a client reads'])).toBe('applicable');
  });

  it('needs every client that it mentions', () => {
    expect(judged('@case:ASC-06', ['the public client opens', 'the reading client opens'], withClients('public'))).toBe(
      'client reading',
    );
  });

  it('needs what its tags say', () => {
    expect(judged('@case:ASC-06 @needs:sn', ['the public client opens'])).toBe('sn');
  });

  it.each(['@slow', '@case:ASC-99', '@case:AUT-16', '@case:ASC-06 @case:ASC-07'])(
    'with the tags %s is not one',
    (tags) => {
      expect(() => judged(tags, ['x'])).toThrow('scenario "S" does not name one case of the catalogue');
    },
  );
});
