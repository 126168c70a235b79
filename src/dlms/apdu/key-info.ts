import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';

/** How the recipient of general-ciphering gets at the block cipher key (GB 9.2.7.2.4, security.md 6). */
export type KeyInfo = IdentifiedKey | WrappedKey | AgreedKey;

export interface IdentifiedKey {
  readonly kind: 'identified-key';
  /** 0 GUEK, 1 GBEK; others are not defined */
  readonly keyId: number;
}

export interface WrappedKey {
  readonly kind: 'wrapped-key';
  /** the key that it is wrapped under: 0 master key; others are not defined */
  readonly kekId: number;
  /** RFC 3394 */
  readonly keyCipheredData: Uint8Array;
}

export interface AgreedKey {
  readonly kind: 'agreed-key';
  /** one octet: 01 C(1e,1s), 02 C(0e,2s) */
  readonly keyParameters: Uint8Array;
  /** C(1e,1s): ephemeral public key ‖ signature; C(0e,2s): nothing */
  readonly keyCipheredData: Uint8Array;
}

/** `00` when absent; `01 ‖ choice ‖ fields` when not: choice 0 identified, 1 wrapped, 2 agreed. */
export function writeKeyInfo(writer: ByteWriter, keyInfo: KeyInfo | undefined): void {
  if (keyInfo === undefined) {
    writer.u8(0);
    return;
  }
  writer.u8(1);
  switch (keyInfo.kind) {
    case 'identified-key':
      writer.u8(0).u8(keyInfo.keyId);
      break;
    case 'wrapped-key':
      writer.u8(1).u8(keyInfo.kekId).octetString(keyInfo.keyCipheredData);
      break;
    case 'agreed-key':
      writer.u8(2).octetString(keyInfo.keyParameters).octetString(keyInfo.keyCipheredData);
      break;
    default:
      keyInfo satisfies never;
  }
}

/** The reader stands before the presence octet. Whether key-id and parameters mean anything is not judged here. */
export function readKeyInfo(reader: ByteReader): KeyInfo | undefined {
  if (!reader.presence('key-info')) return undefined;
  const choice = reader.u8('key-info choice');
  switch (choice) {
    case 0:
      return { kind: 'identified-key', keyId: reader.u8('key-id') };
    case 1:
      return {
        kind: 'wrapped-key',
        kekId: reader.u8('kek-id'),
        keyCipheredData: reader.octetString('key-ciphered-data'),
      };
    case 2:
      return {
        kind: 'agreed-key',
        keyParameters: reader.octetString('key-parameters'),
        keyCipheredData: reader.octetString('key-ciphered-data'),
      };
    default:
      return reader.failAt(reader.offset - 1, `key-info choice: 0, 1 or 2 expected, got ${choice}`);
  }
}
