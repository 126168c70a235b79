import { type Answer, answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { commandOf, type FrameDialogue } from '#client/frame-dialogue';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets } from '#dlms/codec/hex';
import { LineLost } from '#dlms/errors';
import { allStations } from '#dlms/link/hdlc/address';
import type { Rig } from '#rig/rig';
import { declared } from './declared';
import { Examination, type Findings } from './findings';
import { asksOver, type FramedReply, opensOver, readsOver } from './framed-associations';
import { examineExchanges, type LinkExchange, NO_REPLY, quietly } from './hdlc-exchanges';
import type { TestAttribute } from './lasting-write';
import { renewsLine, takesLine } from './meter-forms';
import { lastingProtection } from './opening';
import { otherValue } from './service-uses';

/** What was written to all stations, and what a client found afterwards that asked for it. */
export interface BroadcastWrites {
  /** UI frames, none of which may be answered */
  readonly sent: readonly LinkExchange[];
  readonly written: Data;
  readonly found: Data | undefined;
  /** of putting the old value back */
  readonly restored: Answer;
}

/** Service-class unconfirmed (bit 6 of Invoke-Id-And-Priority is 0), high priority. */
const UNCONFIRMED = 0x81;

/**
 * ADR-11: an unconfirmed SET to all stations with P=0, then one with P=1, which counts for nothing.
 * @param sender has a pre-established association, or opens one without confirmation
 * @param reader reads the value before and afterwards, and puts the old one back
 */
export async function writesToAllStations(
  sender: DlmsClient,
  reader: DlmsClient,
  rig: Rig,
  opening: 'pre-established' | 'unconfirmed',
): Promise<BroadcastWrites> {
  const test = declared(rig.objects.testAttribute, 'objects.testAttribute');
  const line = await takesLine(reader);
  const before = await readsConfirmed(line, reader, test);
  const written = otherValue(before, test.values);
  const own = await renewsLine(reader, rig, line);
  const ui = new GroupWriter(own.beside({ client: sender.association.settings.clientSap }), sender, rig);
  const opened = opening === 'unconfirmed' ? [await ui.opens()] : [];
  const first = await ui.writes(false, test.attribute, written);
  const second = await ui.writes(true, test.attribute, otherValue(written, test.values));
  return { sent: [...opened, first, second], written, ...(await readsAndRestores(own, reader, test, before)) };
}

/** ADR-11: silence to all of it; the first write has its effect, the second has none. */
export function examineBroadcastWrites({ sent, written, found, restored }: BroadcastWrites): Findings {
  const examination = new Examination();
  examination.add(examineExchanges(sent));
  const isFirst = found !== undefined && equalOctets(encodeToBytes(found), encodeToBytes(written));
  examination.expect(isFirst, 'the value read afterwards is not the one that was written with P=0');
  examination.expect(restored.kind === 'success-result', `putting the old value back: ${restored.detail}`);
  return examination;
}

/** A client that speaks to everybody in UI frames. */
class GroupWriter {
  constructor(
    private readonly frames: FrameDialogue,
    private readonly client: DlmsClient,
    private readonly rig: Rig,
  ) {}

  /** An AARQ that nobody confirms, to this meter alone. */
  async opens(): Promise<LinkExchange> {
    this.client.association.linkDown();
    const aarq = this.client.aarq({ dedicatedKey: 'none', initiate: { responseAllowed: false } });
    return this.says('AARQ in UI', this.frames, aarq, false);
  }

  async writes(pf: boolean, attribute: AttributeDescriptor, value: Data): Promise<LinkExchange> {
    const everybody = this.frames.beside({ server: allStations(this.frames.ends.server.length) });
    const set = encodeSet(attribute, value, UNCONFIRMED);
    const apdu = this.client.protected(set, { protection: lastingProtection(this.client) });
    return this.says(`SET to all stations with P=${Number(pf)}`, everybody, apdu, pf);
  }

  private async says(what: string, frames: FrameDialogue, apdu: Uint8Array, pf: boolean): Promise<LinkExchange> {
    const octets = frames.frame({ kind: 'UI', pf }, commandOf(apdu));
    return { what, heard: await frames.exchange(octets, quietly(this.rig.timeouts.responseMs)), allowed: NO_REPLY };
  }
}

/** @throws LineLost when the value cannot be had: then nothing can be said about what is broadcast */
async function readsConfirmed(frames: FrameDialogue, client: DlmsClient, test: TestAttribute): Promise<Data> {
  await frames.connect();
  const { fault } = await opensOver(frames, client);
  const value = valueIn(await readsOver(frames, client, test.attribute));
  await frames.disconnect();
  if (value === undefined)
    throw new LineLost(`the test attribute could not be read beforehand (${fault ?? 'refused'})`);
  return value;
}

async function readsAndRestores(
  frames: FrameDialogue,
  client: DlmsClient,
  { attribute }: TestAttribute,
  before: Data,
): Promise<Pick<BroadcastWrites, 'found' | 'restored'>> {
  await frames.connect();
  if (frames.link === undefined) return { found: undefined, restored: { kind: 'silence', detail: 'no link' } };
  await opensOver(frames, client);
  const found = valueIn(await readsOver(frames, client, attribute));
  const set = encodeSet(attribute, before, client.association.nextInvokeId());
  const protection = lastingProtection(client);
  const { reply } = await asksOver(frames, client, 'SET', client.protected(set, { protection }));
  await frames.disconnect();
  return { found, restored: answerOf(reply) };
}

function valueIn({ reply }: FramedReply): Data | undefined {
  if (reply.kind !== 'apdu' || reply.received.apdu.kind !== 'get-response') return undefined;
  const response = reply.received.apdu;
  return response.choice === 'normal' && 'data' in response.result ? response.result.data : undefined;
}

function encodeSet(attribute: AttributeDescriptor, value: Data, invokeIdAndPriority: number): Uint8Array {
  return encodeApdu({ kind: 'set-request', choice: 'normal', invokeIdAndPriority, attribute, value });
}
