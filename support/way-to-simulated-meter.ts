import type { SimulatorSettings } from '#rig/rig';
import { ManualClock } from '#time/manual-clock';
import type { Transport } from '#transport/line';
import { LoopbackTransport } from '#transport/loopback-transport';
import { MemorySerialTransport } from '#transport/memory-serial-line';
import { MemoryTransport } from '#transport/memory-transport';
import { SteadySerialEndpoint } from '#transport/serial-endpoint';
import { UdpLoopbackTransport } from '#transport/udp-loopback-transport';
import { signedOn } from './signed-on';
import { type MeterUnderTest, type MeterVariant, neighbourOf, simulatedMeter } from './simulated-meter';
import { directHdlc, startOf, type Way } from './way';

type LineName = SimulatorSettings['line'];
type SettingsOf<L extends LineName> = Extract<SimulatorSettings, { readonly line: L }>;
type Reached = Pick<Way, 'transport' | 'transportV6' | 'localPort'>;
type Lines = { readonly [L in LineName]: (to: SettingsOf<L>, meter: MeterUnderTest, clock: ManualClock) => Reached };

/** A pair of wires: who speaks at the same time as another destroys what both say. */
const RS485 = { twoWire: true };

const LINES: Lines = {
  memory: (_, { endpoint }, clock) => ({ transport: new MemoryTransport(endpoint, clock) }),
  tcp: (to, { endpoint }, clock) => onLoopback(to, (host) => new LoopbackTransport(endpoint, clock, host)),
  udp: (to, { endpoint }, clock) => onLoopback(to, (host) => new UdpLoopbackTransport(endpoint, clock, host)),
  serial: (to, { serialPort }, clock) => {
    const ports = [serialPort, ...to.others.map((other) => neighbourOf(to, other).serialPort)];
    const stations = ports.map((port) => new SteadySerialEndpoint(port, to.serial));
    const wiring = { ...RS485, echo: to.echo };
    return { transport: directHdlc(new MemorySerialTransport(stations, clock, to.serial, wiring), to) };
  },
  optical: (to, { opticalPort }, clock) => {
    const ports = [opticalPort(), ...to.others.map((other) => neighbourOf(to, other).opticalPort)];
    const wiring = { echo: to.signOn.echo === true };
    return signedOn(new MemorySerialTransport(ports, clock, startOf(to.signOn), wiring), to.signOn, clock);
  },
};

/** Our own meter on a clock that is moved, behind the line that the rig names. */
export function wayToSimulatedMeter(to: SimulatorSettings, variant: MeterVariant | undefined): Way {
  const clock = new ManualClock();
  const meter = simulatedMeter(to, variant);
  const { powerCycle, cover } = meter;
  return {
    clock,
    ...lineOf(to.line, to, meter, clock),
    ...(powerCycle && { powerCycle: () => powerCycle(clock.now()) }),
    ...(cover && { cover: { open: () => cover.open(clock.now()), close: () => cover.close(clock.now()) } }),
  };
}

function onLoopback(
  { host, hostV6 }: { readonly host: string; readonly hostV6?: string },
  transport: (host: string) => Transport,
): Reached {
  return { transport: transport(host), ...(hostV6 === undefined ? {} : { transportV6: transport(hostV6) }) };
}

function lineOf<L extends LineName>(line: L, to: SettingsOf<L>, meter: MeterUnderTest, clock: ManualClock): Reached {
  return LINES[line](to, meter, clock);
}
