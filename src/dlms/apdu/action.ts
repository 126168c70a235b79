import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import type { Data } from '#dlms/codec/data';
import { decodeData } from '#dlms/codec/data-decoder';
import { encodeData } from '#dlms/codec/data-encoder';
import { decodeDataBlock, encodeDataBlock } from './data-block';
import { decodeMethodDescriptor, encodeMethodDescriptor, type MethodDescriptor } from './descriptors';
import { decodeGetDataResult, encodeGetDataResult, type GetDataResult } from './get';
import { type ActionResult, decodeActionResult, encodeActionResult } from './results';
import { decodeSequenceOf, encodeSequenceOf } from './sequence-of';
import type { DataBlock } from './set';

const ACTION_REQUEST_TAG = 0xc3;
const ACTION_RESPONSE_TAG = 0xc7;
const ACTION_REQUEST_CHOICES = {
  normal: 1,
  'next-pblock': 2,
  'with-list': 3,
  'with-first-pblock': 4,
  'with-list-and-first-pblock': 5,
  'with-pblock': 6,
} as const;
const ACTION_RESPONSE_CHOICES = { normal: 1, 'with-pblock': 2, 'with-list': 3, 'next-pblock': 4 } as const;

export type ActionRequest =
  | {
      readonly kind: 'action-request';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly method: MethodDescriptor;
      readonly parameters?: Data;
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'next-pblock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly methods: readonly MethodDescriptor[];
      readonly parameters: readonly Data[];
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'with-first-pblock';
      readonly invokeIdAndPriority: number;
      readonly method: MethodDescriptor;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'with-list-and-first-pblock';
      readonly invokeIdAndPriority: number;
      readonly methods: readonly MethodDescriptor[];
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'action-request';
      readonly choice: 'with-pblock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    };

export interface ActionOutcome {
  readonly result: ActionResult;
  readonly returnParameters?: GetDataResult;
}

export type ActionResponse =
  | {
      readonly kind: 'action-response';
      readonly choice: 'normal';
      readonly invokeIdAndPriority: number;
      readonly outcome: ActionOutcome;
    }
  | {
      readonly kind: 'action-response';
      readonly choice: 'with-pblock';
      readonly invokeIdAndPriority: number;
      readonly block: DataBlock;
    }
  | {
      readonly kind: 'action-response';
      readonly choice: 'with-list';
      readonly invokeIdAndPriority: number;
      readonly outcomes: readonly ActionOutcome[];
    }
  | {
      readonly kind: 'action-response';
      readonly choice: 'next-pblock';
      readonly invokeIdAndPriority: number;
      readonly blockNumber: number;
    };

/** `C3 ‖ choice ‖ invoke-id-and-priority ‖ …` (GB 9.4.6.5). Only the normal form has a presence octet. */
export function encodeActionRequest(writer: ByteWriter, request: ActionRequest): void {
  writer.u8(ACTION_REQUEST_TAG).u8(ACTION_REQUEST_CHOICES[request.choice]).u8(request.invokeIdAndPriority);
  switch (request.choice) {
    case 'normal':
      encodeMethodDescriptor(writer, request.method);
      encodeParameters(writer, request.parameters);
      return;
    case 'next-pblock':
      writer.u32(request.blockNumber);
      return;
    case 'with-list':
      encodeSequenceOf(writer, request.methods, encodeMethodDescriptor);
      encodeSequenceOf(writer, request.parameters, encodeData);
      return;
    case 'with-first-pblock':
      encodeMethodDescriptor(writer, request.method);
      encodeDataBlock(writer, request.block);
      return;
    case 'with-list-and-first-pblock':
      encodeSequenceOf(writer, request.methods, encodeMethodDescriptor);
      encodeDataBlock(writer, request.block);
      return;
    case 'with-pblock':
      encodeDataBlock(writer, request.block);
  }
}

/**
 * The reader stands behind the tag. A list of parameters may differ in length from the list of methods: what to
 * answer to that is the server's business.
 * @throws PeerProtocolError for an unknown choice, or when octets are missing
 */
export function decodeActionRequest(reader: ByteReader): ActionRequest {
  const choice = reader.u8('action-request choice');
  const head = { kind: 'action-request', invokeIdAndPriority: reader.u8('invoke-id-and-priority') } as const;
  switch (choice) {
    case 1:
      return { ...head, choice: 'normal', method: decodeMethodDescriptor(reader), ...decodeParameters(reader) };
    case 2:
      return { ...head, choice: 'next-pblock', blockNumber: reader.u32('block-number') };
    case 3: {
      const methods = decodeMethods(reader);
      return { ...head, choice: 'with-list', methods, parameters: decodeSequenceOf(reader, decodeData, 'parameters') };
    }
    case 4: {
      const method = decodeMethodDescriptor(reader);
      return { ...head, choice: 'with-first-pblock', method, block: decodeDataBlock(reader) };
    }
    case 5: {
      const methods = decodeMethods(reader);
      return { ...head, choice: 'with-list-and-first-pblock', methods, block: decodeDataBlock(reader) };
    }
    case 6:
      return { ...head, choice: 'with-pblock', block: decodeDataBlock(reader) };
    default:
      return reader.failAt(reader.offset - 2, `action-request: unknown choice ${choice}`);
  }
}

/** `C7 ‖ choice ‖ invoke-id-and-priority ‖ …` (GB 9.4.6.5). */
export function encodeActionResponse(writer: ByteWriter, response: ActionResponse): void {
  writer.u8(ACTION_RESPONSE_TAG).u8(ACTION_RESPONSE_CHOICES[response.choice]).u8(response.invokeIdAndPriority);
  switch (response.choice) {
    case 'normal':
      encodeOutcome(writer, response.outcome);
      return;
    case 'with-pblock':
      encodeDataBlock(writer, response.block);
      return;
    case 'with-list':
      encodeSequenceOf(writer, response.outcomes, encodeOutcome);
      return;
    case 'next-pblock':
      writer.u32(response.blockNumber);
  }
}

/**
 * The reader stands behind the tag.
 * @throws PeerProtocolError for an unknown choice or result code, or when octets are missing
 */
export function decodeActionResponse(reader: ByteReader): ActionResponse {
  const choice = reader.u8('action-response choice');
  const head = { kind: 'action-response', invokeIdAndPriority: reader.u8('invoke-id-and-priority') } as const;
  switch (choice) {
    case 1:
      return { ...head, choice: 'normal', outcome: decodeOutcome(reader) };
    case 2:
      return { ...head, choice: 'with-pblock', block: decodeDataBlock(reader) };
    case 3:
      return { ...head, choice: 'with-list', outcomes: decodeSequenceOf(reader, decodeOutcome, 'action results') };
    case 4:
      return { ...head, choice: 'next-pblock', blockNumber: reader.u32('block-number') };
    default:
      return reader.failAt(reader.offset - 2, `action-response: unknown choice ${choice}`);
  }
}

/** `action-result ‖ presence [‖ get-data-result]`. */
function encodeOutcome(writer: ByteWriter, outcome: ActionOutcome): void {
  encodeActionResult(writer, outcome.result);
  if (outcome.returnParameters) encodeGetDataResult(writer.u8(1), outcome.returnParameters);
  else writer.u8(0);
}

function decodeOutcome(reader: ByteReader): ActionOutcome {
  const result = decodeActionResult(reader);
  if (!reader.presence('return-parameters')) return { result };
  return { result, returnParameters: decodeGetDataResult(reader) };
}

function encodeParameters(writer: ByteWriter, parameters: Data | undefined): void {
  if (parameters) encodeData(writer.u8(1), parameters);
  else writer.u8(0);
}

function decodeParameters(reader: ByteReader): { readonly parameters?: Data } {
  return reader.presence('method-invocation-parameters') ? { parameters: decodeData(reader) } : {};
}

function decodeMethods(reader: ByteReader): MethodDescriptor[] {
  return decodeSequenceOf(reader, decodeMethodDescriptor, 'method descriptors');
}
