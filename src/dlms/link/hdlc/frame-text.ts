import { toHex } from '#dlms/codec/hex';
import { decodeClientAddress, decodeServerAddress, serverAddressText } from './address';
import { controlText } from './control';
import type { HdlcFrame } from './frame';

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

function clientText(octets: Uint8Array): string {
  const client = decodeClientAddress(octets);
  return client === undefined ? `client ${toHex(octets)}` : `client ${client}`;
}

function serverText(octets: Uint8Array): string {
  const server = decodeServerAddress(octets);
  return server === undefined ? `server ${toHex(octets)}` : `server ${serverAddressText(server)}`;
}
