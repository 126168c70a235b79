import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCounterStore } from '#rig/counter-store';
import { stateFilePath } from '#rig/state-file';
import { loadText, simulatorRig, tcpRig } from './rig-folder';

const KEY = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';
const client = (role: string, sap: number, title: string, guek = 'GUEK') =>
  `  ${role}: { sap: ${sap}, authentication: hls-gmac, systemTitle: ${title}, keys: { guek: env:${guek}, gak: env:GUEK } }`;
const CLIENTS = [
  client('management', 1, '434C490000000001'),
  client('same', 2, '434C490000000001'),
  client('otherTitle', 3, '434C490000000003'),
  client('otherKey', 4, '434C490000000001', 'OTHER'),
  '  broadcasting: { sap: 5, authentication: hls-gmac, systemTitle: 434C490000000001, keys: { guek: env:OTHER, gak: env:GUEK, gbek: env:GUEK } }',
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

  it('stays raised over a crash, though it was not used since', () => {
    open().counterFor('management', 'guek').raiseTo(501);
    expect(open().counterFor('management', 'guek').next()).toBe(501);
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
    // its broadcast key has the octets of the unicast key of another role
    expect(store.counterFor('broadcasting', 'gbek').next()).toBe(3);
  });
});

describe('a key that is replaced', () => {
  it('begins anew with each temporary key, and goes on where it was when the own one is back', () => {
    const store = open();
    const next = () => store.counterFor('management', 'guek').next();
    const before = [next(), next()];
    store.keyReplaced('management', 'guek', 'A1');
    const during = [next(), next()];
    store.keyReplaced('management', 'guek', 'B2');
    const later = next();
    store.keyReplaced('management', 'guek');
    expect([before, during, later, next()]).toEqual([[1, 2], [1, 2], 1, 3]);
  });

  it('is a key of that role alone', () => {
    const store = open();
    store.counterFor('same', 'guek').next();
    store.keyReplaced('management', 'guek', 'A1');
    expect(store.counterFor('same', 'guek').next()).toBe(2);
    expect(store.counterFor('management', 'guek').next()).toBe(1);
  });

  it('is counted on after a crash', () => {
    const crashed = open();
    crashed.keyReplaced('management', 'guek', 'A1');
    crashed.counterFor('management', 'guek').next();
    const next = open();
    next.keyReplaced('management', 'guek', 'A1');
    expect(next.counterFor('management', 'guek').next()).toBe(201);
  });

  it('leaves nothing behind', () => {
    const store = open();
    store.keyReplaced('management', 'guek', 'A1');
    store.counterFor('management', 'guek').next();
    store.keyReplaced('management', 'guek');
    store.save();
    expect(readFileSync(stateFilePath(rig, env), 'utf8')).not.toContain('A1');
  });
});

describe('the highest counter of a meter', () => {
  const title = Uint8Array.of(0x41, 0x42, 0x43, 0, 0, 0, 0, 1);
  const of = (role: string, meterTitle = title) => ({ role, keyName: 'guek', meterTitle });
  const day = new Date('2026-11-22T18:44:30.000Z');

  it('is remembered over runs, by role and meter', () => {
    open().noteReceived(of('management'), 57, day);
    const later = open();
    expect(later.receivedBefore(of('management'))).toMatchObject({ highest: 57, at: day.toISOString() });
    expect(later.receivedBefore(of('same'))).toBeUndefined();
    expect(later.receivedBefore(of('management', title.toReversed()))).toBeUndefined();
  });

  it('never goes back', () => {
    const store = open();
    for (const counter of [5, 57, 12]) store.noteReceived(of('management'), counter, day);
    expect(store.receivedBefore(of('management'))?.highest).toBe(57);
  });

  it('stays when our own counters are written', () => {
    const store = open();
    const sent = store.counterFor('management', 'guek');
    sent.next();
    store.noteReceived(of('management'), 57, day);
    store.save();
    for (let i = 0; i < 300; i++) sent.next();
    expect(open().receivedBefore(of('management'))?.highest).toBe(57);
    expect(open().counterFor('management', 'guek').next()).toBeGreaterThan(300);
  });

  it('no longer counts when the rig has another key', () => {
    open().noteReceived(of('management'), 57, day);
    const changed = loadText(tcpRig('', CLIENTS), { ...SECRETS, GUEK: SECRETS.OTHER });
    expect(openCounterStore(changed, env).receivedBefore(of('management'))).toBeUndefined();
  });

  it('no longer counts when the key was replaced, for all who have it', () => {
    const store = open();
    for (const role of ['management', 'same', 'otherKey']) store.noteReceived(of(role), 57, day);
    store.keyReplaced('management', 'guek', 'A1');
    store.noteReceived(of('management'), 3, day);
    store.keyReplaced('management', 'guek');
    const known = ['management', 'same', 'otherKey'].map((role) => store.receivedBefore(of(role))?.highest);
    expect(known).toEqual([undefined, undefined, 57]);
  });

  it('is not remembered of a simulator, which is a new meter each time', () => {
    const store = openCounterStore(loadText(simulatorRig('', CLIENTS), SECRETS), env);
    store.noteReceived(of('management'), 57, day);
    expect(store.receivedBefore(of('management'))).toBeUndefined();
  });

  it('leaves no secret in the file, not a part of one', () => {
    open().noteReceived(of('management'), 57, day);
    const text = readFileSync(stateFilePath(rig, env), 'utf8').toUpperCase();
    for (let at = 0; at + 6 <= KEY.length; at += 2) expect(text).not.toContain(KEY.slice(at, at + 6));
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
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual({
      version: 2,
      counters: { 'management/guek': 201 },
      received: {},
      shown: {},
    });
  });

  it('is named when it is not one', () => {
    open().counterFor('management', 'guek').next();
    writeFileSync(path(), '{"counters": 5}');
    expect(() => open().counterFor('management', 'guek')).toThrow(`${path()}: not a state file of invocation counters`);
  });

  it('of version 1 is read', () => {
    open().counterFor('management', 'guek').next();
    writeFileSync(path(), '{"version": 1, "counters": {"management/guek": 777}}');
    expect(open().counterFor('management', 'guek').next()).toBe(777);
  });

  it('is not written for a simulator', () => {
    const counters = openCounterStore(loadText(simulatorRig('', CLIENTS), SECRETS), env);
    expect(counters.counterFor('management', 'guek').next()).toBe(1);
    expect(readdirSync(home)).toEqual([]);
  });
});
