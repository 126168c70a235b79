import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { encodeClientAddress, encodeServerAddress, type ServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import type { ControlField } from '#dlms/link/hdlc/control';
import { encodeFrame } from '#dlms/link/hdlc/frame';
import { LLC_RESPONSE, withLlc } from '#dlms/link/hdlc/llc';
import { encodeParameters } from '#dlms/link/hdlc/negotiation-parameters';
import type { ClientProfile, Rig } from '#rig/rig';
import { declared } from './declared';
import type { Findings } from './findings';
import { answerKind, answerText } from './frame-answers';
import { byFrames } from './hdlc-exchanges';
import type { Count } from './hdlc-noise';
import { pollsIdle } from './hdlc-numbered-exchanges';
import { encodeGetName } from './requests';

/** A line with several devices. */
export interface Bus {
  /** SAP of the client */
  readonly client: number;
  /** how our meter is called: in an address with a lower part, for others have that */
  readonly own: ServerAddress;
  /** lower addresses at which there really is somebody: they would answer */
  readonly taken: readonly number[];
  /** so many frames of others */
  readonly frames: number;
}

/** @throws LocalProtocolError when the rig names no lower address: then there is but one device on the line */
export function busOf({ hdlc, transport }: Rig, { sap, server }: ClientProfile, frames: number): Bus {
  const lower = declared(hdlc.serverLower, 'hdlc.serverLower');
  const length = [hdlc.addressBytes, ...hdlc.acceptsAddressBytes].find((octets) => octets > 1) ?? 2;
  const taken = 'others' in transport ? transport.others.map(({ physicalAddress }) => physicalAddress) : [];
  return { client: sap, own: serverAddress(length, server, lower), taken, frames };
}

/** Between two frames of others, ms: they leave the line free for a meter that is in a hurry to answer. */
const GAP_MS = 20;
/** For what is late, after each series, ms. */
const LISTENING_MS = 1000;
const REPORTS = 20;
const LOWEST = 0x10;
const HIGHEST = { 2: 0x7d, 4: 0x3ffd } as const;
/** Differ from our own address in one bit or by one; the rest are spread. */
const SPREAD = 7;

type Traffic = readonly Uint8Array[];

/** HDL-43: others on the line speak with their clients; ours has a link or none. */
export function othersSpeak(client: DlmsClient, bus: Bus, count: Count): Promise<Findings> {
  return byFrames(client, async (frames) => {
    const faults: string[] = [];
    for (const [index, octets] of trafficOf(client, bus).entries()) {
      const heard = await frames.exchange(octets, { until: 'silence', ms: GAP_MS });
      const what = `frame ${index + 1} of ${bus.frames} of others`;
      if (answerKind(heard) !== 'silence') faults.push(`${what} was answered by ${answerText(heard)}`);
      if (heard.closed) break;
      if ((index + 1) % Math.ceil(bus.frames / REPORTS) !== 0) continue;
      count(index + 1, bus.frames);
      faults.push(...(await answersLate(frames)), ...(await isStillUp(frames)));
    }
    return { faults, deviations: [] };
  });
}

/** Our own link has not changed: asking keeps it from being given up as idle, too. */
async function isStillUp(frames: FrameDialogue): Promise<readonly string[]> {
  return frames.link === undefined ? [] : (await pollsIdle(frames, 'RR between frames of others')).faults;
}

async function answersLate(frames: FrameDialogue): Promise<readonly string[]> {
  const heard = await frames.listen({ until: 'silence', ms: LISTENING_MS });
  return answerKind(heard) === 'silence' ? [] : [`after a series of frames of others came ${answerText(heard)}`];
}

/** So many good frames: sessions of the same client with other devices, as they follow one another on a line. */
function trafficOf(client: DlmsClient, { client: sap, own, taken, frames }: Bus): Traffic {
  const apdu = encodeGetName(client);
  const others = othersThan(own).filter((lower) => !taken.includes(lower));
  const sessions = others.map((lower) => session(sap, serverAddress(own.length, own.upper, lower), apdu));
  const all = sessions.flat();
  return Array.from({ length: frames }, (_, index) => all[index % all.length] ?? new Uint8Array(0));
}

/** Lower addresses of others: the neighbours, those that differ in one bit, and more. */
export function othersThan({ length, lower = 0 }: ServerAddress): readonly number[] {
  const highest = length === 4 ? HIGHEST[4] : HIGHEST[2];
  const bits = Array.from({ length: length === 4 ? 14 : 7 }, (_, bit) => lower ^ (1 << bit));
  const spread = Array.from(
    { length: SPREAD },
    (_, at) => LOWEST + Math.floor(((highest - LOWEST) * at) / (SPREAD - 1)),
  );
  const candidates = new Set([lower + 1, lower - 1, ...bits, ...spread]);
  return [...candidates].filter((each) => each !== lower && each >= LOWEST && each <= highest);
}

/** What passes between a client and a device from SNRM to DISC, both sides of it. */
function session(client: number, other: ServerAddress, apdu: Uint8Array): Traffic {
  const device = encodeServerAddress(other);
  const master = encodeClientAddress(client);
  const to = (control: ControlField, information: Uint8Array = NOTHING) =>
    encodeFrame({ destination: device, source: master, control, segmented: false, information });
  const from = (control: ControlField, information: Uint8Array = NOTHING) =>
    encodeFrame({ destination: master, source: device, control, segmented: false, information });
  return [
    to({ kind: 'SNRM', pf: true }, encodeParameters({ maxInfoTransmit: 128, maxInfoReceive: 128 })),
    from({ kind: 'UA', pf: true }),
    to({ kind: 'RR', nr: 0, pf: true }),
    from({ kind: 'RR', nr: 0, pf: true }),
    to({ kind: 'I', ns: 0, nr: 0, pf: true }, commandOf(apdu)),
    from({ kind: 'I', ns: 0, nr: 1, pf: true }, withLlc(LLC_RESPONSE, apdu)),
    to({ kind: 'RNR', nr: 1, pf: true }),
    to({ kind: 'UI', pf: false }, commandOf(apdu)),
    to({ kind: 'DISC', pf: true }),
    from({ kind: 'DM', pf: true }),
  ];
}

const NOTHING = new Uint8Array(0);
