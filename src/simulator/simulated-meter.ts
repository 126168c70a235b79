import { LocalProtocolError } from '#dlms/errors';
import type { Instant } from '#time/clock';
import type { Endpoint } from '#transport/endpoint';
import type { SerialEndpoint } from '#transport/serial-endpoint';
import type { MeterModel } from './model';
import { conforming, type MeterPolicy } from './policy';
import { seededRandom } from './seeded-random';
import { DatagramConnection } from './server/datagram-connection';
import { HdlcConnection } from './server/hdlc-connection';
import { MeterConnection } from './server/meter-connection';
import { MeterMemory } from './server/meter-memory';
import { OpticalConnection } from './server/optical-connection';
import { SerialHdlcConnection } from './server/serial-hdlc-connection';
import type { ServedConnection } from './server/served-connection';

/** `datagrams`: the wrapper over UDP. */
export type MeterLink = 'wrapper' | 'datagrams' | 'hdlc';

export interface SimulatedMeterOptions {
  readonly model: MeterModel;
  /** decisions in which it differs from a conforming meter */
  readonly policy?: Partial<MeterPolicy>;
  /** what its connections carry APDUs in; `wrapper` unless told otherwise */
  readonly link?: MeterLink;
  /** the last word over each WPDU that it sends, over HDLC each transmission */
  readonly wire?: (octets: Uint8Array) => Uint8Array;
  /** octets of challenges; without it always the same ones in the same order */
  readonly random?: (length: number) => Uint8Array;
}

const CONNECTIONS: Readonly<Record<MeterLink, (memory: MeterMemory, now: Instant) => ServedConnection>> = {
  wrapper: (memory, now) => new MeterConnection(memory, now),
  datagrams: (memory, now) => new DatagramConnection(memory, now),
  hdlc: (memory, now) => new HdlcConnection(memory, now),
};

const RECENTLY_MS = 10_000;

/** A meter to be driven by a line: octets in, octets out, time as an argument. */
export class SimulatedMeter implements Endpoint {
  readonly model: MeterModel;
  private readonly memory: MeterMemory;
  private readonly link: MeterLink;
  private recent: Instant[] = [];

  constructor({
    model,
    policy = {},
    link = 'wrapper',
    wire = (octets) => octets,
    random = seededRandom(),
  }: SimulatedMeterOptions) {
    this.model = model;
    this.link = link;
    this.memory = new MeterMemory({ model, policy: { ...conforming, ...policy }, wire, random });
  }

  /** How many connections are open. */
  get openConnections(): number {
    return this.memory.connections.size;
  }

  connect(now: Instant): ServedConnection | undefined {
    return this.accept(now, () => this.connection(now));
  }

  /**
   * Its local port, for a serial line.
   * @throws LocalProtocolError where its file describes none
   */
  get opticalPort(): SerialEndpoint {
    const { optical } = this.model;
    if (optical === undefined) throw new LocalProtocolError('the meter file has no section optical');
    return { connect: (now) => this.accept(now, () => new OpticalConnection(this.memory, now, optical)) };
  }

  /** Its port on a serial line of its own, where it speaks HDLC without sign-on. */
  get serialPort(): Endpoint {
    return { connect: (now) => this.accept(now, () => new SerialHdlcConnection(this.memory, now)) };
  }

  private accept<Connection extends ServedConnection>(now: Instant, connect: () => Connection): Connection | undefined {
    const { policy } = this.memory.parts;
    const open = this.memory.connections.size + this.memory.heldSlots;
    const maximum = this.link === 'datagrams' ? Number.POSITIVE_INFINITY : this.model.tcp.maxConnections;
    if (this.memory.dead || !policy.acceptsConnection({ open, maximum })) return undefined;
    const connection = connect();
    this.memory.connections.add(connection);
    connection.apply(policy.afterConnect({ recent: this.countRecent(now), open: open + 1 }), now);
    return connection;
  }

  /** Power off and on: every connection and association is lost, the counters of the global keys are kept. */
  powerCycle(now: Instant): void {
    this.memory.dead = false;
    this.memory.restart(now);
  }

  /** Somebody opens its terminal cover. */
  openCover(now: Instant): void {
    this.memory.cover.open(now);
  }

  closeCover(now: Instant): void {
    this.memory.cover.close(now);
  }

  private connection(now: Instant): ServedConnection {
    return CONNECTIONS[this.link](this.memory, now);
  }

  private countRecent(now: Instant): number {
    this.recent = [...this.recent.filter((at) => now - at < RECENTLY_MS), now];
    return this.recent.length;
  }
}
