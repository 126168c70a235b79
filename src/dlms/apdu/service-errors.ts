import type { ByteReader } from '#dlms/codec/byte-reader';
import type { ByteWriter } from '#dlms/codec/byte-writer';
import { LocalProtocolError } from '#dlms/errors';

/** ConfirmedServiceError (0E): which service, error class and value, by number and name (xdlms.md 7.1). */
export interface ConfirmedServiceError {
  readonly kind: 'confirmed-service-error';
  /** 1 initiateError, 5 read, 6 write */
  readonly service: number;
  /** e.g. 6 = initiate */
  readonly errorClass: number;
  readonly value: number;
}

export type StateError = 'service-not-allowed' | 'service-unknown';
export type ServiceError =
  | 'operation-not-possible'
  | 'service-not-supported'
  | 'other-reason'
  | 'pdu-too-long'
  | 'deciphering-error'
  | 'invocation-counter-error';

/** exception-response (D8), xdlms.md 8. */
export interface ExceptionResponse {
  readonly kind: 'exception-response';
  readonly stateError: StateError;
  readonly serviceError: ServiceError;
  /** lowest acceptable counter; present with invocation-counter-error and only then */
  readonly invocationCounter?: number;
}

const STATE_ERRORS: readonly StateError[] = ['service-not-allowed', 'service-unknown'];
const SERVICE_ERRORS: readonly ServiceError[] = [
  'operation-not-possible',
  'service-not-supported',
  'other-reason',
  'pdu-too-long',
  'deciphering-error',
  'invocation-counter-error',
];

/** `0E ‖ u8 service ‖ u8 class ‖ u8 value`. */
export function encodeConfirmedServiceError(writer: ByteWriter, error: ConfirmedServiceError): void {
  writer.u8(0x0e).u8(error.service).u8(error.errorClass).u8(error.value);
}

/**
 * The reader stands behind the tag. Numbers without a name are legal here: the names are for people.
 * @throws PeerProtocolError when octets are missing
 */
export function decodeConfirmedServiceError(reader: ByteReader): ConfirmedServiceError {
  return {
    kind: 'confirmed-service-error',
    service: reader.u8('confirmed service'),
    errorClass: reader.u8('service error class'),
    value: reader.u8('service error value'),
  };
}

/**
 * `D8 ‖ u8 state-error ‖ u8 service-error [‖ u32 counter]`, without context tags (GB 9.4.6.17).
 * @throws LocalProtocolError when the counter is missing from an invocation-counter-error or stands in another one
 */
export function encodeExceptionResponse(writer: ByteWriter, response: ExceptionResponse): void {
  const counted = response.serviceError === 'invocation-counter-error';
  if (counted !== (response.invocationCounter !== undefined)) {
    throw new LocalProtocolError(`${response.serviceError} ${counted ? 'needs' : 'carries no'} invocation counter`);
  }
  writer.u8(0xd8);
  writer.u8(STATE_ERRORS.indexOf(response.stateError) + 1).u8(SERVICE_ERRORS.indexOf(response.serviceError) + 1);
  if (response.invocationCounter !== undefined) writer.u32(response.invocationCounter);
}

/**
 * The reader stands behind the tag.
 * @throws PeerProtocolError for a number that the standard does not assign, or when octets are missing
 */
export function decodeExceptionResponse(reader: ByteReader): ExceptionResponse {
  const stateError = decodeNumbered(reader, STATE_ERRORS, 'state-error');
  const serviceError = decodeNumbered(reader, SERVICE_ERRORS, 'service-error');
  return {
    kind: 'exception-response',
    stateError,
    serviceError,
    ...(serviceError === 'invocation-counter-error' && { invocationCounter: reader.u32('invocation counter') }),
  };
}

/** Names numbered from 1. */
function decodeNumbered<Name extends string>(reader: ByteReader, names: readonly Name[], what: string): Name {
  const number = reader.u8(what);
  return names[number - 1] ?? reader.failAt(reader.offset - 1, `${what}: unknown number ${number}`);
}
