import type { ServerAddress } from './address';
import { type ParameterEncoding, USUAL_ENCODING } from './negotiation-parameters';

/** How a client reaches its meter and how patient it is. Times are milliseconds. */
export interface PrimarySettings {
  readonly client: number;
  readonly server: ServerAddress;
  /** to the first good frame after a transmission, and between two of one answer (timeouts.md 3.1) */
  readonly responseMs: number;
  /** undefined where the line keeps no time */
  readonly interOctetMs: number | undefined;
  /** repetitions after the first transmission, without any progress */
  readonly retries: number;
  /** what follows when an I frame is not answered: RR, which asks what has arrived, or the I frame again (hdlc.md 9.4) */
  readonly recovery: 'poll' | 'repeat';
  /** between two polls of a meter that is busy or has no answer yet */
  readonly pollMs: number;
  /** in all for an answer that is polled for, from the last progress */
  readonly answerMs: number;
  /** 0: never; else the link is taken for gone after so much silence */
  readonly inactivityMs: number;
  /** 0: never; else an idle link is polled so often */
  readonly keepAliveMs: number;
  /** octets of a message that is put together from segments; a longer one is lost */
  readonly longestMessage: number;
  readonly parameterEncoding: ParameterEncoding;
}

export type PrimaryPatience = Omit<PrimarySettings, 'client' | 'server'>;

export const USUAL_PATIENCE: PrimaryPatience = {
  responseMs: 5000,
  interOctetMs: 1000,
  retries: 3,
  recovery: 'poll',
  pollMs: 100,
  answerMs: 30_000,
  inactivityMs: 0,
  keepAliveMs: 0,
  longestMessage: 1 << 20,
  parameterEncoding: USUAL_ENCODING,
};

/**
 * The response time of a client that waits for a meter: its response time and twice the longest frame on the line
 * (timeouts.md 3.1).
 * @param bitsPerSecond 10 bits an octet
 */
export function responseTimeout(meterMs: number, longestInformation: number, bitsPerSecond: number): number {
  const frameMs = ((longestInformation + 14) * 10 * 1000) / bitsPerSecond;
  return meterMs + 2 * frameMs;
}
