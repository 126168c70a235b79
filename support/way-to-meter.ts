import type { Rfc2217Settings, TransportSettings } from '#rig/rig';
import type { Clock } from '#time/clock';
import { SystemClock } from '#time/system-clock';
import type { Transport } from '#transport/line';
import { Rfc2217Transport } from '#transport/rfc2217-transport';
import { SerialPortTransport } from '#transport/serial-transport';
import { TcpTransport } from '#transport/tcp-transport';
import { UdpTransport } from '#transport/udp-transport';
import { signedOn } from './signed-on';
import type { MeterVariant } from './simulated-meter';
import { directHdlc, startOf, type Way } from './way';
import { wayToSimulatedMeter } from './way-to-simulated-meter';

type Kind = TransportSettings['kind'];
type SettingsOf<K extends Kind> = Extract<TransportSettings, { readonly kind: K }>;
type Ways = { readonly [K in Kind]: (to: SettingsOf<K>, variant: MeterVariant | undefined) => Way };

const WAYS: Ways = {
  tcp: ({ host, hostV6, port }) => overSockets((at, clock) => new TcpTransport(at, port, clock), host, hostV6),
  udp: ({ host, hostV6, port }) => overSockets((at, clock) => new UdpTransport(at, port, clock), host, hostV6),
  serial: (to) => inRealTime((clock) => directHdlc(new SerialPortTransport(to.path, to.serial, clock), to)),
  optical: ({ path, signOn }) => {
    const clock = new SystemClock();
    return { clock, ...signedOn(new SerialPortTransport(path, startOf(signOn), clock), signOn, clock) };
  },
  rfc2217: (to) => remotePort(to, new SystemClock()),
  simulator: wayToSimulatedMeter,
};

/** @param variant which meter stands in for the conforming one, on a simulator rig */
export function wayTo(to: TransportSettings, variant?: MeterVariant): Way {
  return wayOf(to.kind, to, variant);
}

function remotePort({ host, port, ...use }: Rfc2217Settings, clock: Clock): Way {
  if (use.signOn !== undefined) {
    const transport = new Rfc2217Transport(host, port, startOf(use.signOn), clock);
    return { clock, ...signedOn(transport, use.signOn, clock) };
  }
  return { clock, transport: directHdlc(new Rfc2217Transport(host, port, use.serial, clock), use) };
}

function inRealTime(transport: (clock: Clock) => Transport): Way {
  const clock = new SystemClock();
  return { clock, transport: transport(clock) };
}

function overSockets(transport: (host: string, clock: Clock) => Transport, host: string, hostV6?: string): Way {
  const way = inRealTime((clock) => transport(host, clock));
  return hostV6 === undefined ? way : { ...way, transportV6: transport(hostV6, way.clock) };
}

function wayOf<K extends Kind>(kind: K, to: SettingsOf<K>, variant: MeterVariant | undefined): Way {
  return WAYS[kind](to, variant);
}
