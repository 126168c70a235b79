import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '#simulator/mutants/load-catalogue';

const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
const ROOT = resolve(__dirname, '../../..');

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function json(value: unknown): string {
  return file('rows.json', JSON.stringify(value));
}

const ROW = { id: 'X-1', violates: 'AUT-04', fault: 'accepts any password', policy: { acceptsPassword: true } };

describe('a catalogue in JSON', () => {
  it('may be an array of rows or an object that holds one', async () => {
    expect(await loadCatalogue(json([ROW]))).toHaveLength(1);
    expect(await loadCatalogue(json({ mutants: [ROW] }))).toHaveLength(1);
  });

  it('has constants in place of functions, and one case in place of a list', async () => {
    const [row] = await loadCatalogue(json([ROW]));
    expect(row?.violates).toEqual(['AUT-04']);
    expect(row?.policy?.acceptsPassword?.(undefined, new Uint8Array(0), { failures: 0 })).toBe(true);
  });

  it('writes octets in hex', async () => {
    const [row] = await loadCatalogue(json([{ ...ROW, policy: { challenge: 'hex:0102030405060708' } }]));
    const situation = { random: () => new Uint8Array(0), ctos: new Uint8Array(0), previous: undefined, shortest: 8 };
    expect(row?.policy?.challenge?.(situation)).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  });

  it.each<[string, unknown, string]>([
    ['no rows', { rows: [] }, 'expected an array of rows'],
    ['a row without a fault', [{ id: 'X', violates: ['AUT-04'] }], 'fault'],
    ['an unknown field', [{ ...ROW, violate: 'AUT-05' }], 'violate'],
    ['an unknown link', [{ ...ROW, link: 'carrier pigeon' }], 'link'],
    ['an unknown decision', [{ ...ROW, policy: { acceptsPasswords: true } }], 'acceptsPassword'],
  ])('with %s is refused in one line that names the file', async (_what, content, reason) => {
    const path = json(content);
    const error = await loadCatalogue(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toContain(path);
    expect(message).toContain(reason);
    expect(message).not.toContain('\n');
  });

  it.each<[string, string]>([
    ['broken.json', '[{]'],
    ['broken.yaml', 'a: [1\nb: 2'],
  ])('that is not what it should be, like %s, is refused in one line that names it', async (name, content) => {
    const path = file(name, content);
    const error = await loadCatalogue(path).catch((caught: unknown) => String(caught));
    expect(error).toMatch(new RegExp(`^Error: ${path}: .*$`));
  });

  it('that is not there is refused with its name', async () => {
    const path = join(folder, 'nowhere.json');
    await expect(loadCatalogue(path)).rejects.toThrow(`${path}: there is no such file`);
  });
});

describe('a catalogue in YAML', () => {
  it('has the same form as one in JSON', async () => {
    const rows = '- { id: X-1, violates: HDL-20, fault: errs, link: hdlc, policy: { acceptsPassword: true } }';
    const [row] = await loadCatalogue(file('rows.yaml', rows));
    expect(row).toMatchObject({ id: 'X-1', violates: ['HDL-20'], link: 'hdlc' });
    expect(row?.policy?.acceptsPassword?.(undefined, new Uint8Array(0), { failures: 0 })).toBe(true);
  });
});

describe('a catalogue in TypeScript outside the project', () => {
  it('exports its rows as mutants', () => {
    const path = file(
      'rows.ts',
      `interface Row { id: string; violates: string[]; fault: string; policy: object }
       export const mutants: Row[] = [{ id: 'X-2', violates: ['WRP-02'], fault: 'accepts version 9',
         policy: { acceptsWrapperVersion: (version: number) => version === 1 || version === 9 } }];`,
    );
    const script = `require('./src/simulator/mutants/load-catalogue.ts').loadCatalogue(${JSON.stringify(path)})
      .then(([row]) => console.log(row.id, row.policy.acceptsWrapperVersion(9), row.policy.acceptsWrapperVersion(2)))`;
    const printed = execFileSync(process.execPath, ['-r', 'ts-node/register', '-e', script], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(printed.trim()).toBe('X-2 true false');
  }, 20_000);
});
