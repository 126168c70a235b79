import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import layerTable from '../docs/layers.json';
import packageJson from '../package.json';
import {
  noBarrels,
  noDefaultExports,
  noLooseEnds,
  sansIo,
  shortFiles,
  tellingNames,
  thinSteps,
} from './architecture/code-rules';
import { type Layer, LayerRules } from './architecture/layer-rules';
import { type Breach, SourceFile } from './architecture/source-file';

const ROOT = join(__dirname, '..');
const FOLDERS = ['src', 'support', 'steps', 'test', 'bench'];
const LAYERS = layerTable.layers as readonly Layer[];

const layers = new LayerRules(LAYERS, packageJson.imports);
const codeRules = [
  sansIo,
  thinSteps,
  noBarrels,
  noDefaultExports,
  tellingNames,
  noLooseEnds,
  shortFiles(layerTable.tables),
];

function breachesOf(file: SourceFile): Breach[] {
  return [...layers.breaches(file), ...codeRules.flatMap((rule) => rule(file))];
}

function linesOf(breaches: readonly Breach[]): string[] {
  return breaches.map(({ file, line, text }) => `${file}:${line}: ${text}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
}

describe('the architecture', () => {
  it('holds in every source file', () => {
    const breaches = FOLDERS.flatMap(filesBelow).flatMap((path) =>
      breachesOf(new SourceFile(path, readFileSync(join(ROOT, path), 'utf8'))),
    );
    expect(linesOf(breaches)).toEqual([]);
  });

  it('names only files that exist as tables, and only layers that exist as imports', () => {
    const names = new Set(LAYERS.map(({ name }) => name));
    const imported = LAYERS.flatMap(({ imports, except = [] }) => [...(imports === '*' ? [] : imports), ...except]);
    expect(imported.filter((name) => !names.has(name))).toEqual([]);
    expect(layerTable.tables.filter((table) => !FOLDERS.flatMap(filesBelow).includes(table))).toEqual([]);
  });

  it('has no layer that imports itself by way of others', () => {
    expect(LAYERS.filter(({ name }) => reaches(name, name)).map(({ name }) => name)).toEqual([]);
  });
});

/** Whether `from` imports `to`, itself or through layers that it imports; layers that import everything end a path. */
function reaches(from: string, to: string, seen = new Set<string>()): boolean {
  const imports = LAYERS.find(({ name }) => name === from)?.imports ?? [];
  if (imports === '*' || seen.has(from)) return false;
  seen.add(from);
  return imports.some((name) => name === to || reaches(name, to, seen));
}

describe('the checker sees', () => {
  const faults = (path: string, text: string) => linesOf(breachesOf(new SourceFile(path, text)));

  it.each([
    [
      'a layer that imports upward',
      'src/dlms/codec/a.ts',
      "\nimport type { X } from '#dlms/apdu/get';\n",
      'src/dlms/codec/a.ts:2: codec must not import apdu: #dlms/apdu/get',
    ],
    [
      'a link that knows an APDU',
      'src/dlms/link/a.ts',
      "import { x } from '#dlms/apdu/get';\nx();",
      'src/dlms/link/a.ts:1: link must not import apdu: #dlms/apdu/get',
    ],
    [
      'a relative import across layers',
      'src/client/a.ts',
      "import { x } from '../simulator/model';\nx();",
      'src/client/a.ts:1: client must not import simulator: ../simulator/model',
    ],
    [
      'a simulator that imports the client',
      'src/simulator/objects/a.ts',
      "export { x } from '#client/reply';\nexport const y = 1;",
      'src/simulator/objects/a.ts:1: simulator must not import client: #client/reply',
    ],
    [
      'product code that imports support',
      'src/rig/a.ts',
      "const x = await import('#support/world');\nx;",
      'src/rig/a.ts:1: rig must not import support: #support/world',
    ],
    [
      'an inline type import',
      'src/transport/a.ts',
      "export type X = import('#dlms/codec/data').Data;",
      'src/transport/a.ts:1: transport must not import codec: #dlms/codec/data',
    ],
    [
      'a package in the core',
      'src/dlms/apdu/a.ts',
      "import { z } from 'zod';\nz;",
      'src/dlms/apdu/a.ts:1: apdu must not import the package zod',
    ],
    [
      'a step that reaches past support',
      'steps/a.ts',
      "import { x } from '#dlms/codec/hex';\nx();",
      'steps/a.ts:1: steps must not import codec: #dlms/codec/hex',
    ],
    [
      'an unknown subpath',
      'src/rig/a.ts',
      "import { x } from '#nowhere/x';\nx();",
      'src/rig/a.ts:1: #nowhere/x is no subpath of package.json',
    ],
    [
      'a file outside the layers',
      'src/extra/a.ts',
      'export const x = 1;',
      'src/extra/a.ts:1: lies in no layer of docs/layers.json',
    ],
    [
      'a clock in the core',
      'src/dlms/codec/a.ts',
      'const x = 1;\nexport const y = Date.now() + x;',
      'src/dlms/codec/a.ts:2: uses Date',
    ],
    [
      'chance in the core',
      'src/dlms/codec/a.ts',
      'export const y = Math.random();',
      'src/dlms/codec/a.ts:1: uses Math.random',
    ],
    [
      'random octets in the core',
      'src/dlms/security/a.ts',
      "import { randomBytes } from 'node:crypto';\nexport const n = 1;",
      'src/dlms/security/a.ts:1: uses randomBytes',
    ],
    ['waiting in the core', 'src/dlms/codec/a.ts', 'export async function f() {}', 'src/dlms/codec/a.ts:1: is async'],
    [
      'a timer in the core',
      'src/dlms/codec/a.ts',
      'export const f = () => globalThis.x ?? setTimeout(f, 1);',
      'src/dlms/codec/a.ts:1: uses setTimeout',
    ],
    [
      'the environment in the core',
      'src/dlms/codec/a.ts',
      'export const e = process.env;',
      'src/dlms/codec/a.ts:1: uses process',
    ],
    [
      'printing in the core',
      'src/dlms/codec/a.ts',
      "console.log('x');\nexport const e = 1;",
      'src/dlms/codec/a.ts:1: uses console',
    ],
    [
      'a regular expression in a step',
      'steps/a.ts',
      'export const x = /a/;',
      'steps/a.ts:1: a regular expression in a step file',
    ],
    ['a decision in a step', 'steps/a.ts', 'if (1) void 0;\nexport {};', 'steps/a.ts:1: a decision in a step file'],
    [
      'a loop in a step',
      'steps/a.ts',
      'for (const x of []) void x;\nexport {};',
      'steps/a.ts:1: a loop in a step file',
    ],
    ['a while in a step', 'steps/a.ts', 'while (0);\nexport {};', 'steps/a.ts:1: a loop in a step file'],
    ['a try in a step', 'steps/a.ts', 'try {} finally {}\nexport {};', 'steps/a.ts:1: a try in a step file'],
    ['a sleep in a step', 'steps/a.ts', 'setTimeout(() => {}, 1);\nexport {};', 'steps/a.ts:1: a sleep in a step file'],
    ['a barrel by name', 'src/rig/index.ts', 'export const x = 1;', 'src/rig/index.ts:1: is a barrel file'],
    [
      'a barrel by content',
      'src/rig/all.ts',
      "export { x } from './x';\nexport * from './y';",
      'src/rig/all.ts:1: is a barrel file',
    ],
    ['a default export', 'src/rig/a.ts', '\nexport default function f() {}', 'src/rig/a.ts:2: a default export'],
    ['a default assignment', 'src/rig/a.ts', 'const x = 1;\nexport default x;', 'src/rig/a.ts:2: a default export'],
    [
      'a name that says nothing',
      'src/rig/hex-utils.ts',
      'export const x = 1;',
      'src/rig/hex-utils.ts:1: has a name that says nothing',
    ],
    [
      'a loose end',
      'src/rig/a.ts',
      'export const x = 1;\n// TODO later',
      'src/rig/a.ts:2: TODO without an issue number',
    ],
    [
      'a long file',
      'src/rig/a.ts',
      `export const x = 1;${'\n'.repeat(349)}// end`,
      'src/rig/a.ts:350: 350 lines, expected at most 300',
    ],
  ])('%s', (_, path, text, expected) => {
    expect(faults(path, text)).toContain(expected);
  });

  it.each([
    [
      'a field of that name',
      'src/dlms/codec/a.ts',
      'export interface A { readonly process: number }\nexport const x = { console: 1 }.console;',
    ],
    ['an issue with a number', 'src/rig/a.ts', 'export const x = 1; // TODO #12 later'],
    ['an import within the layer', 'src/dlms/codec/a.ts', "import { x } from './hex';\nexport const y = x;"],
    [
      'a switch statement outside the steps',
      'src/rig/a.ts',
      'export function f(x: number) { switch (x) { default: return 1; } }',
    ],
    [
      'its own crypto in security',
      'src/dlms/security/a.ts',
      "import { createHash } from 'node:crypto';\nexport const h = createHash;",
    ],
  ])('nothing wrong in %s', (_, path, text) => {
    expect(faults(path, text)).toEqual([]);
  });
});
