import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
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

/** Registers what is to be done when a test, or a group of tests, is over. */
export type AtTheEnd = (tidyUp: () => void) => void;

/** A directory with files of the given content, gone at the end. */
export function temporaryDirectory(
  files: Readonly<Record<string, string>>,
  atTheEnd: AtTheEnd = onTestFinished,
): string {
  const root = mkdtempSync(join(tmpdir(), 'conformance-'));
  atTheEnd(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** A project of feature files and one file of steps with a fake world. */
export function temporaryProject(
  features: Readonly<Record<string, string>>,
  steps: string,
  atTheEnd?: AtTheEnd,
): Project {
  const root = temporaryDirectory({ ...features, 'support/steps.cjs': PROLOGUE + steps }, atTheEnd);
  return { root, features: ['**/*.feature'], support: ['support/*.cjs'], lint: () => [] };
}
