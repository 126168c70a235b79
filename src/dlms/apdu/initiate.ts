import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import { decodeBoolean } from './boolean';
import { type Conformance, decodeConformance, encodeConformance } from './conformance';

export const INITIATE_REQUEST_TAG = 0x01;
const INITIATE_RESPONSE_TAG = 0x08;

export interface InitiateRequest {
  readonly kind: 'initiate-request';
  readonly dedicatedKey?: Uint8Array;
  /** DEFAULT TRUE: only FALSE is written */
  readonly responseAllowed: boolean;
  readonly proposedQualityOfService?: number;
  readonly proposedDlmsVersionNumber: number;
  readonly proposedConformance: Conformance;
  /** octets of a whole xDLMS APDU with its protection; 0 = no limit */
  readonly clientMaxReceivePduSize: number;
}

export interface InitiateResponse {
  readonly kind: 'initiate-response';
  readonly negotiatedQualityOfService?: number;
  readonly negotiatedDlmsVersionNumber: number;
  readonly negotiatedConformance: Conformance;
  readonly serverMaxReceivePduSize: number;
  /** 0x0007 for logical-name, 0xFA00 for short-name referencing */
  readonly vaaName: number;
}

/**
 * `01 ‖ [dedicated-key] ‖ [response-allowed] ‖ [quality-of-service] ‖ version ‖ conformance ‖ u16 size` (GB 9.4.6.1).
 * @throws LocalProtocolError when a number is out of range
 */
export function encodeInitiateRequest(writer: ByteWriter, request: InitiateRequest): void {
  writer.u8(INITIATE_REQUEST_TAG);
  if (request.dedicatedKey) writer.u8(1).octetString(request.dedicatedKey);
  else writer.u8(0);
  if (request.responseAllowed) writer.u8(0);
  else writer.u8(1).u8(0);
  encodeQualityOfService(writer, request.proposedQualityOfService);
  writer.u8(request.proposedDlmsVersionNumber);
  encodeConformance(writer, request.proposedConformance);
  writer.u16(request.clientMaxReceivePduSize);
}

/** The reader stands behind the tag. An explicit response-allowed TRUE is taken with a note. */
export function decodeInitiateRequest(reader: ByteReader): InitiateRequest {
  const dedicatedKey = reader.presence('dedicated-key') ? reader.octetString('dedicated-key') : undefined;
  const responseAllowed = decodeResponseAllowed(reader);
  const quality = decodeQualityOfService(reader, 'proposed-quality-of-service');
  return {
    kind: 'initiate-request',
    ...(dedicatedKey && { dedicatedKey }),
    responseAllowed,
    ...(quality !== undefined && { proposedQualityOfService: quality }),
    proposedDlmsVersionNumber: reader.u8('proposed-dlms-version-number'),
    proposedConformance: decodeConformance(reader),
    clientMaxReceivePduSize: reader.u16('client-max-receive-pdu-size'),
  };
}

/** `08 ‖ [quality-of-service] ‖ version ‖ conformance ‖ u16 size ‖ u16 vaa-name` (GB 9.4.6.1). */
export function encodeInitiateResponse(writer: ByteWriter, response: InitiateResponse): void {
  writer.u8(INITIATE_RESPONSE_TAG);
  encodeQualityOfService(writer, response.negotiatedQualityOfService);
  writer.u8(response.negotiatedDlmsVersionNumber);
  encodeConformance(writer, response.negotiatedConformance);
  writer.u16(response.serverMaxReceivePduSize).u16(response.vaaName);
}

/** The reader stands behind the tag. */
export function decodeInitiateResponse(reader: ByteReader): InitiateResponse {
  const quality = decodeQualityOfService(reader, 'negotiated-quality-of-service');
  return {
    kind: 'initiate-response',
    ...(quality !== undefined && { negotiatedQualityOfService: quality }),
    negotiatedDlmsVersionNumber: reader.u8('negotiated-dlms-version-number'),
    negotiatedConformance: decodeConformance(reader),
    serverMaxReceivePduSize: reader.u16('server-max-receive-pdu-size'),
    vaaName: reader.u16('vaa-name'),
  };
}

function decodeResponseAllowed(reader: ByteReader): boolean {
  const at = reader.offset;
  if (!reader.presence('response-allowed')) return true;
  const allowed = decodeBoolean(reader, 'response-allowed');
  if (allowed) reader.note('legacy-form', at, 'response-allowed: TRUE is the default and need not be sent');
  return allowed;
}

/** Integer8, signed */
function decodeQualityOfService(reader: ByteReader, what: string): number | undefined {
  return reader.presence(what) ? reader.i8(what) : undefined;
}

function encodeQualityOfService(writer: ByteWriter, value: number | undefined): void {
  if (value === undefined) writer.u8(0);
  else writer.u8(1).i8(value);
}
