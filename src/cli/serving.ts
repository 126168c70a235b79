import type { MeterLink } from '#simulator/simulated-meter';
import type { Clock, Instant } from '#time/clock';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';
import type { SerialEndpoint } from '#transport/serial-endpoint';
import { SerialHost } from '#transport/serial-host';
import { TcpHost } from '#transport/tcp-host';
import { UdpHost } from '#transport/udp-host';
import type { SimulateOptions } from './simulate-options';

/** Something that serves, until it is closed. */
export interface Serving {
  close(): Promise<void>;
}

type SocketOptions = Pick<SimulateOptions, 'udp' | 'port' | 'host'>;

/**
 * Serves over TCP or UDP.
 * @param meterOn makes the meter for the port, which it shows in an object
 * @returns the serving and the port
 */
export async function serveSockets(
  { udp, port, host }: SocketOptions,
  clock: Clock,
  meterOn: (port: number) => Endpoint,
): Promise<Serving & { readonly port: number }> {
  const served = new LateEndpoint();
  const serving = udp ? new UdpHost(served, clock) : new TcpHost(served, clock);
  const taken = await serving.listen(port, host);
  served.endpoint = meterOn(taken);
  return { port: taken, close: () => serving.close() };
}

/** @param onLost told when the port is gone @throws LineLost that names the port and what to do */
export async function serveSerial(
  path: string,
  endpoint: SerialEndpoint,
  clock: Clock,
  onLost: (error: Error) => void,
): Promise<Serving> {
  const host = new SerialHost(path, endpoint, clock, onLost);
  await host.open();
  return host;
}

/** What the APDUs are carried in on sockets. */
export function linkOf({ framing, udp }: Pick<SimulateOptions, 'framing' | 'udp'>): MeterLink {
  return udp ? 'datagrams' : (framing ?? 'wrapper');
}

/** The meter shows its port in an object, and the port is known only once somebody listens there. */
class LateEndpoint implements Endpoint {
  endpoint: Endpoint | undefined;

  connect(now: Instant): EndpointConnection | undefined {
    return this.endpoint?.connect(now);
  }
}
