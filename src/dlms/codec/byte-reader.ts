import { PeerProtocolError } from '#dlms/errors';

/** Something legal to receive but not right to send, e.g. a length that is not in its shortest form. */
export interface DecodeNote {
  readonly code:
    | 'length-not-minimal'
    | 'unused-bits-set'
    | 'character-not-printable'
    | 'utf8-malformed'
    | 'boolean-not-01'
    | 'old-conformance-tag'
    | 'presence-not-01'
    | 'legacy-form';
  readonly offset: number;
  readonly text: string;
}

/**
 * Reads forward over received octets and never past `end`. Every failure is a PeerProtocolError that names the
 * place: what we read comes from a meter. `notes` collects what was tolerated; it is shared by sub-readers.
 */
export class ByteReader {
  readonly octets: Uint8Array;
  readonly end: number;
  readonly notes: DecodeNote[];
  offset: number;

  constructor(octets: Uint8Array, notes: DecodeNote[] = [], offset = 0, end = octets.length) {
    this.octets = octets;
    this.notes = notes;
    this.offset = offset;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  /** A reader over the next `length` octets; this reader moves behind them. */
  sub(length: number, what: string): ByteReader {
    this.need(length, what);
    const start = this.offset;
    this.offset += length;
    return new ByteReader(this.octets, this.notes, start, start + length);
  }

  u8(what: string): number {
    if (this.offset >= this.end) this.need(1, what);
    return this.octets[this.offset++] as number;
  }

  peek(): number | undefined {
    return this.offset < this.end ? this.octets[this.offset] : undefined;
  }

  u16(what: string): number {
    if (this.end - this.offset < 2) this.need(2, what);
    const at = this.offset;
    this.offset = at + 2;
    return ((this.octets[at] as number) << 8) | (this.octets[at + 1] as number);
  }

  u32(what: string): number {
    if (this.end - this.offset < 4) this.need(4, what);
    const o = this.octets;
    const at = this.offset;
    this.offset = at + 4;
    return (
      (((o[at] as number) << 24) |
        ((o[at + 1] as number) << 16) |
        ((o[at + 2] as number) << 8) |
        (o[at + 3] as number)) >>>
      0
    );
  }

  i8(what: string): number {
    return (this.u8(what) << 24) >> 24;
  }

  i16(what: string): number {
    return (this.u16(what) << 16) >> 16;
  }

  i32(what: string): number {
    return this.u32(what) | 0;
  }

  u64(what: string): bigint {
    const high = this.u32(what);
    const low = this.u32(what);
    return (BigInt(high) << 32n) | BigInt(low);
  }

  i64(what: string): bigint {
    return BigInt.asIntN(64, this.u64(what));
  }

  /** The next `length` octets as a view on the received ones: copy before keeping it beyond the APDU. */
  take(length: number, what: string): Uint8Array {
    if (this.end - this.offset < length) this.need(length, what);
    const start = this.offset;
    this.offset = start + length;
    return this.octets.subarray(start, start + length);
  }

  /**
   * A length or count in the common definite form of BER and A-XDR: 00..7F, or 81..84 and that many octets.
   * A longer form than needed is accepted and noted.
   */
  length(what: string): number {
    const at = this.offset;
    const first = this.u8(what);
    if (first < 0x80) return first;
    return this.longLength(first & 0x7f, at, what);
  }

  private longLength(size: number, at: number, what: string): number {
    if (size === 0 || size > 4)
      this.failAt(
        at,
        `${what}: length octet ${(0x80 | size).toString(16).toUpperCase()} is not a definite length of at most four octets`,
      );
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.u8(what);
    const shortest = value < 0x80 ? 0 : value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4;
    if (shortest < size) this.note('length-not-minimal', at, `${what}: length ${value} is coded in ${size + 1} octets`);
    return value;
  }

  /** Length-coded octet string. */
  octetString(what: string): Uint8Array {
    const length = this.length(what);
    return this.take(length, what);
  }

  /** Presence octet of an OPTIONAL or DEFAULT component: 00 absent, 01 present; anything else is refused. */
  presence(what: string): boolean {
    const octet = this.u8(`presence of ${what}`);
    if (octet > 1)
      this.failAt(this.offset - 1, `presence of ${what}: expected 00 or 01, got ${octet.toString(16).toUpperCase()}`);
    return octet === 1;
  }

  /** @throws PeerProtocolError when octets are left over */
  expectEnd(what: string): void {
    if (this.offset !== this.end) this.fail(`${what}: ${this.remaining} surplus octet(s)`);
  }

  note(code: DecodeNote['code'], offset: number, text: string): void {
    this.notes.push({ code, offset, text });
  }

  fail(reason: string): never {
    throw new PeerProtocolError(reason, this.octets, this.offset);
  }

  failAt(offset: number, reason: string): never {
    throw new PeerProtocolError(reason, this.octets, offset);
  }

  private need(length: number, what: string): void {
    if (this.end - this.offset < length) {
      throw new PeerProtocolError(
        `${what}: ${length} octet(s) needed, ${this.remaining} left`,
        this.octets,
        this.offset,
      );
    }
  }
}
