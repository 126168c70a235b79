import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import { LocalProtocolError } from '#dlms/errors';

/** general-block-transfer (E0): one block of a split APDU, or a pure acknowledgement (GB 9.4.6.13, xdlms.md 11). */
export interface GeneralBlockTransfer {
  readonly kind: 'general-block-transfer';
  readonly lastBlock: boolean;
  readonly streaming: boolean;
  /** 0..63: blocks that the sender can take before it must be asked again */
  readonly window: number;
  readonly blockNumber: number;
  readonly blockNumberAcknowledged: number;
  readonly blockData: Uint8Array;
}

/** `E0 ‖ control ‖ u16 number ‖ u16 acknowledged ‖ length ‖ data`; control: bit 7 last, 6 streaming, 5..0 window. */
export function encodeGeneralBlockTransfer(writer: ByteWriter, block: GeneralBlockTransfer): void {
  if (block.window > 0x3f) throw new LocalProtocolError(`a window of ${block.window} blocks does not fit in six bits`);
  writer.u8(0xe0);
  writer.u8((block.lastBlock ? 0x80 : 0) | (block.streaming ? 0x40 : 0) | block.window);
  writer.u16(block.blockNumber).u16(block.blockNumberAcknowledged).octetString(block.blockData);
}

/** The reader stands behind the tag. Block data is a view on the received octets. */
export function decodeGeneralBlockTransfer(reader: ByteReader): GeneralBlockTransfer {
  const control = reader.u8('block-control');
  return {
    kind: 'general-block-transfer',
    lastBlock: (control & 0x80) !== 0,
    streaming: (control & 0x40) !== 0,
    window: control & 0x3f,
    blockNumber: reader.u16('block-number'),
    blockNumberAcknowledged: reader.u16('block-number-ack'),
    blockData: reader.octetString('block-data'),
  };
}
