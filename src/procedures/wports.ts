import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { wrapperOf } from '#client/wrapper-channel';
import { ALL_STATION, NO_STATION } from '#dlms/link/wrapper/wpdu';
import type { HeaderEdit } from '#dlms/link/wrapper/wrapper-link';
import type { Rig } from '#rig/rig';
import type { Observed } from './observed';
import { orClosed } from './opening';
import { encodeGetName } from './requests';
import type { Progress } from './silence';
import {
  RESERVED_CLIENTS,
  reservedServers,
  type StrangeAddress,
  serverSaps,
  strangeAddress,
} from './strange-addresses';

/** The two ends of a request. */
export type End = 'source' | 'destination';

/** Free server SAPs of the wrapper (wrapper.md 3). */
const FIRST_FREE_SERVER = 0x10;
const LAST_FREE_SERVER = 0x7e;
const LAST_CLIENT = 0xff;

/** ADR-19: the declared AARQ to a logical device that does not exist. */
export async function callsStrangeDevice(
  client: DlmsClient,
  rig: Rig,
  which: StrangeAddress,
): Promise<readonly Observed[]> {
  const sap = strangeAddress(serverSaps(rig), [FIRST_FREE_SERVER, LAST_FREE_SERVER], which, [ALL_STATION]);
  return [await aarqWith(client, `AARQ to wPort ${sap}`, { destinationWport: sap })];
}

/** ADR-20: the declared AARQ under the address of a client that does not exist. */
export async function callsAsStranger(
  client: DlmsClient,
  rig: Rig,
  which: StrangeAddress,
): Promise<readonly Observed[]> {
  const known = [...rig.clients.values(), ...(rig.preEstablished ? [rig.preEstablished] : [])];
  const saps = [...RESERVED_CLIENTS, ...known.map(({ sap }) => sap)];
  const own = client.association.settings.clientSap;
  const sap = strangeAddress(saps, [own, LAST_CLIENT], which, [ALL_STATION]);
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
  const saps = reservedServers(rig);
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
