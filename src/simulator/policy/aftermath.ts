import type { ServiceError, StateError } from '#dlms/apdu/service-errors';

/**
 * What becomes of the meter after an event, beside the answer it gives. A conforming meter always goes on.
 *
 * - `ends-association`: without any APDU
 * - `closes-connection`: in an orderly way, once the answer is out
 * - `stalls`: this connection stays open and never answers again
 * - `restarts`: every connection is reset, counters are kept, new connections are served
 * - `dies`: every connection is reset and none is accepted until the next power cycle
 */
export type Aftermath = 'goes-on' | 'ends-association' | 'closes-connection' | 'stalls' | 'restarts' | 'dies';

/** How a request that is not executed is answered: an exception-response by state-error and service-error, or not at all. */
export interface Refusal {
  readonly answer: 'silence' | readonly [StateError, ServiceError];
  /** default `goes-on` */
  readonly aftermath?: Aftermath;
}
