import { toSpacedHex } from '#dlms/codec/hex';
import type { Line } from '#transport/line';
import { portSettingsOf } from '#transport/serial-line';
import { type SerialPortSettings, settingsText } from '#transport/serial-port-settings';
import { settingsSuspicion } from '#transport/settings-suspicion';

/** So many octets show what is wrong with a line; more are not kept. */
export const TELLING_OCTETS = 64;
const SHOWN = 16;

const ADDRESSES = 'check the rig: hdlc addresses, client SAP and server';

/**
 * Why SNRM found no answer, as far as the line tells.
 * @param heard the first octets that came in place of a UA
 */
export function unansweredSnrm(line: Line | undefined, heard: Uint8Array): string {
  const unanswered = 'HDLC: the meter did not answer SNRM with UA';
  const settings = line && portSettingsOf(line);
  if (settings === undefined) return `${unanswered} (${ADDRESSES})`;
  return `${unanswered}: ${onSerialLine(settings, heard)}`;
}

function onSerialLine(settings: SerialPortSettings, heard: Uint8Array): string {
  const suspicion = settingsSuspicion(heard, settings);
  if (suspicion !== undefined) return suspicion;
  const port = `the port is at ${settingsText(settings)}`;
  if (heard.length === 0)
    return `no octet came. Is the meter connected and powered, does it want this speed and parity (${port}), and no sign-on first (then it is kind: optical)? Else ${ADDRESSES}`;
  const shown = `${toSpacedHex(heard.subarray(0, SHOWN))}${heard.length > SHOWN ? ' …' : ''}`;
  return `what came is no answer to it: ${shown}. Wrong speed or parity (${port})? Else ${ADDRESSES}`;
}
