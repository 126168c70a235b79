import { equalOctets, toHex, toSpacedHex } from '#dlms/codec/hex';
import { secretForms } from './secret-forms';
import { HintedText, type SecretHints, secretHints } from './secret-hints';
import { type NamedSpan, replaceSpans } from './spans';

export interface MaskOptions {
  /** octets in pairs: `01 10 ‹guek› 00` */
  readonly spaced?: boolean;
  /** where something secret stands that is too short to be searched for */
  readonly places?: readonly NamedSpan[];
}

interface Secret {
  readonly name: string;
  readonly octets: Uint8Array;
  readonly hints: SecretHints;
}

interface Search {
  /** one group per secret, in the order of `names` */
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Values of fewer octets turn up by chance everywhere. */
const SHORTEST_SEARCHED = 4;
/** A single octet at an end is no more than chance. */
const SHORTEST_BEGUN = 2;

/**
 * Knows the keys and passwords of a run and hides them behind their names, as `‹guek›`, in whatever leaves it.
 *
 * Secrets of fewer than 4 octets are not searched for, neither in text nor in octets: they are hidden only where the
 * caller says they stand (`MaskOptions.places`). A text that breaks a secret up by more than separators, such as a
 * dump with an offset before each line, is not seen through: make it of `maskOctets`.
 */
export class SecretRegistry {
  readonly #secrets: Secret[] = [];
  #search: Search | undefined;

  /** Adds a value, copied. Of two names of one value the first is shown; several values may share a name. */
  add(name: string, octets: Uint8Array): void {
    if (octets.length < SHORTEST_SEARCHED || this.#secrets.some((known) => equalOctets(known.octets, octets))) return;
    this.#secrets.push({ name, octets: octets.slice(), hints: secretHints(octets) });
    this.#search = undefined;
  }

  /** The text with every form (`secretForms`) of every secret replaced by its name. */
  hide(text: string): string {
    if (!this.#mayHoldOne(text)) return text;
    this.#search ??= searchFor(this.#secrets);
    const spans = findInText(text, this.#search);
    return spans.length === 0 ? text : replaceSpans(spans, text.length, (from, to) => text.slice(from, to)).join('');
  }

  #mayHoldOne(text: string): boolean {
    if (this.#secrets.length === 0) return false;
    const hinted = new HintedText(text);
    return this.#secrets.some(({ hints }) => hinted.mayHold(hints));
  }

  /** The octets in upper-case hex, every secret in them replaced by its name: `0110‹dedicated key›0000`. */
  maskOctets(octets: Uint8Array, { spaced = false, places = [] }: MaskOptions = {}): string {
    const found = this.#secrets.flatMap((secret) => [...findInOctets(octets, secret), ...findBegun(octets, secret)]);
    const spans = [...found, ...places];
    const hex = spaced ? toSpacedHex : toHex;
    return replaceSpans(spans, octets.length, (from, to) => hex(octets.subarray(from, to))).join(spaced ? ' ' : '');
  }
}

/** A message that was cut may end in the middle of a secret: what is there of it gives away as much. */
function findBegun(octets: Uint8Array, { name, octets: secret }: Secret): NamedSpan[] {
  for (let length = Math.min(secret.length - 1, octets.length); length >= SHORTEST_BEGUN; length--) {
    const from = octets.length - length;
    if (equalOctets(octets.subarray(from), secret.subarray(0, length))) return [{ name, from, to: octets.length }];
  }
  return [];
}

/** Longest first: where two begin at one place, the longer one is to be hidden. */
function searchFor(secrets: readonly Secret[]): Search {
  const ordered = [...secrets].sort((a, b) => b.octets.length - a.octets.length);
  const groups = ordered.map(({ octets }) => `(${secretForms(octets).join('|')})`);
  return { pattern: new RegExp(groups.join('|'), 'g'), names: ordered.map(({ name }) => name) };
}

function findInText(text: string, { pattern, names }: Search): NamedSpan[] {
  const spans: NamedSpan[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const group = match.findIndex((found, index) => index > 0 && found !== undefined);
    spans.push({ name: names[group - 1] ?? '', from: match.index, to: match.index + match[0].length });
    // one that begins inside this one must be found as well
    pattern.lastIndex = match.index + 1;
  }
  return spans;
}

function findInOctets(octets: Uint8Array, secret: Secret): NamedSpan[] {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const spans: NamedSpan[] = [];
  for (let from = buffer.indexOf(secret.octets); from >= 0; from = buffer.indexOf(secret.octets, from + 1)) {
    spans.push({ name: secret.name, from, to: from + secret.octets.length });
  }
  return spans;
}
