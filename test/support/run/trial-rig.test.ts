import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlannedScenario } from '#support/run/plan';
import { rigsFor, TrialRig, trialRigFacts } from '#support/run/trial-rig';

const RIGS = ['memory', 'hdlc-memory', 'serial', 'optical', 'udp'].map((name) =>
  join('fixtures/rigs', `simulator-${name}.yaml`),
);

const nowhere = () => Promise.reject(new Error('nothing is run here'));

function scenario(id: string, ...tags: readonly string[]): PlannedScenario {
  const pickle = {
    id,
    uri: 'a.feature',
    name: id,
    language: 'en',
    astNodeIds: [],
    steps: [],
    tags: [`@case:${id}`, ...tags].map((name) => ({ name, astNodeId: '' })),
  };
  return { case: id, title: id, example: '', uri: 'a.feature', line: 1, negative: false, pickle };
}

const IDS = ['ASC-03', 'HDL-20', 'IEC-01', 'TMO-07', 'WRP-16', 'TMO-06', 'ADR-08', 'REL-05', 'ADR-22'];
const facts = trialRigFacts(RIGS, [...IDS.map((id) => scenario(id)), scenario('REL-08', '@needs:hdlc')]);
const rigs = facts.map((of) => new TrialRig(of, { runCases: nowhere, runAll: nowhere }));

describe('the rigs of the house', () => {
  it('have a link each', () => {
    expect(facts.map(({ link }) => link)).toEqual(['wrapper', 'hdlc', 'hdlc', 'optical', 'udp']);
  });

  it('leave each case to the first to which a scenario of it applies', () => {
    const [memory, ...others] = facts.map(({ own }) => own);
    expect(memory).toBeUndefined();
    expect(others[0]).toEqual(expect.arrayContaining(['HDL-20', 'TMO-06', 'ADR-08', 'REL-05', 'REL-08']));
    expect(others.flat()).not.toContain('ASC-03');
    expect(others[1]).toEqual(['TMO-07']);
    expect(others[2]).toEqual(['IEC-01']);
    expect(others[3]).toEqual(expect.arrayContaining(['WRP-16']));
  });

  it.each([
    ['a case of every link', { violates: ['ASC-03'] }, ['memory', 'hdlc-memory', 'serial', 'optical', 'udp']],
    ['a case of HDLC', { violates: ['HDL-20'] }, ['hdlc-memory', 'serial', 'optical']],
    ['a case of the sign-on', { violates: ['IEC-01'] }, ['optical']],
    ['a case of datagrams', { violates: ['WRP-16'] }, ['udp']],
    ['two links', { violates: ['WRP-16', 'IEC-01'] }, ['optical', 'udp']],
    ['a link that the row names', { violates: ['ASC-03'], link: 'optical' }, ['optical']],
    ['a case that nothing runs', { violates: ['PSH-01'] }, ['memory']],
  ] as const)('are tried for %s in their order', (_, row, names) => {
    expect(rigsFor(row, rigs).map(({ name }) => name)).toEqual(names.map((name) => `simulator-${name}`));
  });
});
