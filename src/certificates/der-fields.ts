import { AsnParser } from '@peculiar/asn1-schema';
import { BIT_STRING, childrenOf, contentOf, type DerElement, octetsOf, SEQUENCE, wholeElement } from './der-element';
import { MalformedCertificate } from './malformed-certificate';

/** The fields of one SEQUENCE, taken one after the other. Whatever is not as expected is a MalformedCertificate. */
export class DerFields {
  private readonly elements: readonly DerElement[];
  private next = 0;

  private constructor(
    private readonly octets: Uint8Array,
    private readonly parent: DerElement,
    private readonly name: string,
  ) {
    if (parent.tag !== SEQUENCE) throw new MalformedCertificate(name, 'a SEQUENCE', octets, parent.start);
    this.elements = childrenOf(octets, parent, name);
  }

  /** The octets are one SEQUENCE and nothing else. */
  static of(octets: Uint8Array, name: string): DerFields {
    return new DerFields(octets, wholeElement(octets, name), name);
  }

  /** The next field is there and has this tag. */
  required(tag: number, field: string): DerElement {
    const found = this.optional(tag);
    if (found !== undefined) return found;
    throw new MalformedCertificate(field, `tag ${hexTag(tag)}`, this.octets, this.offset());
  }

  /** The next field if it has this tag. */
  optional(tag: number): DerElement | undefined {
    const found = this.elements[this.next];
    if (found?.tag !== tag) return undefined;
    this.next++;
    return found;
  }

  /** The fields of the SEQUENCE that comes next. */
  sequence(field: string): DerFields {
    return new DerFields(this.octets, this.required(SEQUENCE, field), field);
  }

  /** The fields of the SEQUENCE that is all an explicit tag holds. */
  within(tagged: DerElement, field: string): DerFields {
    return new DerFields(this.octets, this.inside(tagged, SEQUENCE, field), field);
  }

  /** Content of the element that is all an explicit tag holds. */
  only(tagged: DerElement, tag: number, field: string): Uint8Array {
    return contentOf(this.octets, this.inside(tagged, tag, field));
  }

  /** The next field, whatever it is. */
  any(field: string): { readonly tag: number; readonly content: Uint8Array } {
    const tag = this.elements[this.next]?.tag ?? SEQUENCE;
    return { tag, content: this.content(tag, field) };
  }

  /** Octets of the next field, tag and length included. */
  taken(tag: number, field: string): Uint8Array {
    return octetsOf(this.octets, this.required(tag, field));
  }

  /** Content of the next field. */
  content(tag: number, field: string): Uint8Array {
    return contentOf(this.octets, this.required(tag, field));
  }

  /** The octets of a BIT STRING that is a whole number of them. */
  bitString(field: string): Uint8Array {
    const element = this.required(BIT_STRING, field);
    const [unused, ...content] = contentOf(this.octets, element);
    if (unused === 0) return new Uint8Array(content);
    throw new MalformedCertificate(field, 'a BIT STRING of whole octets', this.octets, element.content);
  }

  hasMore(): boolean {
    return this.next < this.elements.length;
  }

  /** Nothing comes any more. */
  end(): void {
    if (this.hasMore()) throw new MalformedCertificate(this.name, 'no further field', this.octets, this.offset());
  }

  /** All of it, tag and length included. */
  all(): Uint8Array {
    return octetsOf(this.octets, this.parent);
  }

  private inside(tagged: DerElement, tag: number, field: string): DerElement {
    const [only, ...others] = childrenOf(this.octets, tagged, field);
    if (only?.tag === tag && others.length === 0) return only;
    throw new MalformedCertificate(field, `tag ${hexTag(tag)} alone`, this.octets, tagged.content);
  }

  private offset(): number {
    return this.elements[this.next]?.start ?? this.parent.end;
  }
}

/** Octets as the structure that the library knows; its errors say nothing that could be shown to anybody. */
export function structure<T>(octets: Uint8Array, type: new () => T, field: string): T {
  wholeElement(octets, field);
  try {
    return AsnParser.parse(octets, type);
  } catch {
    throw new MalformedCertificate(field, `a ${type.name} of X.509`, octets, 0);
  }
}

function hexTag(tag: number): string {
  return tag.toString(16).toUpperCase().padStart(2, '0');
}
