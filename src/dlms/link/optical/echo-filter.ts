import { concat } from '#dlms/codec/hex';

/**
 * `auto`: the first transmission that is answered tells whether the head echoes; `cancel`: it is known to;
 * `off`: nothing is taken away, so that an echo is seen as what it is.
 */
export type EchoSetting = 'auto' | 'cancel' | 'off';

export interface Heard {
  /** what the meter sent */
  readonly octets: Uint8Array;
  /** our own octets that came back, whole transmissions only */
  readonly echo: Uint8Array | undefined;
}

const NONE = new Uint8Array();

/**
 * Takes exact copies of our own octets out of what is received (iec62056-21.md 1). The confirmation of mode E has the
 * same octets as the option select before it: so whether a head echoes is learnt once, by the first transmission, and
 * a copy is an answer where it does not. Holds no more than what was sent.
 */
export class EchoFilter {
  private state: 'unknown' | 'echoing' | 'quiet';
  private awaited: Uint8Array = NONE;
  private matched = 0;

  constructor(setting: EchoSetting) {
    this.state = setting === 'auto' ? 'unknown' : setting === 'cancel' ? 'echoing' : 'quiet';
  }

  get isEchoing(): boolean {
    return this.state === 'echoing';
  }

  sent(octets: Uint8Array): void {
    if (this.state !== 'quiet') this.awaited = concat(this.awaited, octets);
  }

  /** A new exchange begins: what has not come back does not come any more. */
  forget(): void {
    this.awaited = NONE;
    this.matched = 0;
  }

  receive(octets: Uint8Array): Heard {
    if (this.state === 'quiet' || this.awaited.length === 0) return { octets, echo: undefined };
    const same = this.matchedBy(octets);
    if (this.matched + same === this.awaited.length) return this.found(octets.subarray(same));
    if (same < octets.length) return this.refuted(octets);
    this.matched += same;
    return { octets: NONE, echo: undefined };
  }

  private matchedBy(octets: Uint8Array): number {
    let same = 0;
    while (same < octets.length && octets[same] === this.awaited[this.matched + same]) same++;
    return Math.min(same, this.awaited.length - this.matched);
  }

  private found(rest: Uint8Array): Heard {
    const echo = this.awaited;
    this.state = 'echoing';
    this.forget();
    return { octets: rest, echo };
  }

  /** Not our octets: then those that were held were no echo either. */
  private refuted(octets: Uint8Array): Heard {
    const held = this.awaited.slice(0, this.matched);
    if (this.state === 'unknown') this.state = 'quiet';
    this.forget();
    return { octets: concat(held, octets), echo: undefined };
  }
}
