import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { toSpacedHex } from '#dlms/codec/hex';
import { loadMeter } from '#simulator/load-meter';
import type { AssociationDefinition, LogicalDevice, MeterModel } from '#simulator/model';
import { type MeterLink, SimulatedMeter } from '#simulator/simulated-meter';
import { SystemClock } from '#time/system-clock';
import { MultidropEndpoint } from '#transport/multidrop-endpoint';
import { type SerialEndpoint, SteadySerialEndpoint } from '#transport/serial-endpoint';
import { type SerialPortSettings, settingsText } from '#transport/serial-port-settings';
import { countOn } from './lasting-counters';
import { linkOf, type Serving, serveSerial, serveSockets } from './serving';
import {
  checkForSignOn,
  checkOptions,
  metersOf,
  type ServedFile,
  type SimulateOptions,
  withSimulateOptions,
} from './simulate-options';
import { UsageError } from './usage-error';
import { type Watcher, watched, watchedSerial } from './watched-endpoint';

const LOST_PORT = 3;

export function simulateCommand(): Command {
  return withSimulateOptions(new Command('simulate'))
    .exitOverride()
    .action((options: SimulateOptions, command: Command) => simulate(options, command));
}

async function simulate(options: SimulateOptions, command: Command): Promise<void> {
  checkOptions(options, command);
  const { serial } = options;
  const serving = serial === undefined ? await onSockets(options) : await onSerialPort(serial, options, command);
  const close = (): void => void serving.close().catch(() => undefined);
  process.once('SIGINT', close);
  process.once('SIGTERM', close);
}

const show: Watcher = (direction, octets) => console.log(`${direction} ${toSpacedHex(octets)}`);

async function onSockets(options: SimulateOptions): Promise<Serving> {
  const { host, port, udp, verbose } = options;
  const clock = new SystemClock();
  const [file] = metersOf(options);
  const link = linkOf(options);
  // a fault of the file shows before anybody listens
  let model = modelOf(file, clock, port);
  const serving = await serveSockets(options, clock, (taken) => {
    model = modelOf(file, clock, taken);
    const meter = meterOf(model, link);
    return verbose ? watched(meter, show) : meter;
  });
  introduce(model, `listens on ${host}:${serving.port}${udp ? ' (UDP)' : ''}`, link === 'hdlc');
  return serving;
}

async function onSerialPort(path: string, options: SimulateOptions, command: Command): Promise<Serving> {
  const clock = new SystemClock();
  const models = metersOf(options).map((file) => modelOf(file, clock));
  const optical = options.direct ? undefined : models.find((model) => model.optical !== undefined);
  if (optical !== undefined) checkForSignOn(options, command);
  refuseSameAddress(models);
  const endpoint = optical === undefined ? direct(models, options) : meterOf(optical, 'hdlc').opticalPort;
  const watcher = options.verbose ? watchedSerial(endpoint, show) : endpoint;
  const serving = await serveSerial(path, watcher, clock, lost);
  const how = optical === undefined ? settingsText(settingsOf(options)) : signOnText(optical);
  for (const model of models) introduce(model, `listens on serial ${path} ${how}`, true);
  return serving;
}

/** HDLC without sign-on, of one meter or of several on one line. */
function direct(models: readonly MeterModel[], options: SimulateOptions): SerialEndpoint {
  const meters = models.map((model) => meterOf(model, 'hdlc'));
  const [only, another] = meters;
  const endpoint = only !== undefined && another === undefined ? only : new MultidropEndpoint(meters);
  return new SteadySerialEndpoint(endpoint, settingsOf(options));
}

function settingsOf({ baud, parity }: SimulateOptions): SerialPortSettings {
  return { baud, dataBits: 8, parity, stopBits: 1 };
}

function refuseSameAddress(models: readonly MeterModel[]): void {
  const addresses = models.map(({ hdlc }) => hdlc.physicalAddress);
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined)
    throw new UsageError(`--meter: two meters have the physical address ${twice}: write FILE@18 to give one another`);
}

/** A meter of its own; its calendar shows the time of day, whatever start its file names for tests, and its counters go on. */
function modelOf({ path, physicalAddress }: ServedFile, clock: SystemClock, port?: number): MeterModel {
  const model = loadMeter(path, Date.now() - clock.now(), port);
  countOn(model, Date.now());
  return physicalAddress === undefined ? model : { ...model, hdlc: { ...model.hdlc, physicalAddress } };
}

function meterOf(model: MeterModel, link: MeterLink): SimulatedMeter {
  return new SimulatedMeter({ model, link, random: (length) => new Uint8Array(randomBytes(length)) });
}

function lost(error: Error): void {
  console.error(error.message);
  process.exitCode = LOST_PORT;
}

function introduce(model: MeterModel, place: string, speaksHdlc: boolean): void {
  console.log(`meter ${model.logicalDevices[0]?.name ?? ''} ${place}`);
  if (speaksHdlc) console.log(addressLine(model));
  for (const line of clientsOf(model)) console.log(line);
}

function signOnText({ optical }: MeterModel): string {
  if (optical === undefined) return '';
  const address = optical.deviceAddress === '' ? '' : `, device address ${optical.deviceAddress}`;
  return `300 7E1, signs on by IEC 62056-21 mode ${optical.mode}, then ${optical.baud} baud${address}`;
}

function addressLine({ hdlc }: MeterModel): string {
  return `  HDLC, lower address ${hdlc.physicalAddress}, server addresses of ${hdlc.addressBytes.join(', ')} octets`;
}

/** Who may talk to it, without secrets. */
function clientsOf(model: MeterModel): string[] {
  return model.logicalDevices.flatMap((device) =>
    device.associations.map((association) => clientLine(device, association)),
  );
}

function clientLine(device: LogicalDevice, { clientSap, authentication, ciphered }: AssociationDefinition): string {
  return `  logical device ${device.sap}, client ${clientSap}: ${authentication}, ${ciphered ? 'ciphered' : 'plain'} context`;
}
