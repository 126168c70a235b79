import crypto from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Put before a command by `-r`: every key that the process enciphers, deciphers or signs with is written down, one line of
 * hex each, into the file that CANARY_KEYS names. Drawn, derived and agreed keys come to light only so, whatever the
 * program itself thinks is secret.
 */
// the simulated meter may stand far from the cipher
Error.stackTraceLimit = 40;

/** Octets that are sent in place of a wrapped key, and open nothing. */
const NO_KEY = 'random wrap';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const { CANARY_KEYS: file = '' } = process.env;
const seen = new Set<string>();
/** The private keys of the simulated meter come from the same seeded stream as its challenges, which are no secret. */
const SIMULATED = /\/src\/simulator\//;

function note(key: unknown): void {
  const octets = octetsOf(key);
  const hex = octets === undefined ? '' : Buffer.from(octets).toString('hex');
  if (hex === '' || seen.has(hex)) return;
  // who uses a key first has made it: what both have is planted, or comes from the client
  seen.add(hex);
  if (!SIMULATED.test(new Error('used here').stack ?? '')) appendFileSync(file, `${hex}\n`);
}

function octetsOf(key: unknown): Uint8Array | undefined {
  if (key instanceof Uint8Array) return key;
  if (key instanceof crypto.KeyObject && key.type === 'secret') return key.export();
  if (key instanceof crypto.KeyObject && key.type === 'private') {
    const { d = '' } = key.export({ format: 'jwk' });
    return Buffer.from(d, 'base64url');
  }
  return undefined;
}

/** Replaces a function of node:crypto by one that writes down what it is given or gives. */
function watch(name: 'createCipheriv' | 'createDecipheriv' | 'createPrivateKey'): void {
  const original: unknown = Reflect.get(crypto, name);
  if (typeof original !== 'function') throw new Error(`node:crypto has no ${name}`);
  Reflect.set(crypto, name, (...given: unknown[]) => {
    if (name !== 'createPrivateKey') note(given[1]);
    const made: unknown = Reflect.apply(original, crypto, given);
    if (name === 'createPrivateKey') note(made);
    return made;
  });
}

/** Passwords and secrets for the time of a test are these octets, or six bits of each in letters (temporary-secret.ts). */
function watchDerivation(): void {
  const { hkdfSync } = crypto;
  const derive: typeof hkdfSync = (...given) => {
    const derived = hkdfSync(...given);
    if (String(given[3]).endsWith(NO_KEY)) return derived;
    const octets = new Uint8Array(derived);
    note(octets);
    note(octets.map((octet) => LETTERS.charCodeAt(octet & 0x3f)));
    return derived;
  };
  Reflect.set(crypto, 'hkdfSync', derive);
}

watchDerivation();
watch('createCipheriv');
watch('createDecipheriv');
watch('createPrivateKey');
syncBuiltinESMExports();
