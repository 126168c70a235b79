import { answerOf } from '#client/answer';
import { aareOf, type DlmsClient, type OpenOutcome } from '#client/dlms-client';
import { APPLICATION_CONTEXTS } from '#dlms/apdu/acse';
import { cut, editAcse } from '#dlms/apdu/edit';
import type { OpenChange } from '#dlms/association/open-change';
import { writeObjectIdentifier } from '#dlms/codec/ber';
import { ByteWriter } from '#dlms/codec/byte-writer';
import { SUITES } from '#dlms/security/suite';
import { Examination, type Findings } from './findings';
import type { Observed } from './observed';
import { declaredContext, opensAnewWith, sendsAarq } from './opening';

type Edit = (aarq: Uint8Array) => Uint8Array;

/**
 * ASC-42: the AARQ cut after each octet, on a fresh link each, and after each the whole one on the next link. Ends
 * where the whole one is no longer accepted.
 * @param progress told after each cut
 */
export async function cutsAarqEverywhere(
  client: DlmsClient,
  progress: (done: number, of: number) => void,
): Promise<readonly Observed[]> {
  const declared = sameKeyEachTime(client);
  const observed: Observed[] = [];
  let whole = 2;
  for (let length = 1; length < whole; length++) {
    const edit: Edit = (aarq) => {
      whole = aarq.length;
      return cut(aarq, length);
    };
    observed.push(await sendsAarq(client, `AARQ cut after ${length} octets`, { ...declared, edit }));
    const after = await sendsAarq(client, `whole AARQ after the one of ${length} octets`, declared, 'whole AARQ');
    observed.push(after);
    if (aareOf(after.reply)?.result !== 'accepted') break;
    progress(length, whole - 1);
  }
  return observed;
}

/** Some hundred keys of one scenario would all have to be hidden in its record. */
function sameKeyEachTime(client: DlmsClient): OpenChange {
  const { dedicatedKey, suite } = client.association.settings;
  return dedicatedKey ? { dedicatedKey: client.random(SUITES[suite].keyLength) } : {};
}

/** ASC-44: two fields in each other's place. */
export function opensWithSwappedFields(client: DlmsClient): Promise<OpenOutcome> {
  return opensAnewWith(client, {
    edit: (aarq) => editAcse(aarq).swapped('mechanism-name', 'application-context-name').bytes(),
  });
}

/** ASC-44: a second application-context-name behind the first, with another value. */
export function opensWithTwoContexts(client: DlmsClient): Promise<OpenOutcome> {
  return opensAnewWith(client, {
    edit: (aarq) => editAcse(aarq).repeated('application-context-name', otherContext(client)).bytes(),
  });
}

/** Rejected or not answered; or opened, with the context in force in the AARE. */
export function examineAmbiguousOpening(opening: OpenOutcome, client: DlmsClient): Findings {
  const examination = new Examination();
  const { kind, detail } = answerOf(opening.reply);
  if (['rejecting-aare', 'silence', 'closed'].includes(kind)) return examination;
  examination.expect(kind === 'accepting-aare', `answered by ${kind} (${detail}), expected an AARE or nothing`);
  const declared = declaredContext(client);
  const named = opening.aare?.applicationContextName ?? 'none';
  examination.expect(named === declared, `accepted with context ${named}, and the one in force is ${declared}`);
  examination.expect(opening.associated, `accepted, but not opened: ${opening.hlsFault ?? 'no association'}`);
  return examination;
}

/** The contents of an application-context-name that is not the client's own. */
function otherContext(client: DlmsClient): Uint8Array {
  const { settings } = client.association;
  const other = settings.ciphered
    ? APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering']
    : APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering'];
  const writer = new ByteWriter();
  writeObjectIdentifier(writer, other);
  return writer.toBytes();
}
