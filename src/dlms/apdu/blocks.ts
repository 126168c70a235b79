import { concat } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import type { DataBlock } from './set';

/**
 * The raw data of each block of a long transfer, in order: all of `size` octets but the last one. Views on `octets`.
 * Nothing to transfer still takes one block, an empty one.
 * @throws LocalProtocolError when `size` is not a positive whole number
 */
export function splitIntoBlocks(octets: Uint8Array, size: number): Uint8Array[] {
  if (!Number.isInteger(size) || size < 1) throw new LocalProtocolError(`a block of ${size} octets carries nothing`);
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < octets.length; at += size) blocks.push(octets.subarray(at, at + size));
  return blocks.length > 0 ? blocks : [octets];
}

/**
 * Joins the blocks of one long transfer (GB 9.4.6.4): numbers from 1 upwards by 1, one last block and nothing after
 * it, raw data in every block but possibly the last. The sum is bounded, so that a peer cannot fill our memory.
 */
export class BlockCollector {
  private readonly parts: Uint8Array[] = [];
  private size = 0;
  private last = false;

  /** @param maximum most octets that all blocks together may carry */
  constructor(private readonly maximum: number) {}

  /** Number of the last block taken, 0 before the first: what an acknowledgement carries. */
  get blockNumber(): number {
    return this.parts.length;
  }

  get complete(): boolean {
    return this.last;
  }

  /**
   * Takes a copy of the block.
   * @param apdu the octets of the APDU that carried it, for the error
   * @throws PeerProtocolError when the block breaks the rules; the collector is then as it was
   */
  add(block: DataBlock, apdu: Uint8Array = block.rawData): void {
    const fault = this.faultOf(block);
    if (fault !== undefined) throw new PeerProtocolError(fault, apdu, 0);
    this.parts.push(block.rawData.slice());
    this.size += block.rawData.length;
    this.last = block.lastBlock;
  }

  /** @throws LocalProtocolError before the last block */
  joined(): Uint8Array {
    if (!this.last) throw new LocalProtocolError(`the transfer is not complete after block ${this.blockNumber}`);
    return concat(...this.parts);
  }

  private faultOf(block: DataBlock): string | undefined {
    if (this.last) return `block ${block.blockNumber} after the last block`;
    const expected = this.blockNumber + 1;
    if (block.blockNumber !== expected) return `block number ${block.blockNumber}, expected ${expected}`;
    if (block.rawData.length === 0 && !block.lastBlock) return `block ${expected} is empty and not the last`;
    const total = this.size + block.rawData.length;
    return total > this.maximum ? `long transfer of ${total} octets, limit ${this.maximum}` : undefined;
  }
}
