/** A secret that was planted, by what it is. */
export interface Planted {
  readonly name: string;
  readonly octets: Uint8Array;
}

/** So many octets of a key in a row give it away: half of the shortest key. */
const WINDOW = 8;
/** Octets by which a place is found at which a window may begin. */
const HINT = 4;
/** Runs of base64 that can hold a window, and those that can hold a text that is worth a look. */
const BASE64 = /[A-Za-z0-9+/]{11,}/g;
const LONG_BASE64 = 32;
const NO_OCTET = 256;

/**
 * Finds secrets in what a program has put out: as they are, in hex of any kind (spaced, with colons, as 0x list), as list
 * of decimals, in base64 and base64url at any offset, as text, and within base64 of any of these; of a key any eight octets
 * in a row. Written without the program's own search for secrets, so that it does not share its mistakes.
 */
export class SecretTraces {
  /** by the first octets of each window, as a number */
  readonly #windows = new Map<number, Planted[]>();

  constructor(planted: readonly Planted[]) {
    for (const { name, octets } of planted.filter((each) => isTelling(each.octets))) {
      const length = Math.min(WINDOW, octets.length);
      for (let at = 0; at + length <= octets.length; at++)
        this.#window({ name, octets: octets.subarray(at, at + length) });
    }
  }

  /** What of them is in there, each with the form in which it is. */
  in(content: Uint8Array): string[] {
    return [...new Set(this.#inText(Buffer.from(content), true))];
  }

  #window(window: Planted): void {
    if (!isTelling(window.octets)) return;
    const hint = Buffer.from(window.octets).readUInt32BE(0);
    const windows = this.#windows.get(hint) ?? [];
    windows.push(window);
    this.#windows.set(hint, windows);
  }

  #inText(buffer: Buffer, looksInside: boolean): string[] {
    const text = buffer.toString('latin1');
    const hex = text
      .toLowerCase()
      .replaceAll('0x', '')
      .replaceAll(/[^0-9a-f]/g, '');
    return [
      ...this.#names(buffer, 'as it is'),
      // whatever separates the digits, and wherever the first pair of them begins
      ...this.#names(Buffer.from(hex, 'hex'), 'in hex'),
      ...this.#names(Buffer.from(hex.slice(1), 'hex'), 'in hex'),
      ...this.#names(decimalsIn(text), 'in decimals'),
      ...this.#inBase64(text, looksInside),
    ];
  }

  #inBase64(text: string, looksInside: boolean): string[] {
    const joined = text
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .replaceAll(/(?:\\r)?\\n|[\r\n]/g, '');
    return [...joined.matchAll(BASE64)].flatMap(([digits]) => {
      const found = [0, 1, 2, 3].flatMap((at) => this.#names(Buffer.from(digits.slice(at), 'base64'), 'in base64'));
      if (!looksInside || digits.length < LONG_BASE64) return found;
      const inside = this.#inText(Buffer.from(digits, 'base64'), false);
      return [...found, ...inside.map((trace) => `${trace}, within base64`)];
    });
  }

  #names(octets: ArrayLike<number>, how: string): string[] {
    const found = new Set<string>();
    let hint = 0;
    for (let at = 0; at < octets.length; at++) {
      hint = ((hint << 8) | ((octets[at] ?? 0) & 0xff)) >>> 0;
      for (const { name, octets: window } of this.#windows.get(hint) ?? []) {
        if (standsAt(window, octets, at + 1 - HINT)) found.add(`${name} ${how}`);
      }
    }
    return [...found];
  }
}

/** Every number of the text in turn; one that is no octet stands between two lists. */
function decimalsIn(text: string): number[] {
  const numbers = text.replaceAll(/"\d+"\s*:/g, ' ').match(/\d+/g) ?? [];
  return numbers.map((digits) => (digits.length > 3 ? NO_OCTET : Math.min(NO_OCTET, Number(digits))));
}

function standsAt(window: Uint8Array, octets: ArrayLike<number>, from: number): boolean {
  return from >= 0 && window.every((octet, index) => octets[from + index] === octet);
}

/** Octets that are all alike turn up everywhere. */
function isTelling(octets: Uint8Array): boolean {
  return octets.length >= HINT && new Set(octets).size >= HINT;
}
