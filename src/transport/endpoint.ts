import type { Instant } from '#time/clock';

/**
 * The far end of a line without input or output of its own: octets in, octets out, time as an argument. The
 * simulator implements it; the memory line and the TCP host drive it.
 */
export interface Endpoint {
  /** A new connection, or undefined when the far end does not accept one now. */
  connect(now: Instant): EndpointConnection | undefined;
}

export interface EndpointConnection {
  receive(octets: Uint8Array, now: Instant): void;
  /** The near end has sent everything (FIN); it can still read. */
  end(now: Instant): void;
  /** The connection is gone in both directions (reset, or closed after `end`). */
  lost(now: Instant): void;
  /** Whatever has fallen due by `now` is done. */
  tick(now: Instant): void;
  /** When a tick is wanted, if ever. */
  readonly deadline: Instant | undefined;
  /** The pieces to be sent, each in a write of its own, oldest first; they are taken away. */
  takeOutput(): readonly Uint8Array[];
  /** Set once this end has closed: `fin` in an orderly way, `rst` by reset. */
  readonly closed: 'fin' | 'rst' | undefined;
}
