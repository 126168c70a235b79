import { loadMeter } from '#simulator/load-meter';
import { SimulatedMeter } from '#simulator/simulated-meter';
import { SystemClock } from '#time/system-clock';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';
import { TcpHost } from '#transport/tcp-host';

/**
 * Our meter on a TCP port, which dies in the middle of an exchange: when it has heard a number of messages it says
 * nothing more, its connections break and its port is closed, as when somebody pulls the plug.
 */
export class MortalMeter {
  port = 0;
  private readonly clock = new SystemClock();
  private readonly meter = new SimulatedMeter({ model: loadMeter('fixtures/meters/electricity.yaml') });
  private host: TcpHost | undefined;
  private left: number;
  private readonly returnsAfterMs: number | undefined;

  /** @param messages that it lives to hear @param returnsAfterMs undefined: never */
  constructor(messages: number, returnsAfterMs?: number) {
    this.left = messages;
    this.returnsAfterMs = returnsAfterMs;
  }

  async start(): Promise<void> {
    const endpoint: Endpoint = { connect: (now) => this.mortal(this.meter.connect(now)) };
    this.host = new TcpHost(endpoint, this.clock);
    this.port = await this.host.listen(this.port);
  }

  async stop(): Promise<void> {
    await this.host?.close();
    this.host = undefined;
  }

  private mortal(connection: EndpointConnection | undefined): EndpointConnection | undefined {
    if (connection === undefined) return undefined;
    const receive = connection.receive.bind(connection);
    connection.receive = (octets, now) => {
      if (--this.left === 0) this.die();
      if (this.left !== 0) receive(octets, now);
    };
    return connection;
  }

  private die(): void {
    void this.stop();
    if (this.returnsAfterMs !== undefined) setTimeout(() => void this.start(), this.returnsAfterMs);
  }
}
