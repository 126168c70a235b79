import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { toSpacedHex } from '#dlms/codec/hex';
import { loadMeter } from '#simulator/load-meter';
import type { AssociationDefinition, LogicalDevice, MeterModel } from '#simulator/model';
import { type MeterLink, SimulatedMeter } from '#simulator/simulated-meter';
import type { Instant } from '#time/clock';
import { SystemClock } from '#time/system-clock';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';
import { TcpHost } from '#transport/tcp-host';
import { UsageError } from './usage-error';
import { watched } from './watched-endpoint';

interface SimulateOptions {
  readonly meter: string;
  readonly port: number;
  readonly host: string;
  readonly framing: MeterLink;
  readonly bindAnywhere: boolean;
  readonly verbose: boolean;
}

const HELP = `
Examples:
  dlms simulate --meter fixtures/meters/electricity.yaml --port 4059
  dlms simulate --meter my-meter.yaml --port 0        a free port, which the first line names
  dlms simulate --meter my-meter.yaml --framing hdlc  as behind a modem or a terminal server

The meter file says what objects the meter has, which clients may open associations and with which secrets.
Speaks the TCP wrapper (IEC 62056-47) or HDLC (IEC 62056-46) over TCP, in real time until it is interrupted. Everything
in it is lost when it ends.`;

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('serve a simulated meter on a TCP port')
    .requiredOption('--meter <file>', 'object model of the meter, YAML')
    .option('--port <number>', 'TCP port; 0 takes a free one', portOf, 4059)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(new Option('--framing <link>', 'what carries the APDUs').choices(['wrapper', 'hdlc']).default('wrapper'))
    .option(
      '--bind-anywhere',
      'allow an address that is not loopback: anybody who reaches it can operate this meter',
      false,
    )
    .option('--verbose', 'print every octet that passes (keys and passwords within them too)', false)
    .addHelpText('after', HELP)
    .exitOverride()
    .action((options: SimulateOptions) => simulate(options));
}

async function simulate(options: SimulateOptions): Promise<void> {
  if (!LOOPBACK.includes(options.host) && !options.bindAnywhere) {
    throw new UsageError(
      `--host ${options.host} is not loopback: add --bind-anywhere if others shall reach this meter`,
    );
  }
  const clock = new SystemClock();
  // the meter's calendar shows the time of day, whatever start its file names for tests
  const meterOn = (port: number): MeterModel => loadMeter(options.meter, Date.now() - clock.now(), port);
  meterOn(options.port);
  const served = new LateEndpoint();
  const host = new TcpHost(served, clock);
  const port = await host.listen(options.port, options.host);
  const model = meterOn(port);
  const link = options.framing;
  const meter = new SimulatedMeter({ model, link, random: (length) => new Uint8Array(randomBytes(length)) });
  served.endpoint = options.verbose ? spokenOf(meter) : meter;
  console.log(`meter ${model.logicalDevices[0]?.name ?? ''} listens on ${options.host}:${port}`);
  if (link === 'hdlc') console.log(addressLine(model));
  for (const line of clientsOf(model)) console.log(line);
  process.once('SIGINT', () => void host.close());
  process.once('SIGTERM', () => void host.close());
}

/** The meter shows its port in an object, and the port is known only once somebody listens there. */
class LateEndpoint implements Endpoint {
  endpoint: Endpoint | undefined;

  connect(now: Instant): EndpointConnection | undefined {
    return this.endpoint?.connect(now);
  }
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

function spokenOf(meter: Endpoint): Endpoint {
  return watched(meter, (direction, octets) => console.log(`${direction} ${toSpacedHex(octets)}`));
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidArgumentError('expected a number in 0..65535');
}
