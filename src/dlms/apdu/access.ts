import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import type { Data } from '#dlms/codec/data';
import { decodeData } from '#dlms/codec/data-decoder';
import { encodeData } from '#dlms/codec/data-encoder';
import type { CosemDateTime } from '#dlms/codec/date-time';
import { decodeDateTimeString, encodeDateTimeString } from './date-time-string';
import {
  type AttributeDescriptor,
  decodeAttributeDescriptor,
  decodeMethodDescriptor,
  encodeAttributeDescriptor,
  encodeMethodDescriptor,
  type MethodDescriptor,
  type SelectiveAccess,
} from './descriptors';
import {
  type ActionResult,
  type DataAccessResult,
  decodeActionResult,
  decodeDataAccessResult,
  encodeActionResult,
  encodeDataAccessResult,
} from './results';
import { decodeSequenceOf, encodeSequenceOf } from './sequence-of';

export type AccessSpecification =
  | {
      readonly service: 'get' | 'set';
      readonly attribute: AttributeDescriptor;
      readonly selection?: SelectiveAccess;
    }
  | { readonly service: 'action'; readonly method: MethodDescriptor };

export type AccessResult =
  | { readonly service: 'get' | 'set'; readonly result: DataAccessResult }
  | { readonly service: 'action'; readonly result: ActionResult };

/** access-request (D9), GB 9.4.6.14. */
export interface AccessRequest {
  readonly kind: 'access-request';
  /** bits 0..23 id, 28 self-descriptive, 29 break on error, 30 confirmed, 31 high priority */
  readonly longInvokeIdAndPriority: number;
  readonly dateTime?: CosemDateTime;
  readonly specifications: readonly AccessSpecification[];
  /** one for each specification, null-data where there is nothing to send */
  readonly data: readonly Data[];
}

/** access-response (DA), GB 9.4.6.14. */
export interface AccessResponse {
  readonly kind: 'access-response';
  readonly longInvokeIdAndPriority: number;
  readonly dateTime?: CosemDateTime;
  /** echo of the request's */
  readonly specifications?: readonly AccessSpecification[];
  readonly data: readonly Data[];
  readonly results: readonly AccessResult[];
}

const SERVICES = { get: 1, set: 2, action: 3 } as const;
/** get-with-selection and set-with-selection stand three behind get and set */
const WITH_SELECTION = 3;

/** `D9 ‖ u32 ‖ date-time ‖ SEQUENCE OF specification ‖ SEQUENCE OF Data`. */
export function encodeAccessRequest(writer: ByteWriter, request: AccessRequest): void {
  writer.u8(0xd9).u32(request.longInvokeIdAndPriority);
  encodeDateTimeString(writer, request.dateTime);
  encodeSequenceOf(writer, request.specifications, encodeSpecification);
  encodeSequenceOf(writer, request.data, encodeData);
}

/** The reader stands behind the tag. @throws PeerProtocolError for an unknown specification, or missing octets */
export function decodeAccessRequest(reader: ByteReader): AccessRequest {
  const longInvokeIdAndPriority = reader.u32('long-invoke-id-and-priority');
  const dateTime = decodeDateTimeString(reader);
  return {
    kind: 'access-request',
    longInvokeIdAndPriority,
    ...(dateTime && { dateTime }),
    specifications: decodeSpecifications(reader),
    data: decodeSequenceOf(reader, decodeData, 'access data'),
  };
}

/** `DA ‖ u32 ‖ date-time ‖ [specifications] ‖ SEQUENCE OF Data ‖ SEQUENCE OF result`. */
export function encodeAccessResponse(writer: ByteWriter, response: AccessResponse): void {
  writer.u8(0xda).u32(response.longInvokeIdAndPriority);
  encodeDateTimeString(writer, response.dateTime);
  if (response.specifications) encodeSequenceOf(writer.u8(1), response.specifications, encodeSpecification);
  else writer.u8(0);
  encodeSequenceOf(writer, response.data, encodeData);
  encodeSequenceOf(writer, response.results, encodeResult);
}

/** The reader stands behind the tag. @throws PeerProtocolError for an unknown service or result, or missing octets */
export function decodeAccessResponse(reader: ByteReader): AccessResponse {
  const longInvokeIdAndPriority = reader.u32('long-invoke-id-and-priority');
  const dateTime = decodeDateTimeString(reader);
  const specifications = reader.presence('access-request-specification') ? decodeSpecifications(reader) : undefined;
  return {
    kind: 'access-response',
    longInvokeIdAndPriority,
    ...(dateTime && { dateTime }),
    ...(specifications && { specifications }),
    data: decodeSequenceOf(reader, decodeData, 'access data'),
    results: decodeSequenceOf(reader, decodeResult, 'access results'),
  };
}

function encodeSpecification(writer: ByteWriter, specification: AccessSpecification): void {
  if (specification.service === 'action') {
    encodeMethodDescriptor(writer.u8(SERVICES.action), specification.method);
    return;
  }
  const { service, attribute, selection } = specification;
  encodeAttributeDescriptor(writer.u8(SERVICES[service] + (selection ? WITH_SELECTION : 0)), attribute);
  if (selection) encodeData(writer.u8(selection.selector), selection.parameters);
}

function decodeSpecifications(reader: ByteReader): AccessSpecification[] {
  return decodeSequenceOf(reader, decodeSpecification, 'access specifications');
}

function decodeSpecification(reader: ByteReader): AccessSpecification {
  const choice = reader.u8('access specification');
  switch (choice) {
    case 1:
    case 2:
      return { service: choice === 1 ? 'get' : 'set', attribute: decodeAttributeDescriptor(reader) };
    case 3:
      return { service: 'action', method: decodeMethodDescriptor(reader) };
    case 4:
    case 5: {
      const attribute = decodeAttributeDescriptor(reader);
      const selection = { selector: reader.u8('access selector'), parameters: decodeData(reader) };
      return { service: choice === 4 ? 'get' : 'set', attribute, selection };
    }
    default:
      return reader.failAt(reader.offset - 1, `access specification: unknown choice ${choice}`);
  }
}

function encodeResult(writer: ByteWriter, result: AccessResult): void {
  writer.u8(SERVICES[result.service]);
  if (result.service === 'action') encodeActionResult(writer, result.result);
  else encodeDataAccessResult(writer, result.result);
}

function decodeResult(reader: ByteReader): AccessResult {
  const choice = reader.u8('access result');
  if (choice === SERVICES.action) return { service: 'action', result: decodeActionResult(reader) };
  if (choice !== SERVICES.get && choice !== SERVICES.set) {
    return reader.failAt(reader.offset - 1, `access result: unknown choice ${choice}`);
  }
  return { service: choice === SERVICES.get ? 'get' : 'set', result: decodeDataAccessResult(reader) };
}
