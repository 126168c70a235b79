import { isPrintable } from './secret-forms';

/**
 * A quick look at whether a text can hold a secret at all. The exact search costs a pattern match at each character;
 * a report is megabytes without a single secret, and this look is a few passes of plain string search.
 */
export interface SecretHints {
  readonly hex: string;
  readonly decimals: string;
  readonly base64: readonly string[];
  readonly characters: readonly string[];
}

/** Whatever `secretForms` finds for these octets contains one of these pieces after `normalized` has been applied. */
export function secretHints(octets: Uint8Array): SecretHints {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  return {
    hex: buffer.toString('hex'),
    decimals: octets.join(','),
    base64: [0, 1, 2].map((before) => base64Core(buffer, before)).filter((core) => core !== ''),
    // the longest piece that no escaping of JSON or XML touches
    characters: [buffer.toString('latin1'), buffer.toString('utf8')].filter(isPrintable).map(untouchedPiece),
  };
}

/** A text in the forms in which hints are looked for. */
export class HintedText {
  private readonly text: string;
  private readonly hex: string;
  private readonly decimals: string;
  private readonly base64: string;

  constructor(text: string) {
    this.text = text;
    this.hex = text.toLowerCase().replace(/0x|[\s:,-]+/g, '');
    this.decimals = text.replace(/"\d+"\s*:|\s+/g, '');
    this.base64 = text.replace(/-/g, '+').replace(/_/g, '/');
  }

  mayHold(hints: SecretHints): boolean {
    return (
      this.hex.includes(hints.hex) ||
      this.decimals.includes(hints.decimals) ||
      hints.base64.some((core) => this.base64.includes(core)) ||
      hints.characters.some((piece) => this.text.includes(piece))
    );
  }
}

function base64Core(octets: Buffer, before: number): string {
  const digits = Buffer.concat([Buffer.alloc(before), octets]).toString('base64');
  return digits.slice(Math.ceil((before * 8) / 6), Math.floor(((before + octets.length) * 8) / 6));
}

function untouchedPiece(text: string): string {
  const pieces = text.split(/["'\\&<>]+/);
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
}
