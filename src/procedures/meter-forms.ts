import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { hdlcOf } from '#client/hdlc-channel';
import { type ServerAddress, type ServerAddressLength, serverAddress } from '#dlms/link/hdlc/address';
import { startsWithSignOn } from '#rig/medium';
import type { Rig } from '#rig/rig';
import { declared } from './declared';
import { endLink } from './hdlc-exchanges';

/** The meter's own address in a form of so many octets. @param upper SAP of a logical device */
export function addressIn({ hdlc }: Rig, length: ServerAddressLength, upper: number): ServerAddress {
  return length === 1
    ? serverAddress(1, upper)
    : serverAddress(length, upper, declared(hdlc.serverLower, 'hdlc.serverLower'));
}

/** Forms with a physical device in them that the rig declares. */
export function twoPartForms({ hdlc }: Rig): readonly (2 | 4)[] {
  return hdlc.acceptsAddressBytes.filter((length) => length !== 1);
}

/** The largest value of a part of an address that means an individual, by the octets of the whole. */
export function largestIndividual(length: ServerAddressLength): number {
  return length === 4 ? 0x3ffd : 0x7d;
}

/** The line without a link of this client, on a physical connection of its own. */
export async function takesLine(client: DlmsClient): Promise<FrameDialogue> {
  await client.disconnect();
  await endLink(client);
  return hdlcOf(client.channel).takeOver();
}

/** After the last DISC: where a port begins with a sign-on, it wants a new one before the next SNRM (mode E). */
export async function renewsLine(client: DlmsClient, rig: Rig, frames: FrameDialogue): Promise<FrameDialogue> {
  if (!startsWithSignOn(rig.transport)) return frames;
  await client.disconnect();
  return (await hdlcOf(client.channel).takeOver()).beside(frames.ends);
}
