import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeAtomically } from '#support/report/atomic-file';
import { temporaryDirectory } from '../run/temporary-project';

describe('an atomic file', () => {
  it('replaces the old one and leaves nothing beside it', () => {
    const folder = temporaryDirectory({ 'a/results.json': 'old' });
    writeAtomically(join(folder, 'a/results.json'), 'new');
    expect(readFileSync(join(folder, 'a/results.json'), 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'a'))).toEqual(['results.json']);
  });

  it('leaves the old one where the new one cannot be put', () => {
    const folder = temporaryDirectory({});
    mkdirSync(join(folder, 'results.json/in-the-way'), { recursive: true });
    expect(() => writeAtomically(join(folder, 'results.json'), 'new')).toThrow();
    expect(existsSync(join(folder, 'results.json/in-the-way'))).toBe(true);
    expect(readdirSync(folder)).toEqual(['results.json']);
  });
});
