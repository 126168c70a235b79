import type { DlmsClient } from '#client/dlms-client';
import { setAttribute } from '#client/writing';
import type { Data } from '#dlms/codec/data';
import { ALL_STATION } from '#dlms/link/wrapper/wpdu';
import type { ObjectDeclaration } from '#rig/rig';
import { declared } from './declared';
import { Examination, type Findings } from './findings';
import { isSameValue } from './get-values';
import { type Observed, observe } from './observed';
import { otherValue } from './service-uses';
import { presentValue, UNCONFIRMED } from './unconfirmed-association';

/** A write to every logical device at once, and what one client found afterwards. */
export interface BroadcastWrite {
  /** none of it may be answered */
  readonly observed: readonly Observed[];
  readonly written: Data;
  readonly found: Data | undefined;
}

const TO_ALL = { destinationWport: ALL_STATION };

/**
 * ADR-22: an unconfirmed SET of the test attribute to wPort 007F; the old value is put back.
 * @param opening of the sender: `pre-established`, or `unconfirmed`, which it opens by broadcast, too
 */
export async function broadcastsWrite(
  sender: DlmsClient,
  reader: DlmsClient,
  objects: ObjectDeclaration,
  opening: 'pre-established' | 'unconfirmed',
): Promise<BroadcastWrite> {
  const test = declared(objects.testAttribute, 'test attribute');
  const before = await presentValue(reader, test);
  const written = before === undefined ? test.values[0] : otherValue(before, test.values);
  const observed: Observed[] = [];
  if (opening === 'unconfirmed') {
    const unconfirmed = { dedicatedKey: 'none', initiate: { responseAllowed: false } } as const;
    observed.push(await observe('AARQ to all', sender.sendAarq(unconfirmed, { header: TO_ALL })));
  }
  const options = { invokeIdAndPriority: UNCONFIRMED, header: TO_ALL };
  const set = setAttribute(sender, test.attribute, written, options).then(({ last }) => last);
  observed.push(await observe('SET to all', set));
  const found = await presentValue(reader, test);
  if (before !== undefined) await setAttribute(reader, test.attribute, before);
  return { observed, written, found };
}

/** Nobody has answered, and the value is the one that was written. */
export function examineBroadcastWrite({ observed, written, found }: BroadcastWrite): Findings {
  const examination = new Examination();
  for (const { what, reply } of observed) {
    examination.expect(reply.kind === 'silence', `${what} was answered by ${reply.kind}, expected silence`);
  }
  const effective = found !== undefined && isSameValue(found, written);
  examination.expect(effective, 'the value read afterwards is not the one that was written');
  return examination;
}
