import type { Instant } from '#time/clock';
import { EventQueue } from './event-queue';
import type { Line, LineEvent, Transport } from './line';
import { portSettingsOf } from './serial-line';
import type { SerialPortSettings } from './serial-port-settings';

/** Octets that nobody receives are lost beyond this many. */
const BACKLOG = 1024 * 1024;

/**
 * A line that can be opened once only, such as a serial port, used by several: each has a line of its own, and what
 * arrives reaches all of them. The link tells by its addresses what is whose. The port stays open in between, for
 * some adapters reset or power the far end when it is opened.
 */
export class SharedTransport implements Transport {
  private readonly transport: Transport;
  private readonly users = new Set<SharedLine>();
  private line: Line | undefined;
  private opening: Promise<Line> | undefined;
  private reading: Promise<LineEvent> | undefined;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  get description(): string {
    return this.transport.description;
  }

  async connect(deadline: Instant): Promise<Line> {
    const line = this.line ?? (await this.open(deadline));
    const user: SharedLine = new SharedLine(line, {
      next: (until) => this.next(line, until),
      left: () => void this.users.delete(user),
    });
    this.users.add(user);
    return user;
  }

  async close(): Promise<void> {
    const { line } = this;
    this.line = undefined;
    this.users.clear();
    await line?.close();
    await this.transport.close();
  }

  /** Several who connect at the same time wait for the same opening. */
  private open(deadline: Instant): Promise<Line> {
    this.opening ??= this.opened(deadline);
    return this.opening;
  }

  private async opened(deadline: Instant): Promise<Line> {
    try {
      this.line = await this.transport.connect(deadline);
      return this.line;
    } finally {
      this.opening = undefined;
    }
  }

  /** Two who wait at the same time wait for the same event. */
  private next(line: Line, deadline: Instant): Promise<LineEvent> {
    this.reading ??= this.read(line, deadline);
    return this.reading;
  }

  private async read(line: Line, deadline: Instant): Promise<LineEvent> {
    try {
      const event = await line.receive(deadline);
      if (event.kind !== 'timeout') for (const user of this.users) user.hear(event);
      if (event.kind === 'closed') this.line = undefined;
      return event;
    } finally {
      this.reading = undefined;
    }
  }
}

interface Sharing {
  /** the next event of the line, which everybody has heard; a time-out is that of whoever asked first */
  next(deadline: Instant): Promise<LineEvent>;
  left(): void;
}

class SharedLine implements Line {
  private readonly line: Line;
  private readonly sharing: Sharing;
  private readonly queue = new EventQueue();
  private isOpen = true;

  constructor(line: Line, sharing: Sharing) {
    this.line = line;
    this.sharing = sharing;
  }

  get settings(): SerialPortSettings | undefined {
    return portSettingsOf(this.line);
  }

  hear(event: LineEvent): void {
    if (event.kind === 'closed') this.leave();
    if (this.queue.octetCount < BACKLOG) this.queue.push(event);
  }

  async write(octets: Uint8Array): Promise<void> {
    if (this.isOpen) await this.line.write(octets);
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    for (;;) {
      const heard = this.queue.shift();
      if (heard !== undefined) return heard;
      const event = await this.sharing.next(deadline);
      if (event.kind === 'timeout' && event.at >= deadline) return event;
    }
  }

  idle(deadline: Instant): Promise<void> {
    return this.line.idle(deadline);
  }

  end(): Promise<void> {
    return this.line.end();
  }

  /** The line stays open for the others, and for the next one. */
  async close(): Promise<void> {
    this.leave();
  }

  async reset(): Promise<void> {
    this.leave();
  }

  private leave(): void {
    this.isOpen = false;
    this.sharing.left();
  }
}
