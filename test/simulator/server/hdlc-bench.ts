import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { toHex } from '#dlms/codec/hex';
import { type ServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import type { ProposedParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { PrimaryEvent } from '#dlms/link/hdlc/primary-event';
import { type PrimarySettings, USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { PrimaryStation } from '#dlms/link/hdlc/primary-station';
import { loadMeter } from '#simulator/load-meter';
import type { MeterModel } from '#simulator/model';
import type { MeterPolicy } from '#simulator/policy';
import type { ServedConnection } from '#simulator/server/served-connection';
import { SimulatedMeter } from '#simulator/simulated-meter';
import { ManualClock } from '#time/manual-clock';
import { METER_FILE, PUBLIC, publicAarq } from './bench';

const TRANSIT_MS = 5;
export const LOWER = 17;
/** exception-response: service not allowed, operation not possible */
export const NOT_ASSOCIATED = 'D80101';

export function hex(octets: Uint8Array | undefined): string {
  return toHex(octets ?? new Uint8Array(0));
}

/** The public client with link and association. */
export function opened(bench = new HdlcBench(), upper = 1): HdlcClient {
  return bench.client(PUBLIC, upper).open(publicAarq());
}

/** One meter that speaks HDLC and one physical connection to it, on a manual clock. */
export class HdlcBench {
  readonly clock = new ManualClock();
  readonly meter: SimulatedMeter;
  connection: ServedConnection;
  /** transmissions of the meter */
  readonly sent: Uint8Array[] = [];

  constructor(policy: Partial<MeterPolicy> = {}, model: MeterModel = loadMeter(METER_FILE)) {
    this.meter = new SimulatedMeter({ model, policy, link: 'hdlc' });
    this.connection = this.connect();
  }

  connect(): ServedConnection {
    const connection = this.meter.connect(this.clock.now());
    if (connection === undefined) throw new Error('the meter accepts no connection');
    this.connection = connection;
    return connection;
  }

  client(client: number, upper = 1, settings: Partial<PrimarySettings> = {}): HdlcClient {
    return new HdlcClient(this, client, serverAddress(4, upper, LOWER), settings);
  }

  clientTo(server: ServerAddress, client: number): HdlcClient {
    return new HdlcClient(this, client, server, {});
  }

  /** Octets to the meter, and what it says to them. */
  carry(octets: Uint8Array): readonly Uint8Array[] {
    this.passTo(this.clock.now() + TRANSIT_MS);
    this.connection.receive(octets, this.clock.now());
    const output = this.connection.takeOutput();
    this.sent.push(...output);
    return output;
  }

  /** Time passes for the meter alone. */
  passTo(target: number): void {
    for (let due = this.connection.deadline; due !== undefined && due <= target; due = this.connection.deadline) {
      this.clock.advanceTo(due);
      this.connection.tick(due);
    }
    this.clock.advanceTo(target);
  }

  pass(ms: number): void {
    this.passTo(this.clock.now() + ms);
  }
}

/** One client on the line: it may use it only while no other does. */
export class HdlcClient {
  readonly station: PrimaryStation;
  private readonly bench: HdlcBench;

  constructor(bench: HdlcBench, client: number, server: ServerAddress, settings: Partial<PrimarySettings>) {
    this.bench = bench;
    this.station = new PrimaryStation({ ...USUAL_PATIENCE, client, server, ...settings });
  }

  /** SNRM; the kinds of events that come of it. */
  connect(proposal: ProposedParameters = {}): string[] {
    this.station.connect(proposal, this.now);
    return kindsOf(this.exchange());
  }

  disconnect(): PrimaryEvent[] {
    this.station.disconnect(this.now);
    return this.exchange();
  }

  poll(): string[] {
    this.station.poll(this.now);
    return kindsOf(this.exchange());
  }

  /** What comes back to one APDU: an APDU, or undefined for none. */
  ask(apdu: Uint8Array | Apdu): Uint8Array | undefined {
    this.station.send(apdu instanceof Uint8Array ? apdu : encodeApdu(apdu), this.now);
    for (const event of this.exchange()) if (event.kind === 'apdu') return event.apdu;
    return undefined;
  }

  askFor(apdu: Uint8Array | Apdu): Apdu | undefined {
    const reply = this.ask(apdu);
    return reply && decodeApdu(reply);
  }

  /** SNRM and an AARQ that is accepted. */
  open(aarq: Apdu, proposal: ProposedParameters = {}): this {
    if (!this.connect(proposal).includes('connected')) throw new Error('no link');
    const aare = this.askFor(aarq);
    if (aare?.kind !== 'AARE' || aare.result !== 'accepted') throw new Error('no association');
    return this;
  }

  /** Lets octets and time pass until the client has nothing to wait for. */
  exchange(): PrimaryEvent[] {
    const events = [...this.station.takeEvents()];
    do {
      this.sendAll();
      events.push(...this.station.takeEvents());
    } while (this.isWaiting());
    return events;
  }

  private sendAll(): void {
    for (let out = this.station.takeOutput(); out.length > 0; out = this.station.takeOutput()) {
      for (const answer of out.flatMap((octets) => this.bench.carry(octets))) this.station.receive(answer, this.now);
    }
  }

  private isWaiting(): boolean {
    if (['disconnected', 'idle', 'broken'].includes(this.station.state)) return false;
    const due = this.station.deadline;
    if (due !== undefined) {
      this.bench.passTo(Math.max(due, this.now));
      this.station.tick(this.now);
    }
    return due !== undefined;
  }

  private get now(): number {
    return this.bench.clock.now();
  }
}

function kindsOf(events: readonly PrimaryEvent[]): string[] {
  return events.map(({ kind }) => kind).filter((kind) => kind !== 'frame');
}
