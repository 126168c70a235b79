/** `xor`: ISO 1745, the standard; `sum`: modulo 128, which some meters use in its place. */
export type BlockCheck = 'xor' | 'sum';

/**
 * The check character over the characters after the first SOH or STX up to and including ETX or EOT: 00..7F
 * (IEC 62056-21 6.1).
 * @param characters from that SOH or STX on, which itself is not counted; an STX within is
 */
export function blockCheck(characters: Uint8Array, kind: BlockCheck = 'xor'): number {
  let check = 0;
  for (const code of characters.subarray(1)) check = kind === 'xor' ? check ^ code : check + code;
  return check & 0x7f;
}
