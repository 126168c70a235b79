import { concat } from '#dlms/codec/hex';
import { FLAG } from '#dlms/link/hdlc/frame';
import { FrameReader } from '#dlms/link/hdlc/frame-reader';

const LONGEST = 80;
const SILENCE_MS = 1;
/** Every so many bursts begin like a frame: noise that is taken for one does most harm. */
const LIKE_A_FRAME = 4;
const FORMAT = 0xa0;

/**
 * Bursts of 1 to 83 random octets, the same ones for the same seed, none of which holds a valid frame.
 * @param seed a whole number of 32 bits
 */
export function noiseBursts(seed: number, count: number): readonly Uint8Array[] {
  const random = xorshift(seed);
  const bursts: Uint8Array[] = [];
  while (bursts.length < count) {
    const octets = Uint8Array.from({ length: 1 + (random() % LONGEST) }, () => random() & 0xff);
    const isLikeAFrame = bursts.length % LIKE_A_FRAME === LIKE_A_FRAME - 1;
    const burst = isLikeAFrame ? concat(Uint8Array.of(FLAG, FORMAT | (random() & 0x07)), octets) : octets;
    if (!holdsFrame(burst)) bursts.push(burst);
  }
  return bursts;
}

/** Wherever it begins, and also where somebody takes the burst as a whole for what stands between two flags. */
export function holdsFrame(burst: Uint8Array): boolean {
  const between = concat(Uint8Array.of(FLAG), burst, Uint8Array.of(FLAG));
  const reader = new FrameReader(SILENCE_MS);
  const events = [...reader.push(between, 0), ...reader.tick(SILENCE_MS)];
  return events.some(({ kind }) => kind === 'frame');
}

/** Marsaglia's xorshift with 32 bits: good enough for noise. Its state must not be 0. */
function xorshift(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state >>> 8;
  };
}
