/** Codes of RFC 854 and of the options that matter to RFC 2217. */
export const TELNET = {
  se: 240,
  sb: 250,
  will: 251,
  wont: 252,
  do: 253,
  dont: 254,
  iac: 255,
  /** RFC 856 */
  binary: 0,
  /** RFC 858 */
  suppressGoAhead: 3,
  /** RFC 2217 */
  comPort: 44,
} as const;

export type Verb = 'will' | 'wont' | 'do' | 'dont';

export type TelnetEvent =
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  | { readonly kind: 'negotiation'; readonly verb: Verb; readonly option: number }
  | { readonly kind: 'subnegotiation'; readonly option: number; readonly octets: Uint8Array };

/** More than this of one subnegotiation is passed over, and the subnegotiation with it. */
const LONGEST_SUBNEGOTIATION = 1024;

type State = 'data' | 'iac' | 'verb' | 'sub' | 'sub-iac';

const VERBS = new Map<number, Verb>([
  [TELNET.will, 'will'],
  [TELNET.wont, 'wont'],
  [TELNET.do, 'do'],
  [TELNET.dont, 'dont'],
]);

/** Takes a telnet stream apart, however it is cut. Commands without an option (NOP, AYT, …) are passed over. */
export class TelnetReader {
  private state: State = 'data';
  private verb: Verb = 'will';
  private sub: number[] = [];
  private data: number[] = [];
  private events: TelnetEvent[] = [];

  take(octets: Uint8Array): readonly TelnetEvent[] {
    for (const octet of octets) this.step(octet);
    this.endData();
    return this.events.splice(0);
  }

  private step(octet: number): void {
    if (this.state === 'iac') this.command(octet);
    else if (this.state === 'sub-iac') this.commandInSub(octet);
    else if (this.state === 'verb') this.negotiated(octet);
    else if (octet === TELNET.iac) this.state = this.state === 'sub' ? 'sub-iac' : 'iac';
    else if (this.state === 'sub') this.addToSub(octet);
    else this.data.push(octet);
  }

  private negotiated(option: number): void {
    this.add({ kind: 'negotiation', verb: this.verb, option });
    this.state = 'data';
  }

  private command(octet: number): void {
    const verb = VERBS.get(octet);
    this.state = 'data';
    if (octet === TELNET.iac) this.data.push(octet);
    else if (octet === TELNET.sb) this.beginSub();
    else if (verb !== undefined) {
      this.verb = verb;
      this.state = 'verb';
    }
  }

  /** A command within a subnegotiation, which should not be: the subnegotiation is given up, the command holds. */
  private commandInSub(octet: number): void {
    this.state = 'sub';
    if (octet === TELNET.iac) this.addToSub(octet);
    else if (octet === TELNET.se) this.endSub();
    else this.command(octet);
  }

  private beginSub(): void {
    this.sub = [];
    this.state = 'sub';
  }

  private addToSub(octet: number): void {
    if (this.sub.length <= LONGEST_SUBNEGOTIATION) this.sub.push(octet);
  }

  private endSub(): void {
    this.state = 'data';
    const [option, ...octets] = this.sub;
    if (option === undefined || this.sub.length > LONGEST_SUBNEGOTIATION) return;
    this.add({ kind: 'subnegotiation', option, octets: Uint8Array.from(octets) });
  }

  private add(event: TelnetEvent): void {
    this.endData();
    this.events.push(event);
  }

  private endData(): void {
    if (this.data.length === 0) return;
    this.events.push({ kind: 'octets', octets: Uint8Array.from(this.data) });
    this.data = [];
  }
}

/** Data as it goes on the wire: FF is doubled (RFC 856). */
export function telnetData(octets: Uint8Array): Uint8Array {
  if (!octets.includes(TELNET.iac)) return octets;
  return Uint8Array.from([...octets].flatMap((octet) => (octet === TELNET.iac ? [octet, octet] : [octet])));
}

export function telnetNegotiation(verb: Verb, option: number): Uint8Array {
  return Uint8Array.of(TELNET.iac, TELNET[verb], option);
}

/** `IAC SB option … IAC SE`, with FF doubled in between (RFC 855). */
export function telnetSubnegotiation(option: number, octets: Uint8Array): Uint8Array {
  return Uint8Array.of(TELNET.iac, TELNET.sb, option, ...telnetData(octets), TELNET.iac, TELNET.se);
}
