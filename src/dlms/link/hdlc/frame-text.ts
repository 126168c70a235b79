import { toHex } from '#dlms/codec/hex';
import { decodeClientAddress, decodeServerAddress, serverAddressText } from './address';
import { controlText } from './control';
import type { HdlcFrame } from './frame';
import { FrameReader } from './frame-reader';

/** One line for people: `SNRM P/F to server 1/17 in 4 octets from client 16`. */
export function frameText(frame: HdlcFrame, direction: 'command' | 'response'): string {
  const [server, client] =
    direction === 'command' ? [frame.destination, frame.source] : [frame.source, frame.destination];
  const [from, to] =
    direction === 'command' ? [clientText(client), serverText(server)] : [serverText(server), clientText(client)];
  const words = [controlText(frame.control), 'to', to, 'from', from];
  if (frame.segmented) words.push('segmented');
  if (frame.information.length > 0) words.push(`${frame.information.length} octets of information`);
  return words.join(' ').replace(/ (segmented|\d+ octets of)/g, ', $1');
}

/** The frames of one transmission of a client, a line for each; what is no frame has none. */
export function commandsText(octets: Uint8Array): readonly string[] {
  const events = new FrameReader(undefined).push(octets, 0);
  return events.flatMap((event) => (event.kind === 'frame' ? [frameText(event.frame, 'command')] : []));
}

function clientText(octets: Uint8Array): string {
  const client = decodeClientAddress(octets);
  return client === undefined ? `client ${toHex(octets)}` : `client ${client}`;
}

function serverText(octets: Uint8Array): string {
  const server = decodeServerAddress(octets);
  return server === undefined ? `server ${toHex(octets)}` : `server ${serverAddressText(server)}`;
}
