import { z } from 'zod';

/** The form of `transport:` in a rig file, one kind after the other. What the fields mean together is checked after. */

const oneLine = z.string().regex(/^[^\n]+$/, 'one line of text');
const host = oneLine.describe('name or address of the meter');
const hostV6 = z
  .string()
  .regex(/^[0-9A-Fa-f:.%\w]*:[0-9A-Fa-f:.%\w]*$/, 'an IPv6 address')
  .optional()
  .describe('IPv6 address at which the same meter is reached as well');
const tcpPort = z.int().min(1).max(65535);
const path = oneLine.describe('name of the serial port, such as /dev/ttyUSB0 or COM3');

const framing = z.enum(['wrapper', 'hdlc']);
const hdlcAlone = framing.optional().describe('hdlc: nothing else goes over a serial line');

const baud = z.int().min(1).max(4_000_000).describe('speed, bits a second');
const dataBits = z.literal([7, 8]).describe('data bits; HDLC needs 8');
const parity = z.enum(['none', 'even', 'odd']).describe('parity');
const stopBits = z.literal([1, 2]).describe('stop bits');
const port = {
  baud: baud.default(9600),
  dataBits: dataBits.default(8),
  parity: parity.default('none'),
  stopBits: stopBits.default(1),
};

const isEchoing = z.boolean().describe('true when the adapter returns what is sent');
const echo = z
  .union([z.literal('auto'), z.boolean()])
  .describe('whether the head returns what is sent; auto finds out, true declares it');

const maxBaud = z
  .literal([300, 600, 1200, 2400, 4800, 9600, 19200])
  .optional()
  .describe('fastest speed that the head can do; 19200 when left out');
const wakeUp = z.boolean().optional().describe('true for a battery meter that must be woken before the request');
const parityBy = z
  .enum(['software', 'port'])
  .optional()
  .describe('who makes the parity of the sign-on: this program over 8N1, or the port, which is reopened for it');

const tcp = z.strictObject({
  kind: z.literal('tcp').describe('a meter on a TCP port'),
  framing: framing
    .default('wrapper')
    .describe('what carries an APDU on the connection: the TCP wrapper, or HDLC as behind a terminal server'),
  host,
  hostV6,
  port: tcpPort.default(4059).describe('TCP port of the meter'),
});

const udp = z.strictObject({
  kind: z.literal('udp').describe('a meter on a UDP port, by the wrapper'),
  framing: framing.optional().describe('wrapper: HDLC has no place in datagrams'),
  host,
  hostV6,
  port: tcpPort.default(4059).describe('UDP port of the meter'),
});

const serial = z.strictObject({
  kind: z.literal('serial').describe('a meter on a serial port that speaks HDLC without sign-on'),
  framing: hdlcAlone,
  path,
  ...port,
  echo: isEchoing.default(false),
});

const optical = z.strictObject({
  kind: z.literal('optical').describe('a meter on a serial port that starts with IEC 62056-21 mode E'),
  framing: hdlcAlone,
  path,
  maxBaud,
  wakeUp,
  parityBy,
  echo: echo.optional(),
});

const rfc2217 = z.strictObject({
  kind: z.literal('rfc2217').describe('a meter on the serial port of another computer (RFC 2217, such as ser2net)'),
  framing: hdlcAlone,
  host: oneLine.describe('name or address of that computer'),
  port: tcpPort.describe('its TCP port for that serial port'),
  signOn: z.enum(['none', 'modeE']).default('none').describe('modeE: the meter starts with IEC 62056-21 mode E'),
  baud: baud.optional(),
  dataBits: dataBits.optional(),
  parity: parity.optional(),
  stopBits: stopBits.optional(),
  maxBaud,
  wakeUp,
  parityBy,
  echo: echo.optional(),
});

const simulator = z.strictObject({
  kind: z.literal('simulator').describe('our own meter, in this process, on a manual clock'),
  line: z
    .enum(['memory', 'tcp', 'udp', 'serial', 'optical'])
    .default('memory')
    .describe('what lies between it and the client: nothing, loopback sockets, or a serial line in memory'),
  framing: framing.optional().describe('wrapper on sockets and in memory when left out; hdlc on a serial line'),
  host: oneLine.optional().describe('loopback address of a line of sockets, 127.0.0.1 or ::1'),
  hostV6,
  meter: oneLine.describe('file with the object model, relative to the rig file'),
  baud: baud.optional(),
  maxBaud,
  wakeUp,
  parityBy,
  echo: echo.optional(),
  otherMeters: z
    .array(
      z.strictObject({
        meter: oneLine.describe('file with its object model'),
        physicalAddress: z.int().min(0x10).max(0x3ffd).describe('its lower address on the line'),
      }),
    )
    .optional()
    .describe('further meters on the same serial line'),
});

const kinds = [tcp, udp, serial, optical, rfc2217, simulator] as const;

export const transportSchema = z.discriminatedUnion('kind', kinds);

/** Every word that `transport.kind` may be, in the order in which they are told. */
export const KINDS: readonly string[] = kinds.map(({ shape }) => shape.kind.value);

/** The kinds of transport that have a field of that name. */
export function kindsWith(field: string): readonly string[] {
  return kinds.filter(({ shape }) => field in shape).map(({ shape }) => shape.kind.value);
}

export type TransportDocument = z.infer<typeof transportSchema>;
