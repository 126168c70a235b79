import type { DlmsClient } from '#client/dlms-client';
import { type GetOutcome, getAttribute } from '#client/reading';
import { equalOctets } from '#dlms/codec/hex';
import { Examination, type Findings } from './findings';
import { OBJECT_LIST } from './object-list';

/** So small that every object list takes several blocks, and allowed by every meter (ASC-32). */
const SMALL_PDU_SIZE = 128;

export type Reread = GetOutcome | 'nothing';

/** Opens with a small receive size, so that long values come in blocks, and reads the object list. */
export async function readsInBlocks(client: DlmsClient, stopAfterBlocks?: number): Promise<GetOutcome | undefined> {
  await client.disconnect();
  const { associated } = await client.open({ initiate: { clientMaxReceivePduSize: SMALL_PDU_SIZE } });
  if (!associated) return undefined;
  return getAttribute(client, OBJECT_LIST, stopAfterBlocks === undefined ? {} : { stopAfterBlocks });
}

/** REL-09: the connection goes after that many blocks; a new association and the whole read again. */
export async function readsAnewAfterBreak(client: DlmsClient, blocks: number): Promise<Reread> {
  await readsInBlocks(client, blocks);
  return (await readsInBlocks(client)) ?? 'nothing';
}

/** The blocks start at 1, which joining them has checked, and make the same value as an undisturbed read. */
export function examineReread(undisturbed: Uint8Array, anew: Reread): Findings {
  const examination = new Examination();
  examination.expect(anew !== 'nothing', 'the association could not be opened again');
  const rawData = anew === 'nothing' ? undefined : anew.rawData;
  examination.expect(rawData !== undefined, 'the read was not served again in blocks to the end');
  const same = rawData === undefined || equalOctets(rawData, undisturbed);
  examination.expect(same, `the value read anew, ${rawData?.length} octets, is not that of the undisturbed read`);
  return examination;
}
