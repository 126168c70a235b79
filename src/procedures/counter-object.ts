import type { DlmsClient } from '#client/dlms-client';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';
import { Examination, type Findings } from './findings';
import { currentValue } from './protected-services';
import { protectionOf } from './protection-choices';

const UNSIGNED: readonly string[] = ['double-long-unsigned', 'unsigned', 'long-unsigned', 'long64-unsigned'];

/** What the counter object of a client showed before and after its opening. */
export interface CounterObjectTrial {
  readonly shown: Data | undefined;
  readonly opened: boolean;
  /** the highest counter that the opening used */
  readonly highest: number;
  readonly later: Data | undefined;
}

/** SEC-39: a reader takes the counter, the client opens with the next one, the reader looks again. */
export async function opensFromShownCounter(
  client: DlmsClient,
  reader: DlmsClient,
  object: Obis,
): Promise<CounterObjectTrial> {
  const attribute: AttributeDescriptor = { classId: 1, logicalName: object, attributeId: 2 };
  const shown = await readsAlone(reader, attribute);
  const value = numberOf(shown);
  if (value === undefined) return { shown, opened: false, highest: 0, later: undefined };
  const highest = await opensFrom(client, value + 1);
  const opened = client.association.state === 'associated';
  await client.disconnect();
  return { shown, opened, highest, later: await readsAlone(reader, attribute) };
}

/** A whole number of any type; undefined for what is none. */
export function numberOf(data: Data | undefined): number | undefined {
  if (data === undefined || !('value' in data)) return undefined;
  return typeof data.value === 'bigint' || typeof data.value === 'number' ? Number(data.value) : undefined;
}

/** Leaves no connection behind: a meter may take only one. */
async function readsAlone(reader: DlmsClient, attribute: AttributeDescriptor): Promise<Data | undefined> {
  const { associated } = await reader.open();
  const value = associated ? await currentValue(reader, attribute) : undefined;
  await reader.disconnect();
  return value;
}

/**
 * Opens with these counters for AARQ, token and the APDU around it, whatever ours are; ours go on behind them, also if
 * the run should break off meanwhile.
 * @returns the highest counter used
 */
async function opensFrom(client: DlmsClient, first: number): Promise<number> {
  const { association } = client;
  const { globalCounter } = association.security;
  const choice = protectionOf(client, 'authenticated-encryption', 'global');
  globalCounter.skipTo(Math.max(globalCounter.next, first + 3));
  await client.sendAarq({ initiateProtection: { ...choice, counter: first } });
  if (association.state !== 'pending') return first;
  const request = association.hlsRequest({ counter: first + 1 });
  const reply = await client.request(request, { protection: { ...choice, counter: first + 2 } });
  if (reply.kind === 'apdu') association.checkHlsReply(reply.received.apdu);
  return first + 2;
}

/** A number that opened the association and rose with it: the last counter accepted, or the next acceptable one. */
export function examineCounterObject({ shown, opened, highest, later }: CounterObjectTrial): Findings {
  const examination = new Examination();
  examination.expect(
    UNSIGNED.includes(shown?.type ?? ''),
    `the counter object shows ${shown?.type ?? 'nothing'}, expected double-long-unsigned`,
  );
  examination.expect(opened, `the association did not open with the counter after ${numberOf(shown)}`);
  const value = numberOf(later);
  const right = value !== undefined && value >= highest && value <= highest + 1;
  examination.expect(right, `the counter object shows ${value} after counter ${highest} was used`);
  return examination;
}

/** What is to be told of a counter object without being a fault: another unsigned type than the usual one. */
export function unusualType({ shown }: CounterObjectTrial): string | undefined {
  return shown === undefined || shown.type === 'double-long-unsigned'
    ? undefined
    : `the counter object is a ${shown.type}`;
}
