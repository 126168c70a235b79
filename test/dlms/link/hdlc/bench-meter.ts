import { fromHex, toHex } from '#dlms/codec/hex';
import { conformingHdlc, type HdlcDecisions } from '#dlms/link/hdlc/decisions/hdlc-decisions';
import type { SecondaryEvent } from '#dlms/link/hdlc/secondary-event';
import { type SecondarySettings, SecondaryStation } from '#dlms/link/hdlc/secondary-station';
import { AARE, GET_ANSWER, SNRM } from './bench-frame';

export const SETTINGS: SecondarySettings = {
  uppers: [1, 0x10],
  lower: 0x11,
  addressLengths: [1, 2, 4],
  limits: { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 },
  maximumLinks: 4,
  interOctetMs: 100,
  inactivityMs: 120_000,
  longestMessage: 4096,
  isCallingDevice: false,
};

export type Application = (apdu: Uint8Array) => Uint8Array | 'nothing' | 'busy' | undefined;

/** A secondary station with an application, driven by the hex of what a client sends. */
export class BenchMeter {
  readonly station: SecondaryStation;
  /** APDUs that the application was given */
  readonly requests: string[] = [];
  readonly events: SecondaryEvent[] = [];
  now = 0;
  private readonly application: Application;

  constructor(
    settings: Partial<SecondarySettings> = {},
    decisions: Partial<HdlcDecisions> = {},
    application: Application = (apdu) => apdu,
  ) {
    this.station = new SecondaryStation({ ...SETTINGS, ...settings }, { ...conformingHdlc, ...decisions });
    this.application = application;
  }

  /** The transmissions that answer, in hex. A new client transmission comes ten milliseconds after the last one. */
  hears(...frames: readonly string[]): string[] {
    return this.hearsOctets(fromHex(frames.join('')));
  }

  hearsOctets(octets: Uint8Array): string[] {
    this.now += 10;
    this.station.receive(octets, this.now);
    return this.settle();
  }

  waits(ms: number): string[] {
    this.now += ms;
    this.station.tick(this.now);
    return this.settle();
  }

  kinds(): string[] {
    return this.events.splice(0).map((event) => (event.kind === 'disconnected' ? event.cause : event.kind));
  }

  private settle(): string[] {
    for (const event of this.station.takeEvents()) {
      this.events.push(event);
      if (event.kind !== 'apdu') continue;
      this.requests.push(toHex(event.apdu));
      const answer = this.application(event.apdu);
      if (answer !== undefined) this.station.answer(event.link, answer, this.now);
    }
    return this.station.takeOutput().map(toHex);
  }
}

const AARE_APDU = AARE.slice(22, -6);
const GET_ANSWER_APDU = GET_ANSWER.slice(22, -6);

/** Answers the AARQ and the GET of hdlc.md 8.1. */
export function reference(apdu: Uint8Array): Uint8Array {
  return fromHex(apdu[0] === 0x60 ? AARE_APDU : GET_ANSWER_APDU);
}

/** A meter with a link to client 16. */
export function connected(...parameters: ConstructorParameters<typeof BenchMeter>): BenchMeter {
  const meter = new BenchMeter(...parameters);
  if (meter.hears(SNRM).length !== 1) throw new Error('the meter does not connect');
  meter.events.length = 0;
  return meter;
}
