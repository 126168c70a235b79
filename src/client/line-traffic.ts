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
/** Entries of one scenario that are printed, from its beginning and its end. */
const SHOWN_FIRST = 250;
const SHOWN_LAST = 150;

/**
 * The line traffic of one scenario: time, direction, octets, decoded and deciphered view. It is the only place from
 * which octets get into a report, and the one where secrets are hidden. Rendering waits until it is asked for, so
 * that recording costs next to nothing.
 */
export class LineTraffic {
  private readonly secrets: SecretRegistry;
  private readonly entries: Entry[] = [];

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
    this.entries.push({ client, at, direction, octets, view });
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** One block per entry: `+12.345 s reading C>M 00 01 …`, the decoded view indented below it. */
  text(): string {
    const start = this.entries[0]?.at ?? 0;
    const shown = this.shownEntries();
    // one search over all that was decoded; the octets are masked one by one, at their own places
    const views = this.secrets.hide(shown.map(viewText).join(APART)).split(APART);
    const blocks = shown.map((entry, index) => this.entryText(entry, start, views[index] ?? ''));
    const leftOut = this.entries.length - shown.length;
    if (leftOut > 0) blocks.splice(SHOWN_FIRST, 0, `… ${leftOut} entries left out …`);
    return blocks.join('\n');
  }

  /** A thousand reads look alike: of a long record the beginning and the end are shown. */
  private shownEntries(): readonly Entry[] {
    if (this.entries.length <= SHOWN_FIRST + SHOWN_LAST) return this.entries;
    return [...this.entries.slice(0, SHOWN_FIRST), ...this.entries.slice(-SHOWN_LAST)];
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
