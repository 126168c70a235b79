import { createCipheriv } from 'node:crypto';
import { LocalProtocolError } from '#dlms/errors';
import { type BoundChallenge, isSameAnswer } from './hls-challenge';

/** What a manufacturer's function may take in besides secret and challenge; what is not known is absent. */
export type VendorContext = Partial<Omit<BoundChallenge, 'challenge'>>;

/**
 * f(challenge) of mechanism 2. Pure: the same arguments give the same octets, on both sides and in both directions.
 * A secret that it cannot take is a LocalProtocolError that does not repeat it; any challenge gives an answer.
 */
export type VendorFunction = (secret: Uint8Array, challenge: Uint8Array, context: VendorContext) => Uint8Array;

const BLOCK = 16;

/** Those that are known to be in use (security.md 9.2). */
export const VENDOR_FUNCTIONS: { readonly [name: string]: VendorFunction } = {
  /** the challenge, zeros behind it up to a whole number of blocks, each enciphered alone */
  'aes-128-ecb': (secret, challenge) => enciphered('aes-128-ecb', secret, padded(challenge)),
  /** the same, of which meters that know one block only take the first 16 octets of the challenge */
  'aes-128-ecb-one-block': (secret, challenge) =>
    enciphered('aes-128-ecb', secret, padded(challenge.subarray(0, BLOCK))),
  /** as aes-128-ecb for up to 16 octets, chained beyond */
  'aes-128-cbc-zero-iv': (secret, challenge) => enciphered('aes-128-cbc', secret, padded(challenge)),
};

const registered = new Map<string, VendorFunction>(Object.entries(VENDOR_FUNCTIONS));

/**
 * Makes a function of a project known by a name, e.g. at start, from a module that the rig names:
 * `registerVendorFunction('acme', (secret, challenge) => …)`. Registering the same function again changes nothing.
 * @throws LocalProtocolError when the name is empty or another function has it
 */
export function registerVendorFunction(name: string, vendorFunction: VendorFunction): void {
  const known = registered.get(name);
  if (name === '' || (known !== undefined && known !== vendorFunction)) {
    throw new LocalProtocolError(`an HLS function cannot be called '${name}': the name is empty or taken`);
  }
  registered.set(name, vendorFunction);
}

/** @throws LocalProtocolError naming all that are known, when this one is not */
export function vendorFunctionOf(name: string): VendorFunction {
  const found = registered.get(name);
  if (found === undefined) {
    const known = [...registered.keys()].join(', ');
    throw new LocalProtocolError(`no HLS function is called '${name}'; known are ${known}`);
  }
  return found;
}

/** One challenge to be answered by the function of this name. */
export interface VendorRequest {
  readonly name: string;
  readonly secret: Uint8Array;
  /** StoC in pass 3, CtoS in pass 4 */
  readonly challenge: Uint8Array;
  readonly context?: VendorContext;
}

/**
 * f(challenge) of mechanism 2.
 * @throws LocalProtocolError when the name is not known, or the function cannot take the secret or gives no octets
 */
export function vendorAnswer({ name, secret, challenge, context = {} }: VendorRequest): Uint8Array {
  const answer: unknown = vendorFunctionOf(name)(secret, challenge, context);
  // a module of a project may have been written without types
  if (!(answer instanceof Uint8Array)) throw new LocalProtocolError(`the HLS function '${name}' gives no octets`);
  return answer;
}

/**
 * Whether this is the answer; any octets may be asked about. Compares in constant time.
 * @throws LocalProtocolError as `vendorAnswer`
 */
export function verifyVendorAnswer(request: VendorRequest, answer: Uint8Array): boolean {
  return isSameAnswer(vendorAnswer(request), answer);
}

/** Zeros behind the challenge up to whole blocks, at least one. */
function padded(challenge: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(challenge.length / BLOCK));
  const whole = new Uint8Array(blocks * BLOCK);
  whole.set(challenge);
  return whole;
}

function enciphered(algorithm: 'aes-128-ecb' | 'aes-128-cbc', secret: Uint8Array, text: Uint8Array): Uint8Array {
  if (secret.length > BLOCK) {
    throw new LocalProtocolError(`${algorithm} takes a secret of at most ${BLOCK} octets, not of ${secret.length}`);
  }
  const key = new Uint8Array(BLOCK);
  key.set(secret);
  const iv = algorithm === 'aes-128-ecb' ? null : new Uint8Array(BLOCK);
  return new Uint8Array(createCipheriv(algorithm, key, iv).setAutoPadding(false).update(text));
}
