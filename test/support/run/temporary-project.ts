import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Project } from '#support/run/suite';

const cucumber = createRequire(__filename).resolve('@cucumber/cucumber');

/** Put before support code: Cucumber itself, the names of its functions, and errors as the world throws them. */
const PROLOGUE = `
const { Given, When, Then, Before, After, BeforeAll, World, setWorldConstructor } = require(${JSON.stringify(cucumber)});
const assert = require('node:assert');
class LineLost extends Error {}
class PeerProtocolError extends Error {}
setWorldConstructor(class extends World {});
`;

const roots: string[] = [];
process.once('exit', () => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** A directory with files of the given content, gone when the tests end. */
export function temporaryDirectory(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'conformance-'));
  roots.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** A project of feature files and one file of steps with a fake world. */
export function temporaryProject(features: Readonly<Record<string, string>>, steps: string): Project {
  const root = temporaryDirectory({ ...features, 'support/steps.cjs': PROLOGUE + steps });
  return { root, features: ['**/*.feature'], support: ['support/*.cjs'] };
}
