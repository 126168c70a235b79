import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type IntendedReplacement, openKeyJournal } from '#rig/key-journal';
import { loadText, simulatorRig, tcpRig } from './rig-folder';

let home: string;
const rig = loadText(tcpRig());
const open = () => openKeyJournal(rig, { XDG_STATE_HOME: home });
const path = () => join(home, 'dlms-conformance', 'bench-07.journal');

const GUEK: IntendedReplacement = { role: 'management', what: 'guek', nonce: Uint8Array.of(0xa1, 0x0b) };
const POLICY: IntendedReplacement = { ...GUEK, what: 'security-policy', object: '0-0:43.0.0.255', before: 3 };

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('the journal of changed keys', () => {
  it('has nothing to tell, and no file, before anything is changed', () => {
    expect(open().pending()).toEqual([]);
    expect(readdirSync(home)).toEqual([]);
  });

  it('follows a change from its beginning to its end', () => {
    const journal = open();
    const begun = journal.begin(GUEK, new Date('2026-11-22T18:44:30.000Z'));
    expect(begun).toEqual({
      ...{ id: 1, role: 'management', what: 'guek', nonce: 'A10B', state: 'changing' },
      ...{ startedAt: '2026-11-22T18:44:30.000Z', pid: process.pid },
    });
    journal.mark(begun.id, 'changed');
    expect(journal.pending().map(({ state }) => state)).toEqual(['changed']);
    journal.clear(begun.id);
    expect(journal.pending()).toEqual([]);
  });

  it('keeps several apart', () => {
    const journal = open();
    const [guek, policy] = [journal.begin(GUEK), journal.begin(POLICY)];
    journal.clear(guek.id);
    expect(journal.pending()).toEqual([policy]);
    expect(policy).toMatchObject({ object: '0-0:43.0.0.255', before: 3 });
    expect(() => journal.mark(guek.id, 'changed')).toThrow('no entry 1');
    expect(() => journal.clear(guek.id)).toThrow('no entry 1');
  });

  it('tells the next run what a crashed one left, which changes nothing before that is restored', () => {
    const begun = open().begin(GUEK);
    const next = open();
    expect(next.pending()).toEqual([begun]);
    expect(next.unrestored()).toEqual([begun]);
    expect(() => next.begin(POLICY)).toThrow(/bench-07.*guek of management \(changing, since .* UTC\).*keys restore/);
    next.clear(begun.id);
    expect(next.begin(POLICY).id).toBe(1);
  });

  it('lets its own run change several things at once', () => {
    const journal = open();
    journal.begin(GUEK);
    expect(() => journal.begin(POLICY)).not.toThrow();
    expect(journal.unrestored()).toEqual([]);
  });

  it('is a file that its owner alone may read', () => {
    open().begin(GUEK);
    expect(statSync(path()).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ version: 1, rig: 'bench-07' });
    expect(readdirSync(join(home, 'dlms-conformance'))).toEqual(['bench-07.journal']);
  });

  it.each([
    ['text', 'nonsense'],
    ['another form', '{"version": 2}'],
    ['half a file', '{"version": 1, "rig": "bench-07", "entries": ['],
    ['an entry without nonce', '{"version": 1, "rig": "bench-07", "entries": [{"id": 1}]}'],
  ])('of which %s is left says what to do', (_, text) => {
    open().begin(GUEK);
    writeFileSync(path(), text);
    expect(() => open()).toThrow(`${path()}: not a journal of changed keys`);
    expect(() => open()).toThrow(/look whether it opens .* then move the journal away/);
  });

  it('of a simulator is kept in memory, and ends with it', () => {
    const simulated = loadText(simulatorRig());
    const journal = openKeyJournal(simulated, { XDG_STATE_HOME: home });
    expect(journal.pending()).toEqual([]);
    journal.begin(GUEK);
    expect(journal.pending()).toHaveLength(1);
    expect(openKeyJournal(simulated, { XDG_STATE_HOME: home }).pending()).toEqual([]);
    expect(readdirSync(home)).toEqual([]);
  });
});
