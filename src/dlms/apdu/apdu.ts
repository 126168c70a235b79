import { ByteReader, type DecodeNote } from '#dlms/codec/byte-reader';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { decodeAare, encodeAare } from './aare';
import { decodeAarq, encodeAarq } from './aarq';
import {
  type AccessRequest,
  type AccessResponse,
  decodeAccessRequest,
  decodeAccessResponse,
  encodeAccessRequest,
  encodeAccessResponse,
} from './access';
import type { Aare, Aarq, Rlre, Rlrq } from './acse';
import {
  type ActionRequest,
  type ActionResponse,
  decodeActionRequest,
  decodeActionResponse,
  encodeActionRequest,
  encodeActionResponse,
} from './action';
import {
  decodeGeneralBlockTransfer,
  encodeGeneralBlockTransfer,
  type GeneralBlockTransfer,
} from './general-block-transfer';
import {
  decodeGetRequest,
  decodeGetResponse,
  encodeGetRequest,
  encodeGetResponse,
  type GetRequest,
  type GetResponse,
} from './get';
import {
  decodeInitiateRequest,
  decodeInitiateResponse,
  encodeInitiateRequest,
  encodeInitiateResponse,
  type InitiateRequest,
  type InitiateResponse,
} from './initiate';
import {
  type DataNotification,
  decodeDataNotification,
  decodeEventNotification,
  type EventNotification,
  encodeDataNotification,
  encodeEventNotification,
} from './notifications';
import { decodeRlre, decodeRlrq, encodeRlre, encodeRlrq } from './release';
import {
  type ConfirmedServiceError,
  decodeConfirmedServiceError,
  decodeExceptionResponse,
  type ExceptionResponse,
  encodeConfirmedServiceError,
  encodeExceptionResponse,
} from './service-errors';
import {
  decodeSetRequest,
  decodeSetResponse,
  encodeSetRequest,
  encodeSetResponse,
  type SetRequest,
  type SetResponse,
} from './set';
import { AARE_TAG, AARQ_TAG, isCipheredTag, isGeneralLayerTag, RLRE_TAG, RLRQ_TAG, tagName } from './tags';

export type AcseApdu = Aarq | Aare | Rlrq | Rlre;

/** The plain xDLMS APDUs. */
export type XdlmsApdu =
  | InitiateRequest
  | InitiateResponse
  | ConfirmedServiceError
  | ExceptionResponse
  | GetRequest
  | GetResponse
  | SetRequest
  | SetResponse
  | ActionRequest
  | ActionResponse
  | AccessRequest
  | AccessResponse
  | DataNotification
  | EventNotification
  | GeneralBlockTransfer;

export type Apdu = AcseApdu | XdlmsApdu;

type Decoders = readonly (((reader: ByteReader) => Apdu) | undefined)[];

/** By tag; each is called behind it. */
const DECODERS: Decoders = decodersByTag([
  [0x01, decodeInitiateRequest],
  [0x08, decodeInitiateResponse],
  [0x0e, decodeConfirmedServiceError],
  [0x0f, decodeDataNotification],
  [AARQ_TAG, decodeAarq],
  [AARE_TAG, decodeAare],
  [RLRQ_TAG, decodeRlrq],
  [RLRE_TAG, decodeRlre],
  [0xc0, decodeGetRequest],
  [0xc1, decodeSetRequest],
  [0xc2, decodeEventNotification],
  [0xc3, decodeActionRequest],
  [0xc4, decodeGetResponse],
  [0xc5, decodeSetResponse],
  [0xc7, decodeActionResponse],
  [0xd8, decodeExceptionResponse],
  [0xd9, decodeAccessRequest],
  [0xda, decodeAccessResponse],
  [0xe0, decodeGeneralBlockTransfer],
]);

/**
 * One whole plain APDU. Raw data, titles and octet strings are views on `octets`: copy what outlives them.
 * @param notes collects what is legal to receive but wrong to send
 * @throws PeerProtocolError for an unknown or ciphered tag, anything malformed or missing, and surplus octets
 */
export function decodeApdu(octets: Uint8Array, notes: DecodeNote[] = []): Apdu {
  const reader = new ByteReader(octets, notes);
  const tag = reader.u8('APDU tag');
  const decode = DECODERS[tag];
  if (!decode) return reader.failAt(0, undecodable(tag));
  const apdu = decode(reader);
  if (reader.offset !== reader.end) reader.expectEnd(apdu.kind);
  return apdu;
}

/** @throws LocalProtocolError when a number is out of the range of its field */
export function encodeApdu(apdu: Apdu): Uint8Array {
  const writer = new ByteWriter();
  writeApdu(writer, apdu);
  return writer.toBytes();
}

function writeApdu(writer: ByteWriter, apdu: Apdu): void {
  switch (apdu.kind) {
    case 'AARQ':
      encodeAarq(writer, apdu);
      break;
    case 'AARE':
      encodeAare(writer, apdu);
      break;
    case 'RLRQ':
      encodeRlrq(writer, apdu);
      break;
    case 'RLRE':
      encodeRlre(writer, apdu);
      break;
    case 'initiate-request':
      encodeInitiateRequest(writer, apdu);
      break;
    case 'initiate-response':
      encodeInitiateResponse(writer, apdu);
      break;
    case 'confirmed-service-error':
      encodeConfirmedServiceError(writer, apdu);
      break;
    case 'exception-response':
      encodeExceptionResponse(writer, apdu);
      break;
    case 'get-request':
      encodeGetRequest(writer, apdu);
      break;
    case 'get-response':
      encodeGetResponse(writer, apdu);
      break;
    case 'set-request':
      encodeSetRequest(writer, apdu);
      break;
    case 'set-response':
      encodeSetResponse(writer, apdu);
      break;
    case 'action-request':
      encodeActionRequest(writer, apdu);
      break;
    case 'action-response':
      encodeActionResponse(writer, apdu);
      break;
    case 'access-request':
      encodeAccessRequest(writer, apdu);
      break;
    case 'access-response':
      encodeAccessResponse(writer, apdu);
      break;
    case 'data-notification':
      encodeDataNotification(writer, apdu);
      break;
    case 'event-notification':
      encodeEventNotification(writer, apdu);
      break;
    case 'general-block-transfer':
      encodeGeneralBlockTransfer(writer, apdu);
      break;
    default:
      apdu satisfies never;
  }
}

function undecodable(tag: number): string {
  const name = tagName(tag) ?? 'unassigned';
  const isProtected = isCipheredTag(tag) || isGeneralLayerTag(tag);
  const why = isProtected ? 'is protected, a plain APDU is expected' : 'is not an APDU that we decode';
  return `tag ${tag.toString(16).toUpperCase().padStart(2, '0')} (${name}) ${why}`;
}

function decodersByTag(rows: readonly (readonly [number, (reader: ByteReader) => Apdu])[]): Decoders {
  const decoders: (((reader: ByteReader) => Apdu) | undefined)[] = new Array(0x100).fill(undefined);
  for (const [tag, decode] of rows) decoders[tag] = decode;
  return decoders;
}
