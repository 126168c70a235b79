import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateFilePath } from '#rig/counter-file';
import { openCounterStore } from '#rig/counter-store';
import { loadText, simulatorRig, tcpRig } from './rig-folder';

const KEY = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';
const client = (role: string, sap: number, title: string, guek = 'GUEK') =>
  `  ${role}: { sap: ${sap}, authentication: hls-gmac, systemTitle: ${title}, keys: { guek: env:${guek}, gak: env:GUEK } }`;
const CLIENTS = [
  client('management', 1, '434C490000000001'),
  client('same', 2, '434C490000000001'),
  client('otherTitle', 3, '434C490000000003'),
  client('otherKey', 4, '434C490000000001', 'OTHER'),
].join('\n');
const SECRETS = { GUEK: KEY, OTHER: KEY.split('').reverse().join('') };

let home: string;
let env: Record<string, string>;
const rig = loadText(tcpRig('', CLIENTS), SECRETS);
const open = () => openCounterStore(rig, env);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'counters-'));
  env = { XDG_STATE_HOME: home };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('an invocation counter', () => {
  it('starts at 1 and rises by one', () => {
    const counter = open().counterFor('management', 'guek');
    expect([counter.peek, counter.next(), counter.next(), counter.peek]).toEqual([1, 1, 2, 3]);
  });

  it('goes on where a run that ended well left it', () => {
    const first = open();
    first.counterFor('management', 'guek').next();
    first.save();
    expect(open().counterFor('management', 'guek').next()).toBe(2);
  });

  it('repeats nothing after a crash, however long the run was', () => {
    const crashed = open().counterFor('management', 'guek');
    let last = 0;
    for (let i = 0; i < 1000; i++) last = crashed.next();
    const next = open().counterFor('management', 'guek').next();
    expect(last).toBe(1000);
    expect(next).toBeGreaterThan(last);
    expect(next).toBeLessThan(last + 1000);
  });

  it('repeats nothing that another run has used meanwhile', () => {
    const [one, two] = [open().counterFor('management', 'guek'), open().counterFor('management', 'guek')];
    const used = [one.next(), two.next(), one.next(), two.next()];
    expect(new Set(used).size).toBe(4);
  });

  it('is not lowered by a run that ends while another has gone on', () => {
    const first = open();
    first.counterFor('management', 'guek').next();
    const second = open().counterFor('management', 'guek').next();
    first.save();
    expect(open().counterFor('management', 'guek').next()).toBeGreaterThan(second);
  });

  it('can be raised, also past what is set aside, and never lowered', () => {
    const counter = open().counterFor('management', 'guek');
    counter.next();
    counter.raiseTo(1_000_000);
    counter.raiseTo(5);
    expect(counter.next()).toBe(1_000_000);
    expect(open().counterFor('management', 'guek').next()).toBeGreaterThan(1_000_000);
  });

  it('ends before it would wrap', () => {
    const counter = open().counterFor('management', 'guek');
    counter.raiseTo(0xfffffffe);
    expect(counter.next()).toBe(0xfffffffe);
    expect(() => counter.next()).toThrow('the invocation counter management/guek is used up');
    expect(() => open().counterFor('management', 'guek').next()).toThrow('is used up');
  });

  it('is shared by roles with the same key and title, and by no others', () => {
    const store = open();
    store.counterFor('management', 'guek').next();
    expect(store.counterFor('same', 'guek').next()).toBe(2);
    expect(store.counterFor('otherTitle', 'guek').next()).toBe(1);
    expect(store.counterFor('otherKey', 'guek').next()).toBe(1);
    expect(store.counterFor('management', 'gbek').next()).toBe(1);
  });
});

describe('the state file', () => {
  const path = () => join(home, 'dlms-conformance', 'bench-07.json');

  it('lies below the state folder under the name of the rig, readable by its owner alone', () => {
    open().counterFor('management', 'guek').next();
    expect(stateFilePath(rig, env)).toBe(path());
    expect(statSync(path()).mode & 0o077).toBe(0);
    expect(readdirSync(join(home, 'dlms-conformance'))).toEqual(['bench-07.json']);
  });

  it('holds no secret', () => {
    open().counterFor('management', 'guek').next();
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({ version: 1, counters: { 'management/guek': 201 } });
  });

  it('is named when it is not one', () => {
    open().counterFor('management', 'guek').next();
    writeFileSync(path(), '{"counters": 5}');
    expect(() => open().counterFor('management', 'guek')).toThrow(`${path()}: not a state file of invocation counters`);
  });

  it('is not written for a simulator', () => {
    const counters = openCounterStore(loadText(simulatorRig('', CLIENTS), SECRETS), env);
    expect(counters.counterFor('management', 'guek').next()).toBe(1);
    expect(readdirSync(home)).toEqual([]);
  });
});
