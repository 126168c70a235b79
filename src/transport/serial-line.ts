import { LocalProtocolError } from '#dlms/errors';
import type { Instant } from '#time/clock';
import type { Line, Transport } from './line';
import type { SerialPortSettings } from './serial-port-settings';

/**
 * A line whose speed and parity can be changed. `write` resolves when the last octet has left, as far as the medium
 * can tell, so that what is waited for afterwards counts from there. Nobody at the far end knows of `close`.
 */
export interface SerialLine extends Line {
  readonly settings: SerialPortSettings;
  /** Takes effect after everything written before has left. @throws LineLost when the port does not take them */
  reconfigure(settings: SerialPortSettings): Promise<void>;
  /** Holds the line in the state of a start bit. */
  sendBreak(ms: number): Promise<void>;
  /** Resolves when everything written has left. @throws LineLost when it does not */
  drain(): Promise<void>;
}

export interface SerialTransport extends Transport {
  connect(deadline: Instant): Promise<SerialLine>;
}

/** Whether speed and parity can be changed on this line; on raw TCP and UDP they cannot. */
export function isSerialLine(line: Line): line is SerialLine {
  return 'reconfigure' in line;
}

/** How the port below a line is set, also below a line that is shared or rid of its echo; undefined: there is none. */
export function portSettingsOf(line: Line): SerialPortSettings | undefined {
  return hasSettings(line) ? line.settings : undefined;
}

function hasSettings(line: Line): line is Line & { readonly settings: SerialPortSettings | undefined } {
  return 'settings' in line;
}

/** What `end` of every serial line throws: to do nothing would feign a FIN. */
export function noHalfClose(description: string): LocalProtocolError {
  return new LocalProtocolError(`${description}: a serial line cannot be closed in one direction`);
}
