import type { Instant } from '#time/clock';
import type { Endpoint, EndpointConnection } from './endpoint';

/**
 * Several meters on one pair of wires (RS-485) as one far end: each hears the client and what the others say, and
 * knows by the addresses what is meant for it.
 */
export class MultidropEndpoint implements Endpoint {
  private readonly endpoints: readonly Endpoint[];

  constructor(endpoints: readonly Endpoint[]) {
    this.endpoints = endpoints;
  }

  connect(now: Instant): EndpointConnection {
    return new MultidropConnection(
      this.endpoints.map((endpoint) => new Station(endpoint, now)),
      now,
    );
  }
}

/** One meter on the wires, which are there whether or not it accepts a connection just now. */
class Station {
  connection: EndpointConnection | undefined;
  private readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint, now: Instant) {
    this.endpoint = endpoint;
    this.connection = endpoint.connect(now);
  }

  receive(octets: Uint8Array, now: Instant): void {
    this.connection ??= this.endpoint.connect(now);
    this.connection?.receive(octets, now);
  }

  takeOutput(): readonly Uint8Array[] {
    const output = this.connection?.takeOutput() ?? [];
    if (this.connection?.closed !== undefined) this.connection = undefined;
    return output;
  }
}

class MultidropConnection implements EndpointConnection {
  readonly closed = undefined;
  private readonly stations: readonly Station[];
  private now: Instant;

  constructor(stations: readonly Station[], now: Instant) {
    this.stations = stations;
    this.now = now;
  }

  get deadline(): Instant | undefined {
    const due = this.stations.flatMap(({ connection }) => connection?.deadline ?? []);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  receive(octets: Uint8Array, now: Instant): void {
    this.now = now;
    for (const station of this.stations) station.receive(octets, now);
  }

  end(now: Instant): void {
    for (const { connection } of this.stations) connection?.end(now);
  }

  lost(now: Instant): void {
    for (const { connection } of this.stations) connection?.lost(now);
  }

  tick(now: Instant): void {
    this.now = now;
    for (const { connection } of this.stations) connection?.tick(now);
  }

  takeOutput(): readonly Uint8Array[] {
    const said = this.stations.flatMap((station) => station.takeOutput().map((octets) => ({ station, octets })));
    for (const { station, octets } of said)
      for (const other of this.stations) if (other !== station) other.receive(octets, this.now);
    return said.map(({ octets }) => octets);
  }
}
