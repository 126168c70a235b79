/**
 * Errors are split by whose fault they are; verdicts are mapped from these classes and from nothing else.
 */

/** We were asked to do what the protocol forbids us: a bug in the harness, a scenario or a rig file. */
export class LocalProtocolError extends Error {
  override name = 'LocalProtocolError';
}

/** The meter did what the protocol forbids it. Carries the octets and the place in them. */
export class PeerProtocolError extends Error {
  override name = 'PeerProtocolError';
  /** what is wrong, without octets */
  readonly reason: string;
  readonly octets: Uint8Array;
  readonly offset: number;

  /**
   * @param reason what is wrong, without octets; the message adds the offset and an excerpt around it
   * @param octets the whole unit that was being decoded (frame, APDU, Data)
   * @param offset index into `octets` of the first offending octet (may equal its length: something is missing there)
   */
  constructor(reason: string, octets: Uint8Array, offset: number) {
    super(`${reason} at octet ${offset} of ${octets.length}: ${excerpt(octets, offset)}`);
    this.reason = reason;
    this.octets = octets;
    this.offset = offset;
  }
}

/** The line went away: unplugged, refused, unreachable. Says nothing about the meter's conformance. */
export class LineLost extends Error {
  override name = 'LineLost';
  /** A port of our own side cannot be used (missing, locked, unplugged, its server gone): never the meter's doing. */
  readonly isAtOurEnd: boolean;

  constructor(message: string, isAtOurEnd = false) {
    super(message);
    this.isAtOurEnd = isAtOurEnd;
  }
}

export function portLost(message: string): LineLost {
  return new LineLost(message, true);
}

/** Whether a meter that was reached before may have caused this, e.g. by refusing a connection. */
export function mayBeMeters(error: unknown): error is LineLost {
  return error instanceof LineLost && !error.isAtOurEnd;
}

const AROUND = 8;

/** Up to eight octets either side of the offset, the place itself marked: `… 60 85 >74< 05 …`. */
function excerpt(octets: Uint8Array, offset: number): string {
  const from = Math.max(0, offset - AROUND);
  const to = Math.min(octets.length, offset + AROUND + 1);
  const shown: string[] = [];
  for (let i = from; i < to; i++) {
    const octet = (octets[i] ?? 0).toString(16).padStart(2, '0').toUpperCase();
    shown.push(i === offset ? `>${octet}<` : octet);
  }
  if (offset >= octets.length) shown.push('>end<');
  return `${from > 0 ? '… ' : ''}${shown.join(' ')}${to < octets.length ? ' …' : ''}`;
}
