import { fromHex, toHex } from '#dlms/codec/hex';
import { serverAddress } from '#dlms/link/hdlc/address';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { PrimaryEvent } from '#dlms/link/hdlc/primary-event';
import { type PrimarySettings, USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { PrimaryStation } from '#dlms/link/hdlc/primary-station';
import { command, response } from './bench-frame';

/** A primary station between client 16 and server 1 in one octet, driven by the hex of what a meter sends. */
export class BenchClient {
  readonly station: PrimaryStation;
  now = 0;

  constructor(settings: Partial<PrimarySettings> = {}) {
    this.station = new PrimaryStation({
      ...USUAL_PATIENCE,
      client: 16,
      server: serverAddress(1, 1),
      responseMs: 1000,
      interOctetMs: 100,
      pollMs: 200,
      answerMs: 2000,
      ...settings,
    });
  }

  /** What goes out after this was done, in hex. */
  does(what: (station: PrimaryStation, now: number) => void): string[] {
    what(this.station, this.now);
    return this.output();
  }

  connects(proposal: ProposedParameters = {}): string[] {
    return this.does((station, now) => station.connect(proposal, now));
  }

  sends(apdu: string, wants?: 'answer' | 'acknowledgement'): string[] {
    return this.does((station, now) => station.send(fromHex(apdu), now, wants));
  }

  hears(...frames: readonly string[]): string[] {
    this.now += 10;
    this.station.receive(fromHex(frames.join('')), this.now);
    return this.output();
  }

  waits(ms: number): string[] {
    this.now += ms;
    this.station.tick(this.now);
    return this.output();
  }

  /** What was reported, but for the frames themselves. */
  events(): PrimaryEvent[] {
    return this.station.takeEvents().filter(({ kind }) => kind !== 'frame');
  }

  kinds(): string[] {
    return this.events().map(({ kind }) => kind);
  }

  private output(): string[] {
    return this.station.takeOutput().map(toHex);
  }
}

/** A client with a link, by a UA with this information field. */
export function connectedClient(settings: Partial<PrimarySettings> = {}, proposal = {}, field = ''): BenchClient {
  const client = new BenchClient(settings);
  client.connects(proposal);
  client.hears(response(0x73, field));
  if (client.station.state !== 'idle') throw new Error('the client does not connect');
  client.events();
  return client;
}

export const REQUEST = command(0x10, 'E6E600AA');

/** A client whose request AA has just gone out. */
export function waiting(settings: Partial<PrimarySettings> = {}, proposal = {}, field = ''): BenchClient {
  const client = connectedClient(settings, proposal, field);
  if (client.sends('AA')[0] !== REQUEST) throw new Error('the client does not send');
  return client;
}
