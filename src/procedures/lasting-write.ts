import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import { setAttribute } from '#client/writing';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets } from '#dlms/codec/hex';
import { Examination, type Findings } from './findings';

export type TestValue = Data;

/** What became of a value that was written before the association ended. */
export interface LastingWrite {
  readonly writeResult: string | undefined;
  readonly written: Data;
  readonly readBack: Data | undefined;
  readonly restoreResult: string | undefined;
}

export interface TestAttribute {
  readonly attribute: AttributeDescriptor;
  readonly values: readonly [Data, Data];
}

/** REL-10: writes, ends the association and the connection, opens anew, reads, and puts back what was there. */
export async function writesAndLeaves(
  client: DlmsClient,
  { attribute, values }: TestAttribute,
  ending: 'release' | 'disconnection',
): Promise<LastingWrite> {
  const before = await readValue(client, attribute);
  const written = before !== undefined && isSame(before, values[0]) ? values[1] : values[0];
  const { result: writeResult } = await setAttribute(client, attribute, written);
  if (ending === 'release') await client.release();
  await client.disconnect();
  await client.open();
  const readBack = await readValue(client, attribute);
  const restored = before && (await setAttribute(client, attribute, before));
  return { writeResult, written, readBack, restoreResult: restored?.result };
}

export function examineLastingWrite({ writeResult, written, readBack, restoreResult }: LastingWrite): Findings {
  const examination = new Examination();
  examination.expect(writeResult === 'success', `the write was answered by ${writeResult ?? 'no result'}`);
  const kept = readBack !== undefined && isSame(readBack, written);
  examination.expect(kept, 'the value read afterwards is not the one that was written');
  examination.expect(restoreResult === 'success', 'the value that was there before could not be put back');
  return examination;
}

/** The value of an attribute, where the client may read it. */
export async function readValue(client: DlmsClient, attribute: AttributeDescriptor): Promise<Data | undefined> {
  const { results } = await getAttribute(client, attribute);
  const [result] = results ?? [];
  return result !== undefined && 'data' in result ? result.data : undefined;
}

function isSame(a: Data, b: Data): boolean {
  return equalOctets(encodeToBytes(a), encodeToBytes(b));
}
