import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Parity } from '#transport/serial-port-settings';
import { UsageError } from './usage-error';

/** The meter that is served when none is named. */
const OUR_METER = join(resolve(__dirname, '../..'), 'fixtures', 'meters', 'electricity.yaml');
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const FASTEST_BAUD = 4_000_000;

/** One meter to be served. */
export interface ServedFile {
  readonly path: string;
  /** in place of the one in the file */
  readonly physicalAddress?: number;
}

export interface SimulateOptions {
  readonly meter?: readonly ServedFile[];
  readonly port: number;
  readonly host: string;
  readonly udp: boolean;
  readonly framing?: 'wrapper' | 'hdlc';
  readonly serial?: string;
  readonly baud: number;
  readonly parity: Parity;
  readonly direct: boolean;
  readonly bindAnywhere: boolean;
  readonly verbose: boolean;
}

const HELP = `
Examples:
  dlms simulate                                       our meter on TCP port 4059, by the wrapper
  dlms simulate --meter my-meter.yaml --port 0        a free port, which the first line names
  dlms simulate --framing hdlc                        as behind a modem or a terminal server
  dlms simulate --udp                                 the wrapper in datagrams
  dlms simulate --serial /dev/ttyUSB0                 on a serial port, with sign-on where the meter file has "optical:"
  dlms simulate --serial /dev/ttyUSB0 --direct --baud 9600                        HDLC without sign-on
  dlms simulate --serial /dev/ttyUSB0 --direct --meter a.yaml --meter b.yaml@18   two meters on RS-485

Without a serial port at hand, make a pair of pseudo terminals, serve one end and let the client open the other:
  socat pty,raw,echo=0,link=/tmp/meter pty,raw,echo=0,link=/tmp/client
(A pseudo terminal hands octets over at any speed and with any parity: it shows no wrong setting.)

The meter file says what objects the meter has, which clients may open associations and with which secrets; FILE@18
gives it the physical address 18 (HDLC, lower address). Everything happens in real time until it is interrupted, and
everything in the meter is lost when it ends, but for its invocation counters, which go on by the time of day.

Exit codes:
  0  interrupted (Ctrl-C)
  2  usage, or a fault in the meter file
  3  the port cannot be opened, or was lost
  6  our own error`;

export function withSimulateOptions(command: Command): Command {
  return command
    .description('serve a simulated meter on a TCP, UDP or serial port')
    .option('--meter <file[@address]>', 'object model of the meter, YAML; again for another one on the line', collected)
    .option('--port <number>', 'TCP or UDP port; 0 takes a free one', portOf, 4059)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--udp', 'UDP in place of TCP', false)
    .addOption(
      new Option('--framing <link>', 'what carries the APDUs; wrapper, but hdlc on a serial port').choices([
        'wrapper',
        'hdlc',
      ]),
    )
    .option('--serial <path>', 'serial port or pseudo terminal, such as /dev/ttyUSB0 or COM3')
    .option('--baud <rate>', 'its speed without sign-on, bits a second', baudOf, 9600)
    .addOption(
      new Option('--parity <parity>', 'its parity without sign-on').choices(['none', 'even', 'odd']).default('none'),
    )
    .option('--direct', 'HDLC on the serial port at once, where the meter file has a sign-on, too', false)
    .option(
      '--bind-anywhere',
      'allow an address that is not loopback: anybody who reaches it can operate this meter',
      false,
    )
    .option('--verbose', 'print every octet that passes (keys and passwords within them too)', false)
    .addHelpText('after', HELP);
}

/** @returns the meters to serve, at least one */
export function metersOf({ meter }: SimulateOptions): readonly [ServedFile, ...ServedFile[]] {
  const [first = { path: OUR_METER }, ...others] = meter ?? [];
  return [first, ...others];
}

/** @throws UsageError for what the line cannot honour: to ignore it would feign another test */
export function checkOptions(options: SimulateOptions, command: Command): void {
  const given = (name: keyof SimulateOptions) => command.getOptionValueSource(name) === 'cli';
  const refuse = (names: readonly (keyof SimulateOptions)[], why: string) => {
    for (const name of names) if (given(name)) throw new UsageError(`${flagOf(name)} ${why}`);
  };
  if (options.serial === undefined) refuse(['baud', 'parity', 'direct'], 'belongs to a serial port: add --serial PATH');
  else refuse(['port', 'host', 'udp', 'bindAnywhere'], 'belongs to TCP and UDP: leave it out with --serial');
  if (options.serial !== undefined && options.framing === 'wrapper')
    throw new UsageError('--framing wrapper: a serial line carries HDLC only, leave it out with --serial');
  if (options.udp && options.framing === 'hdlc')
    throw new UsageError('--framing hdlc: UDP carries the wrapper only, leave --udp out for HDLC over TCP');
  if (options.serial === undefined && metersOf(options).length > 1)
    throw new UsageError(
      '--meter: several meters share a serial line only, add --serial PATH or start one command each',
    );
  if (!LOOPBACK.includes(options.host) && !options.bindAnywhere)
    throw new UsageError(
      `--host ${options.host} is not loopback: add --bind-anywhere if others shall reach this meter`,
    );
}

/** @throws UsageError for what a meter that signs on cannot honour */
export function checkForSignOn(options: SimulateOptions, command: Command): void {
  for (const name of ['baud', 'parity'] as const)
    if (command.getOptionValueSource(name) === 'cli') throw new UsageError(`--${name} ${SIGN_ON_SETS_IT}`);
  if (metersOf(options).length > 1)
    throw new UsageError('--meter: several meters share a line by HDLC without sign-on only, add --direct');
}

const SIGN_ON_SETS_IT =
  'is not for this meter: its file has "optical:", so it begins at 300 baud 7E1 and the sign-on changes the speed; add --direct for HDLC without sign-on';

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function collected(text: string, before: readonly ServedFile[] | undefined): readonly ServedFile[] {
  const [, path, address] = /^(.+)@(\d+)$/.exec(text) ?? [];
  if (path === undefined) return [...(before ?? []), { path: text }];
  const physicalAddress = Number(address);
  if (physicalAddress >= 0x10 && physicalAddress <= 0x3ffd) return [...(before ?? []), { path, physicalAddress }];
  throw new InvalidArgumentError('expected a physical address in 16..16381 after @');
}

function portOf(text: string): number {
  return wholeNumber(text, 0, 65535);
}

function baudOf(text: string): number {
  return wholeNumber(text, 1, FASTEST_BAUD);
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`expected a number in ${least}..${most}`);
}
