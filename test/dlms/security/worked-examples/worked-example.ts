import { decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { fromHex } from '#dlms/codec/hex';
import { vector } from '../golden-vectors';

/** One worked example of protocol/security.md or protocol/acse.md, and who reproduces it how. */
export interface WorkedExample {
  /** a vector of golden.json (`security/gmac_stoc`), or what stands in the document only */
  readonly name: string;
  /** where it stands: `security 9.3` */
  readonly clause: string;
  readonly expected: Uint8Array;
  /** by src/dlms: the octets, or undefined where a signature did not verify */
  readonly ours: () => Uint8Array | undefined;
  /** by node-forge, where it can */
  readonly forge?: () => Uint8Array;
}

type Topic = 'acse' | 'security';

/** An example that golden.json has. */
export function golden(
  topic: Topic,
  name: string,
  clause: string,
  ours: () => Uint8Array | undefined,
  forge?: () => Uint8Array,
): WorkedExample {
  const expected = vector(topic, name);
  return { name: `${topic}/${name}`, clause, expected, ours, ...(forge && { forge }) };
}

/** An example that stands in the document only. */
export function printed(
  name: string,
  clause: string,
  hex: string,
  ours: () => Uint8Array | undefined,
  forge?: () => Uint8Array,
): WorkedExample {
  return { name, clause, expected: fromHex(hex), ours, ...(forge && { forge }) };
}

/** An APDU without anything secret in it: decoded and encoded again. What it says is for test/dlms/apdu to check. */
export function plainApdu(topic: Topic, name: string, clause: string): WorkedExample {
  return golden(topic, name, clause, () => encodeApdu(decodeApdu(vector(topic, name))));
}
