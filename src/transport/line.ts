import type { LineLost } from '#dlms/errors';
import type { Instant } from '#time/clock';

/** What a line hands up. Octets come in the pieces in which they arrived. */
export type LineEvent =
  | { readonly kind: 'octets'; readonly octets: Uint8Array; readonly at: Instant }
  /** `fault`: not the far end has closed it, a port of our own side is gone */
  | { readonly kind: 'closed'; readonly by: 'fin' | 'reset'; readonly at: Instant; readonly fault?: LineLost }
  | { readonly kind: 'timeout'; readonly at: Instant };

/** An open connection to a meter. Once `closed` was delivered nothing more comes and nothing more can be sent. */
export interface Line {
  /** Sends the octets in one piece. Does nothing after the far end has closed: that is seen by `receive`. */
  write(octets: Uint8Array): Promise<void>;
  /** The next event; `timeout` when the deadline comes first. Events that have already arrived come at once, in order. */
  receive(deadline: Instant): Promise<LineEvent>;
  /** Lets time pass with nothing being sent, all of it; what arrives meanwhile stays to be received. */
  idle(deadline: Instant): Promise<void>;
  /** Half-closes: everything is sent (FIN), answers can still be read. */
  end(): Promise<void>;
  close(): Promise<void>;
  /** Drops the connection at once (RST where the medium has it). */
  reset(): Promise<void>;
}

/** Knows how to reach one meter. */
export interface Transport {
  /** For messages and reports, e.g. `tcp 127.0.0.1:4059`. */
  readonly description: string;
  /** @throws LineLost when nobody answers there; the message says what was tried and what to do */
  connect(deadline: Instant): Promise<Line>;
  /** Frees what the transport holds beyond its lines. */
  close(): Promise<void>;
}
