/** Between two octets in hex: `00 01`, `00:01`, `00-01`, `0x00, 0x01`, also over a line end. */
const HEX_GAP = String.raw`[\s:,-]*(?:0x)?`;
/** Between two decimals: `0, 1` of an inspected array, `"0":0,"1":1` of a typed array as JSON. */
const DECIMAL_GAP = String.raw`\s*,\s*(?:"\d+"\s*:\s*)?`;
const BASE64_DIGIT = '[A-Za-z0-9+/_-]';

/**
 * Sources of regular expressions for the texts in which octets can appear: hex of either case, with or without
 * separators; decimals in a list; base64 or base64url, also in the middle of other octets; and, when all are
 * printable, the characters themselves in Latin-1 or UTF-8, plain or as JSON and XML escape them.
 */
export function secretForms(octets: Uint8Array): string[] {
  return [hexForm(octets), decimalForm(octets), ...base64Forms(octets), ...characterForms(octets)];
}

function hexForm(octets: Uint8Array): string {
  const pairs = Array.from(octets, (octet) => octet.toString(16).padStart(2, '0').replace(/[a-f]/g, eitherCase));
  return pairs.join(HEX_GAP);
}

function eitherCase(letter: string): string {
  return `[${letter}${letter.toUpperCase()}]`;
}

function decimalForm(octets: Uint8Array): string {
  return String.raw`(?<!\d)${octets.join(DECIMAL_GAP)}(?!\d)`;
}

/** What stands before shifts base64 by 0, 2 or 4 bits, so there are three forms. Too short a one is left out. */
function base64Forms(octets: Uint8Array): string[] {
  return [0, 1, 2].map((before) => base64Form(octets, before)).filter((form) => form !== undefined);
}

/** Digits that only half belong to the octets vary with the neighbours: they are hidden whatever they are. */
function base64Form(octets: Uint8Array, before: number): string | undefined {
  const digits = Buffer.concat([Buffer.alloc(before), octets]).toString('base64');
  const firstBit = before * 8;
  const endBit = firstBit + octets.length * 8;
  const own = digits.slice(Math.ceil(firstBit / 6), Math.floor(endBit / 6));
  if (own.length < 5) return undefined;
  const left = firstBit % 6 === 0 ? '' : BASE64_DIGIT;
  const right = endBit % 6 === 0 ? '' : `${BASE64_DIGIT}?={0,2}`;
  return left + own.replaceAll('+', '[+-]').replaceAll('/', '[/_]') + right;
}

function characterForms(octets: Uint8Array): string[] {
  const buffer = Buffer.from(octets);
  const texts = [buffer.toString('latin1'), buffer.toString('utf8')].filter(isPrintable);
  const escaped = texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), ...xmlForms(text)]);
  return [...new Set(escaped)].map(literally);
}

function xmlForms(text: string): string[] {
  const content = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const attribute = content.replaceAll('"', '&quot;');
  return [content, attribute, attribute.replaceAll("'", '&apos;'), attribute.replaceAll("'", '&#39;')];
}

/** No control characters, and none that stands for octets that are no UTF-8. */
export function isPrintable(text: string): boolean {
  return !/[\p{Cc}\uFFFD]/u.test(text);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
