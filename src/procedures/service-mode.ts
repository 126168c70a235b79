import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { setAttribute } from '#client/writing';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import type { WritableAttribute } from '#rig/rig';
import { type Attempts, restores } from './attempts';
import { Examination, type Findings } from './findings';
import { isSameValue } from './get-values';
import { readValue } from './lasting-write';
import { observe } from './observed';
import { opensUnder } from './protection-choices';

/** In which form of SET a value is sent, in the words of features. */
export type WritingForm = 'in one request' | 'in a list' | 'in blocks';

/** A write that may be refused, and what the attribute held before and after it. */
export interface WriteTrial extends Attempts {
  readonly before: Data | undefined;
  readonly after: Data | undefined;
}

/** Writes while the cover is open, and again once it is closed. */
export interface ClosingTrial {
  readonly whileOpen: WriteTrial;
  readonly onceClosed: WriteTrial;
}

/** Octets of a block that is shorter than any value with its type. */
const SHORT_BLOCK = 1;
/** Two entries of an event log so far apart have different times. */
const TIME_APART_MS = 2000;

/** SEC-901, SEC-905, SEC-908: writes the value that the attribute does not have; what was there is put back. */
export async function triesToWrite(
  client: DlmsClient,
  { attribute, values }: WritableAttribute,
  form: WritingForm = 'in one request',
): Promise<WriteTrial> {
  const before = await readValue(client, attribute);
  const value = before !== undefined && isSameValue(before, values[0]) ? values[1] : values[0];
  const observed = await observe(`SET of a service parameter ${form}`, writes(client, attribute, value, form));
  await restores(client);
  const after = await readValue(client, attribute);
  if (before !== undefined && after !== undefined && !isSameValue(before, after)) {
    await setAttribute(client, attribute, before);
  }
  return { observed: [observed], reopened: false, before, after };
}

/** SEC-906: in one association. */
export async function writesWhileItCloses(
  client: DlmsClient,
  parameter: WritableAttribute,
  close: () => void,
): Promise<ClosingTrial> {
  const whileOpen = await triesToWrite(client, parameter);
  close();
  return { whileOpen, onceClosed: await triesToWrite(client, parameter) };
}

/** SEC-907: a new association after the loss of power. Time passes before it, so that two entries of the log differ. */
export async function triesToWriteAfterPowerLoss(
  client: DlmsClient,
  parameter: WritableAttribute,
  cycle: () => void,
): Promise<WriteTrial> {
  await client.channel.idle(TIME_APART_MS);
  cycle();
  await client.disconnect();
  await opensUnder(client, 'global');
  return triesToWrite(client, parameter);
}

/** The attribute holds what it held, as far as the client may see that. */
export function examineUntouched({ before, after }: WriteTrial): Findings {
  const examination = new Examination();
  const same = before === undefined || after === undefined ? before === after : isSameValue(before, after);
  examination.expect(same, 'the service parameter has another value after the refusal');
  return examination;
}

/** The write was served, and the attribute held the new value. */
export function examineWritten({ observed, before, after }: WriteTrial): Findings {
  const examination = new Examination();
  for (const { what, reply } of observed) {
    const result = resultOf(reply);
    examination.expect(result === 'success', `${what} was answered by ${result}, expected success`);
  }
  const changed = before !== undefined && after !== undefined && !isSameValue(before, after);
  examination.expect(changed, 'the service parameter does not have the value that was written');
  return examination;
}

/** What was there before is there again. */
export async function examineRestored(
  client: DlmsClient,
  { attribute }: WritableAttribute,
  { before }: WriteTrial,
): Promise<Findings> {
  const examination = new Examination();
  const now = await readValue(client, attribute);
  const same = before !== undefined && now !== undefined && isSameValue(before, now);
  examination.expect(same, 'the value that the service parameter had before could not be put back');
  return examination;
}

async function writes(
  client: DlmsClient,
  attribute: AttributeDescriptor,
  value: Data,
  form: WritingForm,
): Promise<Reply> {
  if (form === 'in a list') return writesInList(client, attribute, value);
  const blocks = form === 'in blocks' ? { blockSize: SHORT_BLOCK } : {};
  return (await setAttribute(client, attribute, value, blocks)).last;
}

function writesInList(client: DlmsClient, attribute: AttributeDescriptor, value: Data): Promise<Reply> {
  const invokeIdAndPriority = client.association.nextInvokeId();
  const attributes = [{ attribute }];
  return client.request(
    encodeApdu({ kind: 'set-request', choice: 'with-list', invokeIdAndPriority, attributes, values: [value] }),
  );
}

function resultOf(reply: Reply): string {
  if (reply.kind !== 'apdu') return reply.kind;
  const { apdu } = reply.received;
  return apdu.kind === 'set-response' && 'result' in apdu ? apdu.result : apdu.kind;
}
