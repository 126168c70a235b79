import type { DlmsClient } from '#client/dlms-client';
import type { FrameDialogue } from '#client/frame-dialogue';
import { concat } from '#dlms/codec/hex';
import {
  ALL_CLIENTS,
  allStations,
  encodeClientAddress,
  encodeServerAddress,
  NO_STATION,
  serverAddress,
  serverAddressText,
} from '#dlms/link/hdlc/address';
import { corrupt } from '#dlms/link/hdlc/edit';
import type { Rig } from '#rig/rig';
import { declared } from './declared';
import { connecting, disconnecting, type LinkExchange, NO_REPLY, quietly } from './hdlc-exchanges';
import { addressIn, largestIndividual, takesLine, twoPartForms } from './meter-forms';
import { type StrangeAddress, serverSaps, strangeAddress } from './strange-addresses';

/** One SNRM as it goes out, right in itself but for its addresses. */
interface StrangeRequest {
  readonly what: string;
  readonly octets: Uint8Array;
}

/** SNRM frames that nobody may answer. @param frames whose link a right SNRM would start */
export type StrangeLink = (frames: FrameDialogue, rig: Rig) => readonly StrangeRequest[];

/** Lowest upper and lower address that is free for all (addressing.md 1.2, hdlc.md 3.2). */
const FIRST_FREE = 0x10;

/** SNRM with P=0 (hdlc.md 5). */
const SNRM_WITHOUT_POLL = 0x83;

/** What came of SNRM frames that nobody may answer. */
export interface StrangeLinkTries {
  readonly tries: readonly LinkExchange[];
  /** DISC at the address of the meter: DM while no link was begun */
  readonly state: LinkExchange;
  /** a right SNRM */
  readonly right: LinkExchange;
}

/** ADR-05 to ADR-10, ADR-12, ADR-14: the strange SNRM frames, then DISC, then a right SNRM, all on one line. */
export async function triesLinks(client: DlmsClient, rig: Rig, strange: StrangeLink): Promise<StrangeLinkTries> {
  const frames = await takesLine(client);
  const silence = quietly(rig.timeouts.responseMs);
  const tries: LinkExchange[] = [];
  for (const { what, octets } of strange(frames, rig)) {
    tries.push({ what, heard: await frames.exchange(octets, silence), allowed: NO_REPLY });
  }
  const state = await disconnecting('DISC', frames);
  const right = await connecting('a right SNRM', frames);
  if (frames.link !== undefined) await frames.disconnect();
  return { tries, state, right };
}

/** ADR-05 */
export const byUpperPartAlone: StrangeLink = (frames) => {
  const upper = serverAddress(1, frames.ends.server.upper);
  return [{ what: 'SNRM to the upper address alone', octets: snrmTo(frames, encodeServerAddress(upper)) }];
};

/** ADR-06: the upper part in two octets and the lower one in one, as meters are called that have more octets than bits. */
export const toThreeOctets: StrangeLink = (frames, rig) => {
  const { upper, lower } = partsOf(frames, rig);
  const octets = Uint8Array.of(0x00, upper << 1, (lower << 1) | 1);
  return [{ what: 'SNRM to an address of 3 octets', octets: snrmTo(frames, octets) }];
};

/** ADR-06: the form of four octets with one more. */
export const toFiveOctets: StrangeLink = (frames, rig) => {
  const { upper, lower } = partsOf(frames, rig);
  const four = encodeServerAddress(serverAddress(4, upper, lower));
  return [{ what: 'SNRM to an address of 5 octets', octets: snrmTo(frames, concat(Uint8Array.of(0x00), four)) }];
};

/** ADR-07: the client's own address with a zero octet before it. */
export const fromTwoOctets: StrangeLink = (frames) => {
  const source = concat(Uint8Array.of(0x00), encodeClientAddress(frames.ends.client));
  return [{ what: 'SNRM from an address of 2 octets', octets: corrupt(frames.snrm()).sourceAddress(source) }];
};

/** ADR-08: an upper address that is nobody's, with the right lower one. */
export function toStrangeDevice(which: StrangeAddress): StrangeLink {
  return (frames, rig) => {
    const { length } = frames.ends.server;
    const upper = strangeAddress(serverSaps(rig), [FIRST_FREE, largestIndividual(length)], which, []);
    return [requestTo(frames, addressIn(rig, length, upper))];
  };
}

/** ADR-09: the right upper address at a physical device that is another one. */
export function toStrangeStation(which: StrangeAddress): StrangeLink {
  return (frames, rig) =>
    twoPartForms(rig).map((length) => {
      const lower = strangeLower(rig, length, which);
      return requestTo(frames, serverAddress(length, frames.ends.server.upper, lower));
    });
}

/** ADR-10: in each form that there is, whatever the meter uses: nobody may take it for its own. */
export const toAllStations: StrangeLink = (frames) => {
  const polling = ([1, 2, 4] as const).map((length) => requestTo(frames, allStations(length)));
  const others = polling.map(({ what, octets }) => ({
    what: `${what} with P=0`,
    octets: corrupt(octets).control(SNRM_WITHOUT_POLL),
  }));
  return [...polling, ...others];
};

/** ADR-12: as logical device, and as physical device in the forms that have one. */
export const toNoStation: StrangeLink = (frames, rig) => {
  const { upper, length } = frames.ends.server;
  const lowers = twoPartForms(rig).map((form) => serverAddress(form, upper, NO_STATION));
  return [addressIn(rig, length, NO_STATION), ...lowers].map((address) => requestTo(frames, address));
};

/** ADR-14 */
export const fromNoStation: StrangeLink = (frames) => [requestFrom(frames, NO_STATION)];
/** ADR-14 */
export const fromAllStations: StrangeLink = (frames) => [requestFrom(frames, ALL_CLIENTS)];

function requestTo(frames: FrameDialogue, server: FrameDialogue['ends']['server']): StrangeRequest {
  return { what: `SNRM to ${serverAddressText(server)}`, octets: frames.beside({ server }).snrm() };
}

function requestFrom(frames: FrameDialogue, client: number): StrangeRequest {
  return { what: `SNRM from client ${client}`, octets: frames.beside({ client }).snrm() };
}

function snrmTo(frames: FrameDialogue, destination: Uint8Array): Uint8Array {
  return corrupt(frames.snrm()).destination(destination);
}

function partsOf({ ends }: FrameDialogue, rig: Rig): { readonly upper: number; readonly lower: number } {
  return { upper: ends.server.upper & SEVEN_BITS, lower: (rig.hdlc.serverLower ?? FIRST_FREE) & SEVEN_BITS };
}

const SEVEN_BITS = 0x7f;

/** Next to ours, or with the highest bit the other way: a meter that compares fewer bits takes it for its own. */
function strangeLower(rig: Rig, length: 2 | 4, which: StrangeAddress): number {
  const own = declared(rig.hdlc.serverLower, 'hdlc.serverLower');
  const largest = largestIndividual(length);
  const known = [own, ...otherLowers(rig)];
  const far = own ^ ((largest + 3) >>> 1);
  const isFree = far >= FIRST_FREE && far <= largest && !known.includes(far);
  if (which === 'far from any right one' && isFree) return far;
  return strangeAddress(known, [FIRST_FREE, largest], which, []);
}

/** Physical devices on the line that answer for themselves. */
function otherLowers({ hdlc, transport }: Rig): readonly number[] {
  const simulated = 'others' in transport ? transport.others.map(({ physicalAddress }) => physicalAddress) : [];
  return [...(hdlc.otherLowers ?? []), ...simulated];
}
