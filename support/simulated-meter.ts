import type { OtherMeter, SimulatorSettings } from '#rig/rig';
import { loadMeter } from '#simulator/load-meter';
import { MeterError } from '#simulator/meter-error';
import type { MeterModel } from '#simulator/model';
import { variantOf } from '#simulator/mutants/registry';
import { nullMeter } from '#simulator/null-meters';
import { SimulatedMeter, type SimulatedMeterOptions } from '#simulator/simulated-meter';
import type { Instant } from '#time/clock';
import type { Endpoint } from '#transport/endpoint';
import { type SerialEndpoint, SteadySerialEndpoint } from '#transport/serial-endpoint';
import { eightNoneOne } from '#transport/serial-port-settings';
import type { WorldParameters } from './run/suite';

/** Which meter stands in for the conforming one. */
export type MeterVariant = NonNullable<WorldParameters['meterVariant']>;

export interface MeterUnderTest {
  readonly endpoint: Endpoint;
  /** its port on a serial line, without sign-on */
  readonly serialPort: Endpoint;
  /** its local port, where the client signs on */
  readonly opticalPort: () => SerialEndpoint;
  /** undefined: it has no supply to cut */
  readonly powerCycle?: (now: Instant) => void;
  /** undefined: it has no terminal cover with a switch */
  readonly cover?: { readonly open: (now: Instant) => void; readonly close: (now: Instant) => void };
}

/** A new meter: the conforming one, a mutant of it, or one that understands nothing. */
export function simulatedMeter(to: SimulatorSettings, variant: MeterVariant | undefined): MeterUnderTest {
  if (variant?.kind === 'null') return uncomprehending(nullMeter(variant.id, to.framing));
  const { policy, wire } = variant === undefined ? {} : variantOf(variant.id);
  const meter = meterOf(to, loadMeter(to.meter), { ...(policy && { policy }), ...(wire && { wire }) });
  return {
    endpoint: meter,
    serialPort: meter.serialPort,
    opticalPort: () => meter.opticalPort,
    powerCycle: (now) => meter.powerCycle(now),
    cover: { open: (now) => meter.openCover(now), close: (now) => meter.closeCover(now) },
  };
}

/**
 * Looks whether the meter files of a rig suit its line, before anything is run.
 *
 * @throws MeterError for a file that does not
 */
export function checkMeterFiles(to: SimulatorSettings): void {
  const { hdlc } = checkedModel(to, to.meter);
  const others = 'others' in to ? to.others : [];
  for (const { meter } of others) checkedModel(to, meter);
  const addresses = [hdlc.physicalAddress, ...others.map(({ physicalAddress }) => physicalAddress)];
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined) throw new MeterError(`${to.meter}: two meters on one line have the lower address ${twice}`);
}

function checkedModel({ line }: SimulatorSettings, file: string): MeterModel {
  const model = loadMeter(file);
  if (line === 'optical' && model.optical === undefined) {
    throw new MeterError(`${file}: the meter has no optical port: expected a section optical`);
  }
  return model;
}

/** A conforming meter beside the one under test, on the same line. */
export function neighbourOf(to: SimulatorSettings, { meter, physicalAddress }: OtherMeter): SimulatedMeter {
  const model = loadMeter(meter);
  return meterOf(to, { ...model, hdlc: { ...model.hdlc, physicalAddress, calls: false } });
}

function meterOf(
  { framing, line }: SimulatorSettings,
  model: MeterModel,
  variant: Pick<SimulatedMeterOptions, 'policy' | 'wire'> = {},
): SimulatedMeter {
  return new SimulatedMeter({ model, link: line === 'udp' ? 'datagrams' : framing, ...variant });
}

/** It has one reaction to whatever comes, at its local port too. */
function uncomprehending(endpoint: Endpoint): MeterUnderTest {
  return { endpoint, serialPort: endpoint, opticalPort: () => new SteadySerialEndpoint(endpoint, eightNoneOne(300)) };
}
