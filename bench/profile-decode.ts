import type { Data } from '#dlms/codec/data';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { type Figure, inTurns } from './figure';

const ROWS = 10_000;

/** Decoding a load profile of 10,000 quarter-hours, against a decoder that checks nothing and yields the same values. */
export async function profileDecode(): Promise<Figure> {
  const octets = encodeToBytes(profile());
  const { ours, floor } = await inTurns(
    15,
    ROWS,
    () => decodeWholeData(octets),
    () => new UncheckedDecoder(octets).data(),
  );
  return {
    name: 'profile of 10,000 rows, decoded',
    unit: 'rows/s',
    goal: '>= 0.5',
    ours,
    floor,
    ratio: ours.median / floor.median,
  };
}

function profile(): Data {
  const elements: Data[] = [];
  for (let row = 0; row < ROWS; row++) {
    const time = Uint8Array.of(
      7,
      0xea,
      1 + (row % 12),
      1 + (row % 28),
      0xff,
      row % 24,
      (row % 4) * 15,
      0,
      0,
      0xff,
      0xc4,
      0,
    );
    elements.push({
      type: 'structure',
      elements: [
        { type: 'octet-string', value: time },
        { type: 'unsigned', value: row & 0xff },
        { type: 'double-long-unsigned', value: row * 37 },
        { type: 'double-long-unsigned', value: row * 3 },
      ],
    });
  }
  return { type: 'array', elements };
}

/** The floor: no bounds, no limits, no notes; only the types of this profile. */
class UncheckedDecoder {
  private readonly octets: Uint8Array;
  private at = 0;

  constructor(octets: Uint8Array) {
    this.octets = octets;
  }

  data(): Data {
    switch (this.octets[this.at++]) {
      case 1:
        return { type: 'array', elements: this.elements() };
      case 2:
        return { type: 'structure', elements: this.elements() };
      case 6:
        return { type: 'double-long-unsigned', value: this.u32() };
      case 9:
        return { type: 'octet-string', value: this.octetString() };
      default:
        return { type: 'unsigned', value: this.octets[this.at++] as number };
    }
  }

  private elements(): Data[] {
    const count = this.length();
    const elements: Data[] = [];
    for (let i = 0; i < count; i++) elements.push(this.data());
    return elements;
  }

  private octetString(): Uint8Array {
    const length = this.length();
    this.at += length;
    return this.octets.subarray(this.at - length, this.at);
  }

  private u32(): number {
    const o = this.octets;
    const at = this.at;
    this.at += 4;
    return (
      (((o[at] as number) << 24) |
        ((o[at + 1] as number) << 16) |
        ((o[at + 2] as number) << 8) |
        (o[at + 3] as number)) >>>
      0
    );
  }

  private length(): number {
    const first = this.octets[this.at++] as number;
    if (first < 0x80) return first;
    let value = 0;
    for (let i = 0; i < (first & 0x7f); i++) value = value * 256 + (this.octets[this.at++] as number);
    return value;
  }
}
