import type { SerialPortSettings } from './serial-port-settings';
import { TELNET, type TelnetEvent, telnetSubnegotiation } from './telnet';

/** Commands of RFC 2217 section 3; the server's answer has the code of the command and 100. */
export const COM_PORT = {
  setBaudRate: 1,
  setDataSize: 2,
  setParity: 3,
  setStopSize: 4,
  setControl: 5,
  flowControlSuspend: 8,
  flowControlResume: 9,
  purgeData: 12,
} as const;

export const SERVER_OFFSET = 100;

/** Values of SET-CONTROL (RFC 2217 section 3). */
export const CONTROL = { noFlowControl: 1, breakOn: 5, breakOff: 6 } as const;

const PURGE_BOTH = 3;
const PARITIES = { none: 1, odd: 2, even: 3 } as const;

/** One command of the client, and how it is recognised as done. */
export interface ComPortCommand {
  readonly code: number;
  /** for messages: `parity even` */
  readonly text: string;
  readonly octets: Uint8Array;
  /** the value that the server has to confirm; undefined where servers answer as they like */
  readonly expected: number | undefined;
}

export interface ComPortAnswer {
  readonly code: number;
  readonly value: number;
}

/** The commands that set a port, all of which a server has to acknowledge. */
export function settingCommands({ baud, dataBits, parity, stopBits }: SerialPortSettings): ComPortCommand[] {
  return [
    command(COM_PORT.setBaudRate, `baud rate ${baud}`, baud),
    command(COM_PORT.setDataSize, `${dataBits} data bits`, dataBits),
    command(COM_PORT.setParity, `parity ${parity}`, PARITIES[parity]),
    command(COM_PORT.setStopSize, `${stopBits} stop bits`, stopBits),
  ];
}

/** Meters know no flow control: left on, the octets 11 and 13 of a frame would be taken for it. */
export function noFlowControlCommand(): ComPortCommand {
  return command(COM_PORT.setControl, 'no flow control', CONTROL.noFlowControl);
}

/** What a server answers to a break differs (ser2net tells the state before), so any answer will do. */
export function breakCommand(on: boolean): ComPortCommand {
  const value = on ? CONTROL.breakOn : CONTROL.breakOff;
  return { ...command(COM_PORT.setControl, on ? 'break on' : 'break off', value), expected: undefined };
}

/** Empties both buffers of the server. Not every server answers it: nobody may wait. */
export function purgeOctets(): Uint8Array {
  return command(COM_PORT.purgeData, 'purge', PURGE_BOTH).octets;
}

/** What the server says of the port; undefined where it is not about that or makes no sense. */
export function comPortAnswer(event: TelnetEvent): ComPortAnswer | undefined {
  if (event.kind !== 'subnegotiation' || event.option !== TELNET.comPort) return undefined;
  const [code, ...octets] = event.octets;
  if (code === undefined || code < SERVER_OFFSET || octets.length > 4) return undefined;
  return { code: code - SERVER_OFFSET, value: octets.reduce((value, octet) => value * 256 + octet, 0) };
}

/** A value of one octet, but for the baud rate, which has four (RFC 2217 section 3). */
function command(code: number, text: string, value: number): ComPortCommand {
  const octets = code === COM_PORT.setBaudRate ? [value >>> 24, value >>> 16, value >>> 8, value] : [value];
  return {
    code,
    text,
    octets: telnetSubnegotiation(TELNET.comPort, Uint8Array.of(code, ...octets.map((octet) => octet & 0xff))),
    expected: value,
  };
}
