import { LineLost } from '#dlms/errors';
import { EchoFilter, type EchoSetting } from '#dlms/link/optical/echo-filter';
import type { BaudRate } from '#dlms/link/optical/line-speed';
import { withoutSecrets } from '#dlms/link/optical/malformed';
import { onLine, type Parity } from '#dlms/link/optical/parity';
import type { Clock, Instant } from '#time/clock';
import type { SerialLine } from '#transport/serial-line';
import { eightNoneOne, settingsText, transmissionMs } from '#transport/serial-port-settings';
import { asciiText } from './ascii-text';
import type { LineRecord } from './line-record';
import { portSettings } from './sign-on-session';

/** The same instant twice where the line keeps the time of octets; a PTY, a network or a busy computer does not. */
export interface Moment {
  readonly earliest: Instant;
  readonly latest: Instant;
}

/** What came while somebody listened, octet by octet with its time. Parity bits are as they came. */
export interface HeardOctets {
  readonly octets: Uint8Array;
  /** when each octet had arrived */
  readonly at: readonly Instant[];
  /** since when it was listened */
  readonly since: Instant;
  /** start bit of the first octet; undefined in silence */
  readonly started: Moment | undefined;
}

export interface ListenFor {
  /** to the first octet */
  readonly ms: number;
  /** the silence that ends what has begun */
  readonly gapMs?: number;
  /** what has come is enough */
  readonly until?: (codes: string) => boolean;
  /** listening ends after so long, whatever comes */
  readonly atMostMs?: number;
}

/** A gap between two characters of one message is shorter (IEC 62056-21 6.4.3.2). */
const GAP_MS = 1500;
/** Longer than any readout that a case looks at; an endless one ends here. */
const AT_MOST_MS = 600_000;
const MOST_OCTETS = 65_536;

/**
 * Speaks with a meter on its local port character by character, for cases that judge the sign-on itself: sends what it
 * is told at the settings that it is told, repeats nothing, and tells all that comes with its time.
 */
export class AsciiDialogue {
  readonly clock: Clock;
  private readonly line: SerialLine;
  private readonly parity: Parity;
  private readonly echo: EchoFilter;
  private readonly log: LineRecord;

  /** @param echo `off`: what the head returns of our own octets is heard like anything else */
  constructor(line: SerialLine, parity: Parity, echo: EchoSetting, clock: Clock, log: LineRecord) {
    this.line = line;
    this.parity = parity;
    this.echo = new EchoFilter(echo);
    this.clock = clock;
    this.log = log;
  }

  /** Whether parity bits can be seen: not where the port takes them away. */
  get seesParity(): boolean {
    return this.parity === 'software';
  }

  /** 7E1 as of the ASCII modes. */
  ascii(baud: BaudRate): Promise<void> {
    return this.change(portSettings({ baud, format: '7E1' }, this.parity), `${baud} 7E1`);
  }

  /** 8N1 as of HDLC. */
  binary(baud: BaudRate): Promise<void> {
    return this.change(eightNoneOne(baud), settingsText(eightNoneOne(baud)));
  }

  /** Seven-bit codes with even parity. @returns when the last stop bit has left */
  send(codes: Uint8Array): Promise<Moment> {
    return this.sendOctets(onLine(codes, this.parity));
  }

  /** Octets as they stand. @returns when the last stop bit has left */
  async sendOctets(octets: Uint8Array): Promise<Moment> {
    this.log.record('sent', withoutSecrets(octets), () => [asciiText(octets)]);
    this.echo.forget();
    this.echo.sent(octets);
    const begun = this.clock.now();
    await this.line.write(octets);
    const latest = this.clock.now();
    const least = transmissionMs(octets.length, this.line.settings);
    return { earliest: latest - begun < least / 2 ? begun : Math.min(begun + least, latest), latest };
  }

  async listen({ ms, gapMs = GAP_MS, until = () => false, atMostMs = AT_MOST_MS }: ListenFor): Promise<HeardOctets> {
    const since = this.clock.now();
    const latest = since + atMostMs;
    const octets: number[] = [];
    const at: Instant[] = [];
    let text = '';
    let deadline = since + ms;
    while (octets.length < MOST_OCTETS && !until(text)) {
      const event = await this.line.receive(Math.min(deadline, latest));
      if (event.kind === 'closed') throw event.fault ?? new LineLost('the line was closed during a sign-on');
      if (event.kind === 'timeout') break;
      for (const octet of this.echo.receive(event.octets).octets) {
        octets.push(octet);
        at.push(event.at);
        text += String.fromCharCode(octet & 0x7f);
      }
      deadline = event.at + gapMs;
    }
    return this.told(Uint8Array.from(octets), at, since);
  }

  /** Lets time pass; what comes meanwhile is heard by the next `listen`. */
  async pause(ms: number): Promise<void> {
    this.log.event(`silent for ${Math.round(ms)} ms`);
    await this.line.idle(this.clock.now() + ms);
  }

  private told(octets: Uint8Array, at: readonly Instant[], since: Instant): HeardOctets {
    if (octets.length > 0) this.log.record('received', withoutSecrets(octets), () => [asciiText(octets)]);
    return { octets, at, since, started: this.beginningOf(at) };
  }

  private beginningOf(at: readonly Instant[]): Moment | undefined {
    const [first] = at;
    if (first === undefined) return undefined;
    const together = at.filter((when) => when === first).length;
    const earliest = first - transmissionMs(together, this.line.settings);
    const least = transmissionMs(at.length - 1, this.line.settings) / 2;
    const keepsTime = (at.at(-1) ?? first) - first >= least;
    return { earliest, latest: keepsTime ? earliest : first };
  }

  private async change(settings: Parameters<SerialLine['reconfigure']>[0], text: string): Promise<void> {
    this.log.event(`the line is at ${text}`);
    await this.line.reconfigure(settings);
  }
}

/** What was heard, as text without parity bits. */
export function textOfHeard({ octets }: Pick<HeardOctets, 'octets'>): string {
  return String.fromCharCode(...octets.map((octet) => octet & 0x7f));
}
