import { MalformedCertificate } from './malformed-certificate';

/** One tag-length-value of DER (X.690, 10.1): where it lies in the octets it was found in. */
export interface DerElement {
  /** the identifier octet: class, constructed bit and number below 31 */
  readonly tag: number;
  readonly start: number;
  /** first octet of the content */
  readonly content: number;
  /** behind the last octet of the content */
  readonly end: number;
}

const BOOLEAN = 0x01;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const SEQUENCE = 0x30;
const SET = 0x31;
const CONSTRUCTED = 0x20;
/** the universal types that have parts */
const PARTED: readonly number[] = [SEQUENCE, SET];
/** [n] of a constructed or explicitly tagged field */
export const context = (n: number): number => 0xa0 | n;

/** More than any certificate of DLMS/COSEM has; what is longer or deeper is hostile or no certificate. */
const LONGEST = 16384;
const DEEPEST = 16;

/**
 * The one element that the octets are, checked to its leaves: tags below 31, definite lengths in their shortest form
 * that add up, strings in one piece, whole numbers and truth values in their only form (X.690, 8.3, 10, 11.1).
 * @throws MalformedCertificate
 */
export function wholeElement(octets: Uint8Array, field: string): DerElement {
  if (octets.length > LONGEST) throw new MalformedCertificate(field, `at most ${LONGEST} octets`, octets, 0);
  const whole = elementAt(octets, 0, octets.length, field);
  if (whole.end !== octets.length) throw new MalformedCertificate(field, 'nothing behind it', octets, whole.end);
  checkBelow(octets, whole, field, DEEPEST);
  return whole;
}

/** The elements in a constructed one, in their order. @throws MalformedCertificate when they do not fill it */
export function childrenOf(octets: Uint8Array, parent: DerElement, field: string): DerElement[] {
  const children: DerElement[] = [];
  for (let at = parent.content; at < parent.end; ) {
    const child = elementAt(octets, at, parent.end, field);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** Tag, length and content: a copy. */
export function octetsOf(octets: Uint8Array, element: DerElement): Uint8Array {
  return octets.slice(element.start, element.end);
}

/** The content alone: a copy. */
export function contentOf(octets: Uint8Array, element: DerElement): Uint8Array {
  return octets.slice(element.content, element.end);
}

function elementAt(octets: Uint8Array, start: number, limit: number, field: string): DerElement {
  const tag = start < limit ? octets[start] : undefined;
  if (tag === undefined) throw new MalformedCertificate(field, 'a tag', octets, start);
  if ((tag & 0x1f) === 0x1f) throw new MalformedCertificate(field, 'a tag number below 31', octets, start);
  const { content, length } = lengthAt(octets, start + 1, limit, field);
  if (content + length > limit) {
    throw new MalformedCertificate(field, `a length of at most ${limit - content}, not ${length}`, octets, start + 1);
  }
  return { tag, start, content, end: content + length };
}

function lengthAt(octets: Uint8Array, at: number, limit: number, field: string): { content: number; length: number } {
  const first = at < limit ? octets[at] : undefined;
  if (first === undefined) throw new MalformedCertificate(field, 'a length', octets, at);
  if (first < 0x80) return { content: at + 1, length: first };
  const content = at + 1 + (first & 0x7f);
  if (first === 0x80 || first > 0x82 || content > limit) {
    throw new MalformedCertificate(field, 'a length of one to three octets', octets, at);
  }
  const length = octets.subarray(at + 1, content).reduce((sum, octet) => sum * 256 + octet, 0);
  if (length < (first === 0x81 ? 0x80 : 0x100)) {
    throw new MalformedCertificate(field, 'a length in its shortest form', octets, at);
  }
  return { content, length };
}

function checkBelow(octets: Uint8Array, element: DerElement, field: string, depth: number): void {
  if (depth === 0) throw new MalformedCertificate(field, `at most ${DEEPEST} levels`, octets, element.start);
  if (element.tag < 0x40 && isConstructed(element) !== PARTED.includes(element.tag | CONSTRUCTED)) {
    throw new MalformedCertificate(field, 'only sequences and sets in parts', octets, element.start);
  }
  if (!isConstructed(element)) checkLeaf(octets, element, field);
  else for (const child of childrenOf(octets, element, field)) checkBelow(octets, child, field, depth - 1);
}

function isConstructed({ tag }: DerElement): boolean {
  return (tag & CONSTRUCTED) !== 0;
}

function checkLeaf(octets: Uint8Array, { tag, content, end }: DerElement, field: string): void {
  const first = octets[content] ?? 0;
  if (tag === BOOLEAN && (end !== content + 1 || (first !== 0 && first !== 0xff))) {
    throw new MalformedCertificate(field, 'a truth value of 00 or FF', octets, content);
  }
  if (tag === INTEGER && !isShortest(octets, content, end)) {
    throw new MalformedCertificate(field, 'a whole number in its shortest form', octets, content);
  }
}

/** A whole number has at least one octet, and no leading one that only repeats the sign. */
function isShortest(octets: Uint8Array, content: number, end: number): boolean {
  if (end - content < 2) return end > content;
  const isNextNegative = ((octets[content + 1] ?? 0) & 0x80) !== 0;
  return octets[content] !== (isNextNegative ? 0xff : 0x00);
}
