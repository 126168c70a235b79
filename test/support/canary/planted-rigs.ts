import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Planted } from './secret-traces';

const FIXTURES = join(__dirname, '../../../fixtures');
/** `guek: hex:…`, `password: text:…`; private keys stay, since their certificates say which they are */
const LITERAL = /\b(guek|gak|gbek|kek|password|secret|privateKey): (hex|text):([^\s,}]+)/g;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Copies of the simulator's rigs and meters in a folder of their own, with secrets that nobody else has. */
export interface PlantedRigs {
  readonly planted: readonly Planted[];
  /** secrets that the rigs take from the environment */
  readonly env: Readonly<Record<string, string>>;
  rig(name: string): string;
}

/**
 * Copies rigs, meters and certificates, and puts a fresh random value for each secret into all of them. Every third
 * secret of a rig then comes from the environment, every third from a file.
 */
export function plantRigs(folder: string): PlantedRigs {
  for (const part of ['rigs', 'meters', 'certificates'])
    cpSync(join(FIXTURES, part), join(folder, part), { recursive: true });
  const rigs = namesIn(folder, 'rigs').filter((name) => name.startsWith('simulator'));
  const fresh = freshSecrets(rigs.map((name) => readFileSync(join(folder, 'rigs', name), 'utf8')));
  for (const part of ['rigs', 'meters']) {
    for (const name of namesIn(folder, part)) rewrite(join(folder, part, name), (text) => replaced(text, fresh));
  }
  const env: Record<string, string> = {};
  mkdirSync(join(folder, 'secrets'));
  for (const name of rigs) rewrite(join(folder, 'rigs', name), (text) => referred(text, folder, env));
  const planted = [...fresh.values()].map(({ name, octets }) => ({ name, octets }));
  return { planted, env, rig: (name) => join(folder, 'rigs', `${name}.yaml`) };
}

/** The same rig with GUEKs of the management client that the meter does not have, in the files that it extends as well. */
export function withWrongKey(file: string): string {
  const wrong = file.replace(/\.yaml$/, '-wrong.yaml');
  const text = readFileSync(file, 'utf8');
  const wrongKey = `guek: hex:${randomBytes(guekLength(text)).toString('hex')}`;
  const [, base] = /^extends: (\S+)$/m.exec(text) ?? [];
  const changed = base === undefined ? text : text.replace(base, basename(withWrongKey(join(dirname(file), base))));
  writeFileSync(wrong, changed.replace(/guek: \S+/, wrongKey));
  return wrong;
}

interface Fresh extends Planted {
  readonly text: string;
}

/** By the old value as it is written. */
function freshSecrets(texts: readonly string[]): ReadonlyMap<string, Fresh> {
  const fresh = new Map<string, Fresh>();
  for (const [, field = '', form = '', old = ''] of texts.flatMap((text) => [...text.matchAll(LITERAL)])) {
    if (!fresh.has(old)) fresh.set(old, freshValue(field, form, old));
  }
  return fresh;
}

function freshValue(field: string, form: string, old: string): Fresh {
  const name = `${field} of ${old.length} characters`;
  if (field === 'privateKey') return { name, text: old, octets: Buffer.from(old, 'hex') };
  if (form === 'hex') {
    const octets = randomBytes(old.length / 2);
    return { name, text: octets.toString('hex').toUpperCase(), octets };
  }
  const text = Array.from(randomBytes(old.length), (octet) => LETTERS[octet % LETTERS.length]).join('');
  return { name, text, octets: Buffer.from(text, 'latin1') };
}

/** The longest first: the keys of suite 2 begin like those of suite 0. */
function replaced(text: string, fresh: ReadonlyMap<string, Fresh>): string {
  const longestFirst = [...fresh].sort(([a], [b]) => b.length - a.length);
  return longestFirst.reduce((result, [old, { text: value }]) => result.replaceAll(old, value), text);
}

function referred(text: string, folder: string, env: Record<string, string>): string {
  let count = 0;
  return text.replaceAll(LITERAL, (whole, field: string, form: string, value: string) => {
    count++;
    const name = `CANARY_${Object.keys(env).length}_${count}`;
    if (count % 3 === 1) env[name] = `${form}:${value}`;
    if (count % 3 === 1) return `${field}: env:${name}`;
    if (count % 3 === 2) return whole;
    writeFileSync(join(folder, 'secrets', name), `${form}:${value}\n`, { mode: 0o600 });
    return `${field}: file:../secrets/${name}`;
  });
}

function guekLength(text: string): number {
  return text.includes('suite: 2') ? 32 : 16;
}

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function namesIn(folder: string, part: string): string[] {
  return readdirSync(join(folder, part)).filter((name) => name.endsWith('.yaml'));
}
