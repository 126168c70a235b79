import type { GetDataResult } from '#dlms/apdu/get';
import type { ActionResult, DataAccessResult } from '#dlms/apdu/results';

/** Decisions over lists and block transfer (GB 9.4.6.6 to 9.4.6.8, xdlms.md 4 to 6). Lengths are octets, block numbers start at 1. */
export interface TransferPolicy {
  /** Is a reply of `length` octets, protection included, sent in blocks? `limit` 0 means none. Right: when it is longer than the limit. */
  sendsInBlocks(reply: { readonly length: number; readonly limit: number }): boolean;
  /** Raw data per block; `room` is what fits the limit. Right: `room`. */
  blockSize(block: { readonly room: number; readonly number: number }): number;
  /** Right: 1. `previous` is the last number that the meter sent in the transfer before, `aborted` whether that one was broken off, `sameAssociation` whether it was in this association. */
  firstBlockNumber(before: {
    readonly previous: number | undefined;
    readonly aborted: boolean;
    readonly sameAssociation: boolean;
  }): number;
  /** Right: previous + 1. */
  nextBlockNumber(previous: number): number;
  /** Is this block marked as the last? `remaining` counts raw data behind it. Right: when nothing remains. */
  isLastBlock(block: { readonly remaining: number; readonly number: number }): boolean;
  /** Raw data of one block. Right: unchanged. */
  blockData(raw: Uint8Array, number: number): Uint8Array;
  /** Is the value read anew for each block? Right: no, all blocks are of one reading. */
  readsAnewForEachBlock(): boolean;
  /** Does a next request acknowledge the right block? Right: the number of the block last sent. */
  acceptsAcknowledgement(block: { readonly received: number; readonly sent: number }): boolean;
  /** Block number in an error answer to a next request. Right: the number of the request. */
  blockNumberOfError(received: number): number;
  /** Right: `data-block-number-invalid`. */
  resultForWrongBlockNumber(): DataAccessResult;
  /** Right: `no-long-get-in-progress`. */
  resultWithoutTransfer(): DataAccessResult;
  /** Does the transfer go on after a wrong block number? Right: no. */
  keepsTransferAfterWrongNumber(): boolean;
  /** Does a transfer go on while another request is served? Right: no, it is over. */
  keepsTransferOnNewRequest(): boolean;
  /** What a new GET gets while a transfer is going on. Right: `served`; `refused` answers temporary-failure, `next-block` goes on with the old one. */
  newGetDuringTransfer(): 'served' | 'refused' | 'next-block';
  /** Result of a GET that needs blocks without having negotiated them. Right: `other-reason`. */
  resultWithoutBlockTransfer(): DataAccessResult;
  /** Right: any number of items. */
  acceptsListLength(count: number): boolean;
  /** Results of a list. Right: one per item, in order. */
  listResults(results: readonly GetDataResult[]): readonly GetDataResult[];
  /** Does a long SET or ACTION go on with this block? Right: the one after the last. */
  acceptsBlock(block: { readonly received: number; readonly expected: number }): boolean;
  /** What is kept of a received block. Right: all of it. */
  blockReceived(raw: Uint8Array, number: number): Uint8Array;
  /** The block number that an acknowledgement carries. Right: the one received. */
  acknowledgedBlock(received: number): number;
  /** Right: `data-block-number-invalid`. */
  resultForWrongSetBlock(): DataAccessResult;
  /** Right: `no-long-set-in-progress`. */
  resultWithoutLongSet(): DataAccessResult;
  /** Right: `long-action-aborted`. */
  resultForWrongActionBlock(): ActionResult;
  /** Right: `no-long-action-in-progress`. */
  resultWithoutLongAction(): ActionResult;
}

export const conformingTransfers: TransferPolicy = {
  sendsInBlocks: ({ length, limit }) => limit !== 0 && length > limit,
  blockSize: ({ room }) => room,
  firstBlockNumber: () => 1,
  nextBlockNumber: (previous) => previous + 1,
  isLastBlock: ({ remaining }) => remaining === 0,
  blockData: (raw) => raw,
  readsAnewForEachBlock: () => false,
  acceptsAcknowledgement: ({ received, sent }) => received === sent,
  blockNumberOfError: (received) => received,
  resultForWrongBlockNumber: () => 'data-block-number-invalid',
  resultWithoutTransfer: () => 'no-long-get-in-progress',
  keepsTransferAfterWrongNumber: () => false,
  keepsTransferOnNewRequest: () => false,
  newGetDuringTransfer: () => 'served',
  resultWithoutBlockTransfer: () => 'other-reason',
  acceptsListLength: () => true,
  listResults: (results) => results,
  acceptsBlock: ({ received, expected }) => received === expected,
  blockReceived: (raw) => raw,
  acknowledgedBlock: (received) => received,
  resultForWrongSetBlock: () => 'data-block-number-invalid',
  resultWithoutLongSet: () => 'no-long-set-in-progress',
  resultForWrongActionBlock: () => 'long-action-aborted',
  resultWithoutLongAction: () => 'no-long-action-in-progress',
};
