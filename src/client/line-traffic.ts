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
    return this.secrets.hide(this.entries.map((entry) => this.entryText(entry, start)).join('\n'));
  }

  private entryText(entry: Entry, start: Instant): string {
    const time = `+${((entry.at - start) / 1000).toFixed(3)} s`;
    const view = entry.view();
    const head = `${time} ${entry.client} ${ARROWS[entry.direction]}`;
    if (entry.octets === undefined) return `${head} ${view.join('; ')}`;
    return [`${head} ${this.octetsText(entry.octets)}`, ...view.map((line) => `    ${line}`)].join('\n');
  }

  private octetsText(octets: Uint8Array): string {
    const shown = this.secrets.maskOctets(octets.subarray(0, SHOWN_OCTETS), { spaced: true });
    return octets.length > SHOWN_OCTETS ? `${shown} … (${octets.length} octets)` : shown;
  }
}
