import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { wrapperOf } from '#client/wrapper-channel';
import { LocalProtocolError } from '#dlms/errors';
import type { HeaderEdit } from '#dlms/link/wrapper/wrapper-link';
import type { Rig } from '#rig/rig';
import type { Observed } from './observed';
import { orClosed } from './opening';
import { encodeGetName } from './requests';
import type { Progress } from './silence';

/** Addresses that nobody uses, in the words of features. */
export type StrangeAddress = 'next to a right one' | 'far from any right one';
/** The two ends of a request. */
export type End = 'source' | 'destination';

const NO_STATION = 0x0000;
const ALL_STATION = 0x007f;
/** Free server SAPs of the wrapper (wrapper.md 3). */
const FIRST_FREE_SERVER = 0x10;
const LAST_FREE_SERVER = 0x7e;
const LAST_CLIENT = 0xff;
/** Where a meter may have a client that its rig does not declare: management and public client (wrapper.md 3). */
const RESERVED_CLIENTS: readonly number[] = [0x01, 0x10];
const RESERVED_SERVERS = Array.from({ length: 14 }, (_, index) => index + 2);

/** ADR-19: the declared AARQ to a logical device that does not exist. */
export async function callsStrangeDevice(
  client: DlmsClient,
  rig: Rig,
  which: StrangeAddress,
): Promise<readonly Observed[]> {
  const sap = strangeAddress(serverSaps(rig), [FIRST_FREE_SERVER, LAST_FREE_SERVER], which);
  return [await aarqWith(client, `AARQ to wPort ${sap}`, { destinationWport: sap })];
}

/** ADR-20: the declared AARQ under the address of a client that does not exist. */
export async function callsAsStranger(
  client: DlmsClient,
  rig: Rig,
  which: StrangeAddress,
): Promise<readonly Observed[]> {
  const saps = [...RESERVED_CLIENTS, ...[...rig.clients.values()].map(({ sap }) => sap)];
  const own = client.association.settings.clientSap;
  const sap = strangeAddress(saps, [own, LAST_CLIENT], which);
  return [await aarqWith(client, `AARQ from wPort ${sap}`, { sourceWport: sap })];
}

/** ADR-21 */
export async function callsWithNoStation(client: DlmsClient, end: End): Promise<readonly Observed[]> {
  const header = end === 'source' ? { sourceWport: NO_STATION } : { destinationWport: NO_STATION };
  return [await aarqWith(client, `AARQ with the no-station address as ${end}`, header)];
}

/** ADR-23: a request of the open association under the address of another client. */
export async function readsInNameOf(client: DlmsClient, otherSap: number): Promise<readonly Observed[]> {
  const header = { sourceWport: otherSap };
  const get = encodeGetName(client);
  return [await observeAnywhere(client, `GET from wPort ${otherSap}`, () => client.request(get, { header }))];
}

/** ADR-26: the declared AARQ to each reserved address that the rig does not declare. */
export async function callsReservedDevices(
  client: DlmsClient,
  rig: Rig,
  progress: Progress,
): Promise<readonly Observed[]> {
  const declared = serverSaps(rig);
  const saps = RESERVED_SERVERS.filter((reserved) => !declared.includes(reserved));
  const seconds = rig.timeouts.responseMs / 1000;
  const observed: Observed[] = [];
  for (const sap of saps) {
    progress(Math.round(observed.length * seconds), Math.round(saps.length * seconds));
    observed.push(await aarqWith(client, `AARQ to wPort ${sap}`, { destinationWport: sap }));
  }
  return observed;
}

/**
 * The answer to a stimulus, wherever it was sent to. A client must drop what is for other wPorts than its own; a
 * test that listens for silence must not overlook it.
 */
export async function observeAnywhere(
  client: DlmsClient,
  what: string,
  stimulus: () => Promise<Reply>,
): Promise<Observed> {
  const from = wrapperOf(client.channel).wpdus.length;
  const reply = await stimulus();
  const [astray] = reply.kind === 'apdu' ? [] : wrapperOf(client.channel).wpdus.slice(from);
  if (astray === undefined) return { what, reply };
  const ports = `from wPort ${astray.sourceWport} to ${astray.destinationWport}`;
  const received = client.association.receive(astray.apdu);
  return { what: `${what}, answered ${ports}`, reply: { kind: 'apdu', received } };
}

function aarqWith(client: DlmsClient, what: string, header: HeaderEdit): Promise<Observed> {
  return observeAnywhere(client, what, () => orClosed(client, () => client.sendAarq({}, { header })));
}

function serverSaps(rig: Rig): readonly number[] {
  const devices = rig.meter.logicalDevices.map(({ sap }) => sap);
  return [...devices, ...[...rig.clients.values()].map(({ server }) => server)];
}

/** The first address above a known one that is not known itself, or the last one of the range. */
function strangeAddress(
  known: readonly number[],
  [first, last]: readonly [number, number],
  which: StrangeAddress,
): number {
  const range = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const free = range.filter((sap) => !known.includes(sap) && sap !== ALL_STATION);
  const near = free.find((sap) => known.includes(sap - 1)) ?? free[0];
  const sap = which === 'next to a right one' ? near : free.at(-1);
  if (sap === undefined) throw new LocalProtocolError('the rig declares every address that there is');
  return sap;
}
