import { fromHex, toHex } from '#dlms/codec/hex';
import { encodeClientAddress, encodeServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import { decodeControl } from '#dlms/link/hdlc/control';
import { conformingHdlc, type HdlcDecisions } from '#dlms/link/hdlc/decisions/hdlc-decisions';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import type { SecondaryEvent } from '#dlms/link/hdlc/secondary-event';
import { type SecondarySettings, SecondaryStation } from '#dlms/link/hdlc/secondary-station';

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

/** Frames of the reference between client 16 and server 1 in one octet. */
export const SNRM = '7EA0070321930F017E';
export const DISC = '7EA00703215303C77E';
export const UA = '7EA00721037301407E';
export const DM = '7EA00721031F6BE97E';
export const RR0 = '7EA00703211115A67E';
export const RR0_ANSWER = '7EA00721031115007E';
export const AARQ = '7EA02B032110FBAFE6E600601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0CAEA7E';
export const AARE =
  '7EA0372103306C7CE6E7006129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000501F01F40007190A7E';
export const GET = '7EA01903 21326FD8E6E600C001C1000100002A0000FF020012807E'.replaceAll(' ', '');
export const GET_ANSWER = '7EA0222103528E91E6E700C401C100091053494D3030303030303030303030303102217E';

const AARE_APDU = AARE.slice(22, -6);
const GET_ANSWER_APDU = GET_ANSWER.slice(22, -6);

/** Answers the AARQ and the GET of hdlc.md 8.1. */
export function reference(apdu: Uint8Array): Uint8Array {
  return fromHex(apdu[0] === 0x60 ? AARE_APDU : GET_ANSWER_APDU);
}

/** A frame from client 16 to server 1 in one octet. */
export function command(control: number, information = '', segmented = false): string {
  return toHex(
    encodeFrame({
      destination: encodeServerAddress(serverAddress(1, 1)),
      source: encodeClientAddress(16),
      control: decodeControl(control),
      segmented,
      information: fromHex(information),
    }),
  );
}

/** A frame from server 1 in one octet to client 16. */
export function response(control: number, information = '', segmented = false): string {
  return toHex(
    encodeFrame({
      destination: encodeClientAddress(16),
      source: encodeServerAddress(serverAddress(1, 1)),
      control: decodeControl(control),
      segmented,
      information: fromHex(information),
    }),
  );
}

/** A meter with a link to client 16. */
export function connected(...parameters: ConstructorParameters<typeof BenchMeter>): BenchMeter {
  const meter = new BenchMeter(...parameters);
  if (meter.hears(SNRM).length !== 1) throw new Error('the meter does not connect');
  meter.events.length = 0;
  return meter;
}
