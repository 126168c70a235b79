import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import type { Data } from '#dlms/codec/data';
import { decodeData } from '#dlms/codec/data-decoder';
import { encodeData } from '#dlms/codec/data-encoder';
import { decodeBoolean } from './boolean';
import {
  type AttributeDescriptor,
  type AttributeSelection,
  decodeAttributeSelection,
  encodeAttributeSelection,
  type SelectiveAccess,
} from './descriptors';
import { type DataAccessResult, decodeDataAccessResult, encodeDataAccessResult } from './results';
import { decodeSequenceOf, encodeSequenceOf } from './sequence-of';

const GET_REQUEST_TAG = 0xc0;
const GET_RESPONSE_TAG = 0xc4;

export type GetRequest =
  | {
      readonly kind: 'get-request';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
      readonly selection?: SelectiveAccess;
    }
  | {
      readonly kind: 'get-request';
      readonly choice: 'next';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'get-request';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeSelection[];
    };

export type GetDataResult = { readonly data: Data } | { readonly error: DataAccessResult };

export type GetResponse =
  | {
      readonly kind: 'get-response';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly result: GetDataResult;
    }
  | {
      readonly kind: 'get-response';
      readonly choice: 'with-datablock';
      readonly invokeIdAndPriority: number;
      readonly lastBlock: boolean;
      readonly blockNumber: number;
      readonly block: { readonly rawData: Uint8Array } | { readonly error: DataAccessResult };
    }
  | {
      readonly kind: 'get-response';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly GetDataResult[];
    };

/** `C0 ‖ choice ‖ invoke-id-and-priority ‖ …` (GB 9.4.6.3). */
export function encodeGetRequest(writer: ByteWriter, request: GetRequest): void {
  writer.u8(GET_REQUEST_TAG);
  switch (request.choice) {
    case 'normal':
      encodeAttributeSelection(writer.u8(1).u8(request.invokeIdAndPriority), request);
      return;
    case 'next':
      writer.u8(2).u8(request.invokeIdAndPriority).u32(request.blockNumber);
      return;
    case 'with-list':
      writer.u8(3).u8(request.invokeIdAndPriority);
      encodeSequenceOf(writer, request.attributes, encodeAttributeSelection);
  }
}

/**
 * The reader stands behind the tag.
 * @throws PeerProtocolError for an unknown choice, or when octets are missing
 */
export function decodeGetRequest(reader: ByteReader): GetRequest {
  const choice = reader.u8('get-request choice');
  const invokeIdAndPriority = reader.u8('invoke-id-and-priority');
  switch (choice) {
    case 1:
      return decodeNormalRequest(reader, invokeIdAndPriority);
    case 2:
      return { kind: 'get-request', choice: 'next', invokeIdAndPriority, blockNumber: reader.u32('block-number') };
    case 3:
      return {
        kind: 'get-request',
        choice: 'with-list',
        invokeIdAndPriority,
        attributes: decodeSequenceOf(reader, decodeAttributeSelection, 'attribute descriptors'),
      };
    default:
      return reader.failAt(reader.offset - 2, `get-request: unknown choice ${choice}`);
  }
}

/** Written out, without spreading: every read of a meter passes here. */
function decodeNormalRequest(reader: ByteReader, invokeIdAndPriority: number): GetRequest {
  const { attribute, selection } = decodeAttributeSelection(reader);
  return selection === undefined
    ? { kind: 'get-request', choice: 'normal', invokeIdAndPriority, attribute }
    : { kind: 'get-request', choice: 'normal', invokeIdAndPriority, attribute, selection };
}

/** `C4 ‖ choice ‖ invoke-id-and-priority ‖ …` (GB 9.4.6.3). */
export function encodeGetResponse(writer: ByteWriter, response: GetResponse): void {
  writer.u8(GET_RESPONSE_TAG);
  switch (response.choice) {
    case 'normal':
      encodeGetDataResult(writer.u8(1).u8(response.invokeIdAndPriority), response.result);
      return;
    case 'with-datablock':
      writer.u8(2).u8(response.invokeIdAndPriority);
      writer.u8(response.lastBlock ? 1 : 0).u32(response.blockNumber);
      encodeBlockResult(writer, response.block);
      return;
    case 'with-list':
      writer.u8(3).u8(response.invokeIdAndPriority);
      encodeSequenceOf(writer, response.results, encodeGetDataResult);
  }
}

/**
 * The reader stands behind the tag. Raw data is a view on the received octets.
 * @throws PeerProtocolError for an unknown choice or result code, or when octets are missing
 */
export function decodeGetResponse(reader: ByteReader): GetResponse {
  const choice = reader.u8('get-response choice');
  const invokeIdAndPriority = reader.u8('invoke-id-and-priority');
  switch (choice) {
    case 1:
      return { kind: 'get-response', choice: 'normal', invokeIdAndPriority, result: decodeGetDataResult(reader) };
    case 2:
      return {
        kind: 'get-response',
        choice: 'with-datablock',
        invokeIdAndPriority,
        lastBlock: decodeBoolean(reader, 'last-block'),
        blockNumber: reader.u32('block-number'),
        block: decodeBlockResult(reader),
      };
    case 3:
      return {
        kind: 'get-response',
        choice: 'with-list',
        invokeIdAndPriority,
        results: decodeSequenceOf(reader, decodeGetDataResult, 'get-data-results'),
      };
    default:
      return reader.failAt(reader.offset - 2, `get-response: unknown choice ${choice}`);
  }
}

/** `00 ‖ Data` or `01 ‖ data-access-result`. */
export function encodeGetDataResult(writer: ByteWriter, result: GetDataResult): void {
  if ('data' in result) encodeData(writer.u8(0), result.data);
  else encodeDataAccessResult(writer.u8(1), result.error);
}

/** @throws PeerProtocolError for any other choice octet than 00 and 01 */
export function decodeGetDataResult(reader: ByteReader): GetDataResult {
  const choice = reader.u8('get-data-result choice');
  if (choice === 0) return { data: decodeData(reader) };
  if (choice === 1) return { error: decodeDataAccessResult(reader) };
  return reader.failAt(reader.offset - 1, `get-data-result: unknown choice ${choice}`);
}

type BlockResult = { readonly rawData: Uint8Array } | { readonly error: DataAccessResult };

function encodeBlockResult(writer: ByteWriter, block: BlockResult): void {
  if ('rawData' in block) writer.u8(0).octetString(block.rawData);
  else encodeDataAccessResult(writer.u8(1), block.error);
}

function decodeBlockResult(reader: ByteReader): BlockResult {
  const choice = reader.u8('datablock result choice');
  if (choice === 0) return { rawData: reader.octetString('raw-data') };
  if (choice === 1) return { error: decodeDataAccessResult(reader) };
  return reader.failAt(reader.offset - 1, `datablock result: unknown choice ${choice}`);
}
