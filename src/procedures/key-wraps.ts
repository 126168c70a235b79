import { unwrapUnchecked, wrapKey } from '#dlms/security/key-wrap';
import { temporaryKey } from '#rig/temporary-secret';

/** What can be wrong with a wrapped key. */
export type WrapFault =
  | 'wrapped under another KEK'
  | 'with one bit of its wrap changed'
  | 'that is not wrapped at all'
  | 'with 8 octets of its wrap missing'
  | 'whose wrap is random';

/** A key on its way into the meter. */
export interface KeyToWrap {
  readonly kek: Uint8Array;
  readonly key: Uint8Array;
  /** all that is wrong is derived from it, so that it can be derived again */
  readonly nonce: Uint8Array;
}

const OVERHEAD = 8;
/** In the middle of the first block of the key. */
const CHANGED_OCTET = 12;

/** A wrap with exactly this fault, the same each time for the same nonce. */
export function faultyWrap(fault: WrapFault, { kek, key, nonce }: KeyToWrap): Uint8Array {
  const right = wrapKey(kek, key);
  switch (fault) {
    case 'wrapped under another KEK':
      return wrapKey(temporaryKey(kek, nonce, 'another kek'), key);
    case 'with one bit of its wrap changed':
      return right.map((octet, at) => (at === CHANGED_OCTET ? octet ^ 0x01 : octet));
    case 'that is not wrapped at all':
      return key;
    case 'with 8 octets of its wrap missing':
      return right.subarray(0, right.length - OVERHEAD);
    case 'whose wrap is random':
      return temporaryKey(kek, nonce, 'random wrap', right.length);
    default:
      return fault satisfies never;
  }
}

/** What single keys are sent with. */
export const EVERY_FAULT: readonly WrapFault[] = [
  'wrapped under another KEK',
  'with one bit of its wrap changed',
  'that is not wrapped at all',
  'with 8 octets of its wrap missing',
  'whose wrap is random',
];

/**
 * Every key that a meter may have after it was sent this one, rightly wrapped or with one of these faults: the key
 * itself, and what comes out of the wrap when nobody looks at its check value, filled up with 00.
 */
export function keysThatMayBeTaken(wrap: KeyToWrap, faults: readonly WrapFault[]): readonly Uint8Array[] {
  const { kek, key } = wrap;
  return [key, ...faults.map((fault) => filledUp(unwrapUnchecked(kek, faultyWrap(fault, wrap)), key.length))];
}

function filledUp(octets: Uint8Array, length: number): Uint8Array {
  const key = new Uint8Array(length);
  key.set(octets);
  return key;
}
