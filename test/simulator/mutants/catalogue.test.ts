import { describe, expect, it } from 'vitest';
import { mutants } from '#simulator/mutants/catalogue';
import { mutantPolicy } from '#simulator/mutants/mutant';
import { registerMutant, variantOf } from '#simulator/mutants/registry';
import { conforming } from '#simulator/policy';
import cases from '../../../fixtures/requirements/cases.json';
import ownCases from '../../../fixtures/requirements/own-cases.json';
import { Bench, GET_NAME, PUBLIC, publicAarq } from '../server/bench';

const AREAS = ['ASC', 'REL', 'AUT', 'ADR', 'SEC', 'KEY', 'TMO', 'WRP', 'GET', 'HDL', 'IEC'];
const KNOWN: ReadonlySet<string> = new Set([...cases, ...ownCases].map(({ id }) => id));

describe('the catalogue of mutants', () => {
  it('has rows of different ids that differ from a right meter, unless they say why not', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    const idle = mutants.filter(({ policy, wire, ignored }) => !policy && !wire && !ignored);
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  it('names cases that there are', () => {
    const strangers = mutants.flatMap(({ id, violates }) =>
      violates.filter((name) => !KNOWN.has(name)).map((name) => `${id}: ${name}`),
    );
    expect(strangers).toEqual([]);
    expect(mutants.filter(({ violates }) => violates.length === 0)).toEqual([]);
  });

  it('names decisions that there are, and takes none as a right meter does', () => {
    for (const { id, policy = {} } of mutants) {
      for (const [name, decision] of Object.entries(policy)) {
        expect(Object.keys(conforming), id).toContain(name);
        expect(decision, `${id}: ${name}`).toBeTypeOf('function');
      }
    }
  });

  it('keeps to the areas of its cases in its own ids', () => {
    const own = mutants.filter(({ id }) => id.startsWith('M-'));
    expect(own.filter(({ id }) => !AREAS.includes(id.slice(2, 5))).map(({ id }) => id)).toEqual([]);
  });

  it('opens for the public client in spite of most faults', () => {
    const served = mutants.filter((row) => {
      const bench = new Bench(row.policy);
      bench.ask(PUBLIC, publicAarq());
      return bench.ask(PUBLIC, GET_NAME)?.[0] === 0xc4;
    });
    expect(served.length).toBeGreaterThan(mutants.length * 0.9);
  });
});

describe('a mutant', () => {
  const row = { id: 'test-row', violates: ['AUT-04'], fault: 'does not exist', policy: { replyVersion: () => 9 } };

  it('is a right meter but for its fault', () => {
    expect(mutantPolicy(row)).toEqual({ ...conforming, replyVersion: row.policy.replyVersion });
  });

  it('is found under its id once it is registered', () => {
    expect(() => variantOf('test-row')).toThrow('test-row');
    registerMutant(row);
    expect(variantOf('test-row')).toBe(row);
  });

  it('may be a fault of the wire', () => {
    const bench = new Bench({}, { wire: (octets) => octets.subarray(0, 3) });
    bench.connection.receive(Uint8Array.of(0, 1, 0, 16, 0, 1, 0, 1, 0x62), 0);
    bench.ask(PUBLIC, publicAarq());
    expect(bench.connection.takeOutput().every((piece) => piece.length === 3)).toBe(true);
  });
});
