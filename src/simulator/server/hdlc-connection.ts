import { earliest } from '#dlms/link/hdlc/instant';
import { LLC_LENGTH } from '#dlms/link/hdlc/llc';
import type { LinkName, SecondaryEvent } from '#dlms/link/hdlc/secondary-event';
import { type SecondarySettings, SecondaryStation } from '#dlms/link/hdlc/secondary-station';
import type { Instant } from '#time/clock';
import type { MeterModel } from '../model';
import type { Wports } from '../policy/line-policy';
import type { MeterMemory } from './meter-memory';
import { ServedConnection } from './served-connection';

/** As long as the wrapper could carry it: whether an APDU is too long is the application layer's affair. */
const LONGEST_MESSAGE = 0xffff + LLC_LENGTH;

/** One physical connection over which the meter speaks HDLC: its links carry APDUs to the association of their addresses. */
export class HdlcConnection extends ServedConnection {
  private readonly station: SecondaryStation;
  private readonly links = new Set<string>();
  private heardAt: Instant;

  constructor(meter: MeterMemory, now: Instant) {
    super(meter);
    this.heardAt = now;
    this.station = new SecondaryStation(stationSettings(meter.parts.model), meter.parts.policy);
  }

  get deadline(): Instant | undefined {
    return this.isListening ? earliest(this.station.deadline, this.idleEnd) : undefined;
  }

  receive(octets: Uint8Array, now: Instant): void {
    if (!this.isListening) return;
    this.heardAt = now;
    if (this.meter.parts.policy.echoes()) this.send(octets);
    this.station.receive(octets, now);
    this.settle(now);
  }

  tick(now: Instant): void {
    if (!this.isListening) return;
    this.station.tick(now);
    this.settle(now);
    if (this.idleEnd !== undefined && now >= this.idleEnd)
      this.close(this.meter.parts.policy.idleClosing(), 'idle', now);
  }

  /** HDLC ends its links and keeps the line; what lies below, a terminal server or a modem, drops a line that is silent. */
  protected get idleEnd(): Instant | undefined {
    const { model, policy } = this.meter.parts;
    const limit = policy.idleTimeoutMs(model.tcp.inactivitySeconds * 1000);
    return limit === undefined ? undefined : this.heardAt + limit;
  }

  protected get hasLinks(): boolean {
    return this.links.size > 0;
  }

  private settle(now: Instant): void {
    for (const event of this.station.takeEvents()) if (this.isListening) this.take(event, now);
    if (this.isListening) this.flush();
  }

  private take(event: SecondaryEvent, now: Instant): void {
    if (event.kind === 'connected') this.links.add(nameOf(event.link));
    if (event.kind === 'disconnected') {
      this.links.delete(nameOf(event.link));
      const ends = this.meter.parts.policy.endsAssociationWithLink(event.cause);
      this.associations.lose(sapsOf(event.link), ends, now);
    }
    if (event.kind === 'apdu') this.request(event.link, event.apdu, now);
    if (event.kind === 'unnumbered') {
      for (const upper of event.uppers) this.hear({ client: event.client, upper }, event.apdu, now);
    }
  }

  private request(link: LinkName, apdu: Uint8Array, now: Instant): void {
    if (apdu.length === 0) this.answer(link, undefined, now);
    else this.serve(sapsOf(link), apdu, now, (octets) => this.answer(link, octets, now));
  }

  /** Every request is answered, be it by a mere acknowledgement: the client may have polled with it. */
  private answer(link: LinkName, octets: Uint8Array | undefined, now: Instant): void {
    this.station.answer(link, octets ?? 'nothing', now);
    this.flush();
  }

  /** An APDU that came in a UI frame gets no answer (hdlc.md 8.3). */
  private hear(link: LinkName, apdu: Uint8Array, now: Instant): void {
    if (apdu.length > 0 && this.isListening) this.serve(sapsOf(link), apdu, now, () => undefined);
  }

  private flush(): void {
    for (const octets of this.station.takeOutput()) this.send(octets);
  }
}

function nameOf({ client, upper }: LinkName): string {
  return `${client}/${upper}`;
}

/** The addresses of a link are the SAPs of its association (addressing.md 1). */
function sapsOf({ client, upper }: LinkName): Wports {
  return { sourceWport: client, destinationWport: upper };
}

/** What may be written to the HDLC setup counts from then on, for a serial line is never connected anew. */
function stationSettings({ hdlc, logicalDevices }: MeterModel): SecondarySettings {
  const { maxInfo, window } = hdlc;
  return {
    uppers: logicalDevices.map(({ sap }) => sap),
    lower: hdlc.physicalAddress,
    addressLengths: hdlc.addressBytes,
    limits: { maxInfoTransmit: maxInfo, maxInfoReceive: maxInfo, windowTransmit: window, windowReceive: window },
    maximumLinks: hdlc.maxLinks,
    interOctetMs: hdlc.interOctetMs,
    get inactivityMs() {
      return hdlc.inactivitySeconds * 1000;
    },
    longestMessage: LONGEST_MESSAGE,
    isCallingDevice: hdlc.calls,
  };
}
