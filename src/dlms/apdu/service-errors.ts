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
