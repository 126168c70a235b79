import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import type { Data } from '#dlms/codec/data';
import { decodeData } from '#dlms/codec/data-decoder';
import { encodeData } from '#dlms/codec/data-encoder';
import { decodeDataBlock, encodeDataBlock } from './data-block';
import {
  type AttributeDescriptor,
  type AttributeSelection,
  decodeAttributeSelection,
  encodeAttributeSelection,
  type SelectiveAccess,
} from './descriptors';
import { type DataAccessResult, decodeDataAccessResult, encodeDataAccessResult } from './results';
import { decodeSequenceOf, encodeSequenceOf } from './sequence-of';

const SET_REQUEST_TAG = 0xc1;
const SET_RESPONSE_TAG = 0xc5;
const SET_REQUEST_CHOICES = {
  normal: 1,
  'with-first-datablock': 2,
  'with-datablock': 3,
  'with-list': 4,
  'with-list-and-first-datablock': 5,
} as const;
const SET_RESPONSE_CHOICES = {
  normal: 1,
  datablock: 2,
  'last-datablock': 3,
  'last-datablock-with-list': 4,
  'with-list': 5,
} as const;

/** One block of a long SET or ACTION parameter. */
export interface DataBlock {
  readonly lastBlock: boolean;
  readonly blockNumber: number;
  readonly rawData: Uint8Array;
}

export type SetRequest =
  | {
      readonly kind: 'set-request';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
      readonly selection?: SelectiveAccess;
      readonly value: Data;
    }
  | {
      readonly kind: 'set-request';
      readonly choice: 'with-first-datablock';
      readonly invokeIdAndPriority: number;
      readonly attribute: AttributeDescriptor;
      readonly selection?: SelectiveAccess;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'set-request';
      readonly choice: 'with-datablock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'set-request';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeSelection[];
      readonly values: readonly Data[];
    }
  | {
      readonly kind: 'set-request';
      readonly choice: 'with-list-and-first-datablock';
      readonly invokeIdAndPriority: number;
      readonly attributes: readonly AttributeSelection[];
      readonly block: DataBlock;
    };

export type SetResponse =
  | {
      readonly kind: 'set-response';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly result: DataAccessResult;
    }
  | {
      readonly kind: 'set-response';
      readonly choice: 'datablock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response';
      readonly choice: 'last-datablock';
      readonly invokeIdAndPriority: number;
      readonly result: DataAccessResult;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response';
      readonly choice: 'last-datablock-with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly DataAccessResult[];
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'set-response';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly results: readonly DataAccessResult[];
    };

/** `C1 ‖ choice ‖ invoke-id-and-priority ‖ …` (GB 9.4.6.4). */
export function encodeSetRequest(writer: ByteWriter, request: SetRequest): void {
  writer.u8(SET_REQUEST_TAG).u8(SET_REQUEST_CHOICES[request.choice]).u8(request.invokeIdAndPriority);
  switch (request.choice) {
    case 'normal':
      encodeAttributeSelection(writer, request);
      encodeData(writer, request.value);
      return;
    case 'with-first-datablock':
      encodeAttributeSelection(writer, request);
      encodeDataBlock(writer, request.block);
      return;
    case 'with-datablock':
      encodeDataBlock(writer, request.block);
      return;
    case 'with-list':
      encodeSequenceOf(writer, request.attributes, encodeAttributeSelection);
      encodeSequenceOf(writer, request.values, encodeData);
      return;
    case 'with-list-and-first-datablock':
      encodeSequenceOf(writer, request.attributes, encodeAttributeSelection);
      encodeDataBlock(writer, request.block);
  }
}

/**
 * The reader stands behind the tag. A list of values may differ in length from the list of attributes: what to
 * answer to that is the server's business.
 * @throws PeerProtocolError for an unknown choice, or when octets are missing
 */
export function decodeSetRequest(reader: ByteReader): SetRequest {
  const choice = reader.u8('set-request choice');
  const head = { kind: 'set-request', invokeIdAndPriority: reader.u8('invoke-id-and-priority') } as const;
  switch (choice) {
    case 1:
      return { ...head, choice: 'normal', ...decodeAttributeSelection(reader), value: decodeData(reader) };
    case 2: {
      const target = decodeAttributeSelection(reader);
      return { ...head, choice: 'with-first-datablock', ...target, block: decodeDataBlock(reader) };
    }
    case 3:
      return { ...head, choice: 'with-datablock', block: decodeDataBlock(reader) };
    case 4: {
      const attributes = decodeAttributes(reader);
      return { ...head, choice: 'with-list', attributes, values: decodeSequenceOf(reader, decodeData, 'values') };
    }
    case 5: {
      const attributes = decodeAttributes(reader);
      return { ...head, choice: 'with-list-and-first-datablock', attributes, block: decodeDataBlock(reader) };
    }
    default:
      return reader.failAt(reader.offset - 2, `set-request: unknown choice ${choice}`);
  }
}

/** `C5 ‖ choice ‖ invoke-id-and-priority ‖ …` (GB 9.4.6.4). */
export function encodeSetResponse(writer: ByteWriter, response: SetResponse): void {
  writer.u8(SET_RESPONSE_TAG).u8(SET_RESPONSE_CHOICES[response.choice]).u8(response.invokeIdAndPriority);
  if ('result' in response) encodeDataAccessResult(writer, response.result);
  if ('results' in response) encodeSequenceOf(writer, response.results, encodeDataAccessResult);
  if ('blockNumber' in response) writer.u32(response.blockNumber);
}

/**
 * The reader stands behind the tag.
 * @throws PeerProtocolError for an unknown choice or result code, or when octets are missing
 */
export function decodeSetResponse(reader: ByteReader): SetResponse {
  const choice = reader.u8('set-response choice');
  const head = { kind: 'set-response', invokeIdAndPriority: reader.u8('invoke-id-and-priority') } as const;
  switch (choice) {
    case 1:
      return { ...head, choice: 'normal', result: decodeDataAccessResult(reader) };
    case 2:
      return { ...head, choice: 'datablock', blockNumber: reader.u32('block-number') };
    case 3: {
      const result = decodeDataAccessResult(reader);
      return { ...head, choice: 'last-datablock', result, blockNumber: reader.u32('block-number') };
    }
    case 4: {
      const results = decodeResults(reader);
      return { ...head, choice: 'last-datablock-with-list', results, blockNumber: reader.u32('block-number') };
    }
    case 5:
      return { ...head, choice: 'with-list', results: decodeResults(reader) };
    default:
      return reader.failAt(reader.offset - 2, `set-response: unknown choice ${choice}`);
  }
}

function decodeAttributes(reader: ByteReader): AttributeSelection[] {
  return decodeSequenceOf(reader, decodeAttributeSelection, 'attribute descriptors');
}

function decodeResults(reader: ByteReader): DataAccessResult[] {
  return decodeSequenceOf(reader, decodeDataAccessResult, 'results');
}
