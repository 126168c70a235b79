import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fromHex } from '#dlms/codec/hex';
import { codeOf } from './rig-source';

/** Where a reference is looked up, and whether a secret may stand in the file itself. */
export interface SecretPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** only the rigs of our own simulator, whose keys protect nothing */
  readonly literalsAllowed: boolean;
}

/** Resolved octets, or what is wrong with the reference in words that hold nothing of the secret. */
export type SecretResult = { readonly octets: Uint8Array } | { readonly wrong: string };

/** Octets that a text stands for: a password is text unless it says `hex:`, a key is hex unless it says `text:`. */
export type SecretForm = 'text' | 'hex';

const REFERENCES = 'expected env:NAME or file:PATH';

/**
 * Looks a secret up. No result repeats what was found, nor the reference itself where it might be a secret in the
 * wrong place.
 */
export function resolveSecret(reference: string, form: SecretForm, place: SecretPlace): SecretResult {
  if (reference.startsWith('env:')) return fromEnvironment(reference.slice(4), form, place);
  if (reference.startsWith('file:')) return fromFile(resolve(place.folder, reference.slice(5)), form);
  if (!/^(?:hex|text):/.test(reference))
    return { wrong: place.literalsAllowed ? `${REFERENCES}, hex:… or text:…` : REFERENCES };
  if (!place.literalsAllowed) return { wrong: `a secret may stand in the file of a simulator rig only, ${REFERENCES}` };
  return octetsOf(reference, form, 'the literal');
}

function fromEnvironment(name: string, form: SecretForm, place: SecretPlace): SecretResult {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return { wrong: 'expected the name of an environment variable after env:' };
  const value = place.env[name];
  if (value === undefined || value === '') return { wrong: `environment variable ${name} is not set` };
  return octetsOf(value, form, `environment variable ${name}`);
}

function fromFile(path: string, form: SecretForm): SecretResult {
  try {
    if (readableByOthers(path))
      return { wrong: `${path} can be read by other users of this machine: chmod 600 ${path}` };
    return octetsOf(readFileSync(path, 'utf8').replace(/\r?\n$/, ''), form, path);
  } catch (error) {
    return { wrong: `${path} cannot be read: ${codeOf(error)}` };
  }
}

function readableByOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
}

function octetsOf(value: string, form: SecretForm, holder: string): SecretResult {
  if (value.startsWith('text:')) return { octets: utf8(value.slice(5)) };
  if (value.startsWith('hex:')) return hexOctets(value.slice(4), holder);
  return form === 'hex' ? hexOctets(value, holder) : { octets: utf8(value) };
}

function hexOctets(digits: string, holder: string): SecretResult {
  if (!/^(?:[0-9A-Fa-f]{2}\s*)+$/.test(digits.trim()))
    return { wrong: `${holder} holds something other than pairs of hex digits` };
  return { octets: fromHex(digits) };
}

function utf8(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}
