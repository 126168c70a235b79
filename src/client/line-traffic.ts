import type { SecretRegistry } from '#dlms/security/secrets';
import type { Instant } from '#time/clock';

export type Direction = 'sent' | 'received' | 'event';

interface Entry {
  readonly client: string;
  readonly at: Instant;
  readonly direction: Direction;
  readonly octets: Uint8Array | undefined;
  readonly view: () => readonly string[];
}

const ARROWS: Readonly<Record<Direction, string>> = { sent: 'C>M', received: 'M>C', event: '---' };
/** Octets of one entry that are printed; longer ones are cut and say so. */
const SHOWN_OCTETS = 2048;
/** A thousand reads look alike: of a long record the beginning and the end are kept, and no more memory is taken. */
const SHOWN_FIRST = 250;
const SHOWN_LAST = 150;

/**
 * The line traffic of one scenario: time, direction, octets, decoded and deciphered view. It is the only place from
 * which octets get into a report, and the one where secrets are hidden. Rendering waits until it is asked for, so
 * that recording costs next to nothing.
 */
export class LineTraffic {
  private readonly secrets: SecretRegistry;
  private readonly first: Entry[] = [];
  /** the latest ones, written round and round */
  private readonly last: Entry[] = [];
  private recorded = 0;

  constructor(secrets: SecretRegistry) {
    this.secrets = secrets;
  }

  record(
    client: string,
    at: Instant,
    direction: Direction,
    octets: Uint8Array | undefined,
    view: () => readonly string[],
  ): void {
    const entry = { client, at, direction, octets, view };
    if (this.recorded < SHOWN_FIRST) this.first.push(entry);
    else this.last[(this.recorded - SHOWN_FIRST) % SHOWN_LAST] = entry;
    this.recorded++;
  }

  get isEmpty(): boolean {
    return this.recorded === 0;
  }

  /** One block per entry: `+12.345 s reading C>M 00 01 …`, the decoded view indented below it. */
  text(): string {
    const start = this.first[0]?.at ?? 0;
    const shown = this.shownEntries();
    // one search over all that was decoded; the octets are masked one by one, at their own places
    const views = this.secrets.hide(shown.map(viewText).join(APART)).split(APART);
    const blocks = shown.map((entry, index) => this.entryText(entry, start, views[index] ?? ''));
    const leftOut = this.recorded - shown.length;
    if (leftOut > 0) blocks.splice(SHOWN_FIRST, 0, `… ${leftOut} entries left out …`);
    return blocks.join('\n');
  }

  private shownEntries(): readonly Entry[] {
    const behind = Math.max(0, this.recorded - SHOWN_FIRST);
    const oldest = behind <= SHOWN_LAST ? 0 : behind % SHOWN_LAST;
    return [...this.first, ...this.last.slice(oldest), ...this.last.slice(0, oldest)];
  }

  private entryText(entry: Entry, start: Instant, view: string): string {
    const time = `+${((entry.at - start) / 1000).toFixed(3)} s`;
    const head = `${time} ${entry.client} ${ARROWS[entry.direction]}`;
    if (entry.octets === undefined) return `${head} ${view}`;
    const block = `${head} ${this.octetsText(entry.octets)}`;
    return view === '' ? block : `${block}\n${view}`;
  }

  /** Masked before it is cut, so that no half of a secret is left standing at the end. */
  private octetsText(octets: Uint8Array): string {
    const masked = this.secrets.maskOctets(octets, { spaced: true });
    if (octets.length <= SHOWN_OCTETS) return masked;
    return `${masked.slice(0, SHOWN_OCTETS * 3)}… (${octets.length} octets)`;
  }
}

/** Stands between the views while they are searched, and in none of them. */
const APART = '\u0001';

function viewText({ octets, view }: Entry): string {
  return octets === undefined
    ? view().join('; ')
    : view()
        .map((line) => `    ${line}`)
        .join('\n');
}
