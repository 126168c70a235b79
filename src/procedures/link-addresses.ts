import type { DlmsClient } from '#client/dlms-client';
import type { LinkEnds } from '#client/frame-dialogue';
import type { Heard } from '#client/heard-frames';
import { equalOctets, toSpacedHex } from '#dlms/codec/hex';
import {
  callingDevice,
  decodeServerAddress,
  encodeClientAddress,
  encodeServerAddress,
  MANAGEMENT_CLIENT,
  MANAGEMENT_DEVICE,
  type ServerAddressLength,
  serverAddressText,
} from '#dlms/link/hdlc/address';
import type { Rig } from '#rig/rig';
import { declared } from './declared';
import { Examination, type Findings } from './findings';
import { opensOver, readsOver } from './framed-associations';
import { CONFIRMED, examineExchanges, type LinkExchange } from './hdlc-exchanges';
import { LOGICAL_DEVICE_NAME } from './health';
import { addressIn, takesLine, twoPartForms } from './meter-forms';

/** What a client sent in the name of both ends of a link, and all that came back. */
export interface AddressedDialogue {
  readonly ends: LinkEnds;
  /** of each transmission, how it is called and what was heard */
  readonly replies: readonly { readonly what: string; readonly heard: Heard }[];
}

/** ADR-01, ADR-02, ADR-03: SNRM to the meter's address in so many octets. */
export async function connectsBy(
  client: DlmsClient,
  rig: Rig,
  length: ServerAddressLength,
): Promise<AddressedDialogue> {
  const line = await takesLine(client);
  const frames = line.beside({ server: addressIn(rig, length, client.association.settings.serverSap) });
  const heard = await frames.connect();
  if (frames.link !== undefined) await frames.disconnect();
  return { ends: frames.ends, replies: [{ what: 'SNRM', heard }] };
}

/** ADR-04: SNRM, AARQ, GET and DISC in each form of address that the meter accepts. */
export async function speaksInEachForm(client: DlmsClient, rig: Rig): Promise<readonly AddressedDialogue[]> {
  const dialogues: AddressedDialogue[] = [];
  for (const length of rig.hdlc.acceptsAddressBytes) dialogues.push(await speaksIn(client, rig, length));
  return dialogues;
}

/** ADR-01 to ADR-04: every frame comes from the address that was called, octet by octet, and goes to who called it. */
export function examineAddresses({ ends, replies }: AddressedDialogue): Findings {
  const examination = new Examination();
  examination.expect(replies.length > 0, 'nothing was sent');
  for (const { what, heard } of replies) {
    examination.expect(heard.frames.length > 0, `${what} to ${serverAddressText(ends.server)} was not answered`);
    for (const { frame } of heard.frames) {
      const text = `${what}: ${frame.control.kind}`;
      examineOctets(`${text}: source`, frame.source, encodeServerAddress(ends.server), examination);
      examineOctets(`${text}: destination`, frame.destination, encodeClientAddress(ends.client), examination);
    }
  }
  return examination;
}

/** ADR-01 to ADR-03: the SNRM, the first transmission, is answered by one UA. */
export function examineConfirmation({ replies }: AddressedDialogue): Findings {
  return examineExchanges(replies.slice(0, 1).map(({ what, heard }) => ({ what, heard, allowed: CONFIRMED })));
}

/** ADR-04 */
export function examineForms(dialogues: readonly AddressedDialogue[]): Findings {
  const examination = new Examination();
  for (const dialogue of dialogues) {
    examination.add(examineConfirmation(dialogue));
    examination.add(examineAddresses(dialogue));
  }
  return examination;
}

/** What came to SNRM that was addressed to whoever has called. */
export interface CalledBack {
  readonly exchange: LinkExchange;
  readonly length: 2 | 4;
}

/** ADR-13: the meter has opened the line itself; its address is not known to the client that answers its call. */
export async function connectsToCaller(client: DlmsClient, rig: Rig): Promise<readonly CalledBack[]> {
  const calls: CalledBack[] = [];
  for (const length of twoPartForms(rig)) {
    const line = await takesLine(client);
    const frames = line.beside({ client: MANAGEMENT_CLIENT, server: callingDevice(length) });
    const heard = await frames.connect();
    const own = frames.beside({ server: addressIn(rig, length, MANAGEMENT_DEVICE) });
    if (frames.link !== undefined) await own.disconnect();
    calls.push({
      exchange: { what: `SNRM to the calling device in ${length} octets`, heard, allowed: CONFIRMED },
      length,
    });
  }
  return calls;
}

/** ADR-13: a UA whose source is the meter's real address. */
export function examineCalls(calls: readonly CalledBack[], rig: Rig): Findings {
  const examination = new Examination();
  examination.add(examineExchanges(calls.map(({ exchange }) => exchange)));
  const lower = declared(rig.hdlc.serverLower, 'hdlc.serverLower');
  for (const { exchange } of calls) {
    for (const { frame } of exchange.heard.frames) {
      const source = decodeServerAddress(frame.source);
      const isReal = source?.upper === MANAGEMENT_DEVICE && source.lower === lower;
      const came = source === undefined ? toSpacedHex(frame.source) : serverAddressText(source);
      examination.expect(isReal, `${exchange.what} was answered from ${came}, expected lower address ${lower}`);
    }
  }
  return examination;
}

async function speaksIn(client: DlmsClient, rig: Rig, length: ServerAddressLength): Promise<AddressedDialogue> {
  const line = await takesLine(client);
  const frames = line.beside({ server: addressIn(rig, length, client.association.settings.serverSap) });
  const { ends } = frames;
  const snrm = { what: 'SNRM', heard: await frames.connect() };
  if (frames.link === undefined) return { ends, replies: [snrm] };
  const { replies: opening } = await opensOver(frames, client);
  const read = await readsOver(frames, client, LOGICAL_DEVICE_NAME);
  const requests = [...opening, read].flatMap(({ what, heard }) => heard.map((each) => ({ what, heard: each })));
  const disc = { what: 'DISC', heard: await frames.disconnect() };
  return { ends, replies: [snrm, ...requests, disc] };
}

function examineOctets(what: string, came: Uint8Array, expected: Uint8Array, examination: Examination): void {
  const fault = `${what} ${toSpacedHex(came)}, expected ${toSpacedHex(expected)}`;
  examination.expect(equalOctets(came, expected), fault);
}
