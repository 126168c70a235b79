import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockCollector, splitIntoBlocks } from '#dlms/apdu/blocks';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';

const block = (blockNumber: number, lastBlock: boolean, ...octets: number[]) => ({
  blockNumber,
  lastBlock,
  rawData: new Uint8Array(octets),
});

describe('splitting', () => {
  it('fills every block but the last', () => {
    expect(splitIntoBlocks(new Uint8Array([1, 2, 3, 4, 5]), 2).map((part) => [...part])).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('leaves no empty block behind a full one', () => {
    expect(splitIntoBlocks(new Uint8Array(4), 2)).toHaveLength(2);
  });

  it('makes one empty block of nothing', () => {
    expect(splitIntoBlocks(new Uint8Array(0), 2)).toEqual([new Uint8Array(0)]);
  });

  it.each([0, -1, 1.5])('refuses blocks of %d octets: our fault', (size) => {
    expect(() => splitIntoBlocks(new Uint8Array(4), size)).toThrow(LocalProtocolError);
  });
});

describe('collecting', () => {
  it('joins what splitting made', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (octets, size) => {
        const blocks = splitIntoBlocks(octets, size);
        const collector = new BlockCollector(octets.length);
        blocks.forEach((rawData, i) => {
          collector.add({ blockNumber: i + 1, lastBlock: i === blocks.length - 1, rawData });
        });
        expect(collector.joined()).toEqual(octets);
      }),
    );
  });

  it('tells the number to acknowledge and when it is complete', () => {
    const collector = new BlockCollector(10);
    expect(collector.blockNumber).toBe(0);
    collector.add(block(1, false, 1));
    expect([collector.blockNumber, collector.complete]).toEqual([1, false]);
    collector.add(block(2, true));
    expect([collector.blockNumber, collector.complete]).toEqual([2, true]);
    expect([...collector.joined()]).toEqual([1]);
  });

  it('keeps a copy', () => {
    const collector = new BlockCollector(10);
    const received = block(1, true, 7);
    collector.add(received);
    received.rawData.fill(0);
    expect([...collector.joined()]).toEqual([7]);
  });

  it('does not join before the last block: our fault', () => {
    const collector = new BlockCollector(10);
    collector.add(block(1, false, 1));
    expect(() => collector.joined()).toThrow(LocalProtocolError);
  });

  it.each([
    ['that begins with 0', [block(0, false, 1)], 'block number 0, expected 1'],
    ['that begins with 2', [block(2, false, 1)], 'block number 2, expected 1'],
    ['repeated', [block(1, false, 1), block(1, false, 1)], 'block number 1, expected 2'],
    ['left out', [block(1, false, 1), block(3, false, 1)], 'block number 3, expected 2'],
    ['after the last', [block(1, true, 1), block(2, true, 1)], 'block 2 after the last block'],
    ['empty in the middle', [block(1, false, 1), block(2, false)], 'block 2 is empty and not the last'],
    ['beyond the bound', [block(1, false, 1, 2), block(2, true, 3, 4)], 'long transfer of 4 octets, limit 3'],
  ])('refuses a block %s', (_, blocks, reason) => {
    const collector = new BlockCollector(3);
    const apdu = new Uint8Array([0xc4, 2]);
    const [last, ...before] = [...blocks].reverse();
    for (const good of before.reverse()) collector.add(good, apdu);
    const { blockNumber } = collector;
    const refused = () => last && collector.add(last, apdu);
    expect(refused).toThrow(PeerProtocolError);
    expect(refused).toThrow(reason);
    expect(collector.blockNumber).toBe(blockNumber);
  });
});
