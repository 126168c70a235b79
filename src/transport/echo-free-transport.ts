import type { Instant } from '#time/clock';
import type { Line, LineEvent, Transport } from './line';
import { portSettingsOf } from './serial-line';
import type { SerialPortSettings } from './serial-port-settings';

/** Takes our own octets out of what is received. */
export interface OwnOctets {
  sent(octets: Uint8Array): void;
  /** @returns among others the octets that are not ours */
  receive(octets: Uint8Array): { readonly octets: Uint8Array };
}

/** A line with an adapter that returns whatever is sent, without what it returns. */
export class EchoFreeTransport implements Transport {
  readonly description: string;
  private readonly transport: Transport;
  private readonly filter: () => OwnOctets;

  /** @param filter a new one for each line */
  constructor(transport: Transport, filter: () => OwnOctets) {
    this.transport = transport;
    this.filter = filter;
    this.description = `${transport.description}, echo cancelled`;
  }

  async connect(deadline: Instant): Promise<Line> {
    return new EchoFreeLine(await this.transport.connect(deadline), this.filter());
  }

  close(): Promise<void> {
    return this.transport.close();
  }
}

class EchoFreeLine implements Line {
  private readonly line: Line;
  private readonly own: OwnOctets;

  constructor(line: Line, own: OwnOctets) {
    this.line = line;
    this.own = own;
  }

  get settings(): SerialPortSettings | undefined {
    return portSettingsOf(this.line);
  }

  write(octets: Uint8Array): Promise<void> {
    this.own.sent(octets);
    return this.line.write(octets);
  }

  async receive(deadline: Instant): Promise<LineEvent> {
    for (;;) {
      const event = await this.line.receive(deadline);
      if (event.kind !== 'octets') return event;
      const { octets } = this.own.receive(event.octets);
      if (octets.length > 0) return { ...event, octets };
    }
  }

  idle(deadline: Instant): Promise<void> {
    return this.line.idle(deadline);
  }

  end(): Promise<void> {
    return this.line.end();
  }

  close(): Promise<void> {
    return this.line.close();
  }

  reset(): Promise<void> {
    return this.line.reset();
  }
}
