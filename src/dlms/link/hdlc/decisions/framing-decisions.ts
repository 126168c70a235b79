/** Decisions of a receiver over the stream of octets (IEC 62056-46 6.4.1, 6.4.2.1, hdlc.md 2.2). Lengths are octets, times milliseconds. */
export interface FramingDecisions {
  /** Does a frame need its opening flag, be the line silent before it or not? Right: yes. */
  needsOpeningFlag(): boolean;
  /** Of two flags in a row, does the later one open the next frame? Right: yes, any number of flags may stand between frames. */
  opensAfterFillFlag(): boolean;
  /** Right: the flag that closes a frame may open the next one as well. */
  sharesClosingFlag(): boolean;
  /** The upper four bits of the format field. Right: 1010 and no other. */
  acceptsFormatType(type: number): boolean;
  /** What the length field says. Right: 7 octets at the least. */
  acceptsFrameLength(length: number): boolean;
  /** Octets between the flags. Right: `announced` by the length field; what lies there, from `from` up to `to`, does not matter. */
  frameLength(announced: number, held: Uint8Array, from: number, to: number): number;
  /** The octet behind the frame. Right: a flag and nothing else. */
  acceptsFrameEnd(octet: number): boolean;
  /** Right: as the check says. */
  acceptsHeaderCheck(isRight: boolean): boolean;
  /** Right: as the check says. */
  acceptsFrameCheck(isRight: boolean): boolean;
  /** Is a frame passed over whole, by its length, that is not bounded by flags or has a wrong FCS? Right: where its HCS is right and FCS wrong; else only its opening flag is, for the length may be wrong. */
  trustsLength(frame: { readonly isBounded: boolean; readonly isHeaderRight: boolean }): boolean;
  /** How long a frame may stop short of its end; undefined for ever. Right: as configured. */
  interOctetMs(configured: number | undefined): number | undefined;
  /** What is done with a frame that stopped. Right: it `rescans` what it has for frames behind its opening flag, so that a phantom header swallows nothing; `discards` drops all of it, `serves` takes it as if its closing flag had come. */
  afterInterOctetTimeout(): 'rescans' | 'discards' | 'serves';
}

const FLAG = 0x7e;

export const conformingFraming: FramingDecisions = {
  needsOpeningFlag: () => true,
  opensAfterFillFlag: () => true,
  sharesClosingFlag: () => true,
  acceptsFormatType: (type) => type === 0b1010,
  acceptsFrameLength: (length) => length >= 7,
  frameLength: (announced) => announced,
  acceptsFrameEnd: (octet) => octet === FLAG,
  acceptsHeaderCheck: (isRight) => isRight,
  acceptsFrameCheck: (isRight) => isRight,
  trustsLength: ({ isBounded, isHeaderRight }) => isBounded && isHeaderRight,
  interOctetMs: (configured) => configured,
  afterInterOctetTimeout: () => 'rescans',
};
