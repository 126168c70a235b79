import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import { decodeBoolean } from './boolean';
import type { DataBlock } from './set';

/** DataBlock-SA: `last-block ‖ u32 number ‖ length ‖ raw data`. */
export function encodeDataBlock(writer: ByteWriter, block: DataBlock): void {
  writer
    .u8(block.lastBlock ? 1 : 0)
    .u32(block.blockNumber)
    .octetString(block.rawData);
}

/** Raw data is a view on the received octets. */
export function decodeDataBlock(reader: ByteReader): DataBlock {
  return {
    lastBlock: decodeBoolean(reader, 'last-block'),
    blockNumber: reader.u32('block-number'),
    rawData: reader.octetString('raw-data'),
  };
}
