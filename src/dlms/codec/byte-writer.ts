import { LocalProtocolError } from '#dlms/errors';

/** Builds octets front to back in one growing buffer. A value out of range is our fault: LocalProtocolError. */
export class ByteWriter {
  private buffer: Uint8Array;
  private used = 0;

  constructor(capacity = 64) {
    this.buffer = new Uint8Array(capacity);
  }

  get size(): number {
    return this.used;
  }

  u8(value: number): this {
    this.inRange(value, 0, 0xff);
    this.room(1);
    this.buffer[this.used++] = value;
    return this;
  }

  i8(value: number): this {
    this.inRange(value, -0x80, 0x7f);
    return this.u8(value & 0xff);
  }

  u16(value: number): this {
    this.inRange(value, 0, 0xffff);
    this.room(2);
    this.buffer[this.used++] = value >>> 8;
    this.buffer[this.used++] = value & 0xff;
    return this;
  }

  i16(value: number): this {
    this.inRange(value, -0x8000, 0x7fff);
    return this.u16(value & 0xffff);
  }

  u32(value: number): this {
    this.inRange(value, 0, 0xffffffff);
    this.room(4);
    this.buffer[this.used++] = value >>> 24;
    this.buffer[this.used++] = (value >>> 16) & 0xff;
    this.buffer[this.used++] = (value >>> 8) & 0xff;
    this.buffer[this.used++] = value & 0xff;
    return this;
  }

  i32(value: number): this {
    this.inRange(value, -0x80000000, 0x7fffffff);
    return this.u32(value >>> 0);
  }

  u64(value: bigint): this {
    if (value < 0n || value > 0xffffffffffffffffn)
      throw new LocalProtocolError(`${value} does not fit in 64 unsigned bits`);
    return this.u32(Number(value >> 32n)).u32(Number(value & 0xffffffffn));
  }

  i64(value: bigint): this {
    if (BigInt.asIntN(64, value) !== value) throw new LocalProtocolError(`${value} does not fit in 64 signed bits`);
    return this.u64(BigInt.asUintN(64, value));
  }

  bytes(octets: Uint8Array): this {
    this.room(octets.length);
    this.buffer.set(octets, this.used);
    this.used += octets.length;
    return this;
  }

  /** A length or count in its shortest definite form. */
  length(value: number): this {
    if (value < 0x80) return this.u8(value);
    if (value < 0x100) return this.u8(0x81).u8(value);
    if (value < 0x10000) return this.u8(0x82).u16(value);
    if (value < 0x1000000)
      return this.u8(0x83)
        .u8(value >>> 16)
        .u16(value & 0xffff);
    return this.u8(0x84).u32(value);
  }

  /** Length-coded octet string. */
  octetString(octets: Uint8Array): this {
    return this.length(octets.length).bytes(octets);
  }

  /** The octets written so far, in an array of their own. */
  toBytes(): Uint8Array {
    return this.buffer.slice(0, this.used);
  }

  private inRange(value: number, low: number, high: number): void {
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new LocalProtocolError(`${value} is not a whole number in ${low}..${high}`);
    }
  }

  private room(length: number): void {
    if (this.used + length <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.used + length));
    grown.set(this.buffer.subarray(0, this.used));
    this.buffer = grown;
  }
}
