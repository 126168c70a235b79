import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { ReceivedApdu } from '#dlms/association/client-association';
import type { ReceivedProtection } from '#dlms/association/protection-choice';
import { equalOctets, toHex } from '#dlms/codec/hex';
import { Examination, type Findings } from './findings';
import { type ProtectedExchange, readsName, readsUndefinedObject } from './protected-services';
import { declaredProtection, inGeneralForm, protectionOf } from './protection-choices';

const TITLE_LENGTH = 8;

/** SEC-08, SEC-09: a read in general-glo- or general-ded-ciphering, by the key of the association. */
export async function readsInGeneralForm(client: DlmsClient): Promise<readonly ProtectedExchange[]> {
  return [await readsName(client, inGeneralForm(protectionOf(client, 'authenticated-encryption')))];
}

/** SEC-10: one service-specific read, one general one. */
export async function readsInBothForms(client: DlmsClient): Promise<readonly ProtectedExchange[]> {
  const choice = declaredProtection(client);
  return [await readsName(client, choice), await readsName(client, inGeneralForm(choice))];
}

/** Of several exchanges those that were asked in a service-specific, or in a general form. */
export function askedIn(form: 'service-specific' | 'general', exchanges: readonly ProtectedExchange[]) {
  const general = ({ choice }: ProtectedExchange) => choice.form === 'general-glo' || choice.form === 'general-ded';
  return exchanges.filter((exchange) => general(exchange) === (form === 'general'));
}

/** SEC-10: the declared opening under the global key, less the proposal of general-protection. */
export function opensWithoutGeneralProtection(client: DlmsClient): Promise<OpenOutcome> {
  const proposedConformance = new Set(client.association.settings.conformance);
  proposedConformance.delete('general-protection');
  return client.open({ dedicatedKey: 'none', initiate: { proposedConformance } });
}

/** SEC-11: reads that give data and reads that give an error, all in general form. */
export async function asksInGeneralForm(client: DlmsClient): Promise<readonly ProtectedExchange[]> {
  const choice = inGeneralForm(declaredProtection(client));
  return [await readsName(client, choice), await readsUndefinedObject(client, choice), await readsName(client, choice)];
}

/** Every general message of the meter bears its system title; an empty one is tolerated in a reply. */
export function examineTitles(client: DlmsClient): Findings {
  const examination = new Examination();
  const messages = generalMessages(client.received);
  examination.expect(messages.length > 0, 'the meter sent no general message');
  for (const { headerTitle } of messages)
    examineTitle(examination, headerTitle, client.association.security.serverTitle);
  for (const { headerTitle } of generalMessages(client.unsolicited))
    examination.expect(headerTitle !== undefined, 'a push in general form without system title');
  return examination;
}

/** SEC-10: nothing of what the meter has sent is a general message. */
export function examineNoGeneralMessage(client: DlmsClient): Findings {
  const examination = new Examination();
  const count = generalMessages(client.received).length;
  examination.expect(count === 0, `${count} general messages came though general-protection was not negotiated`);
  return examination;
}

function examineTitle(examination: Examination, title: Uint8Array | undefined, known: Uint8Array | undefined): void {
  examination.tolerate(title !== undefined, 'a general message with an empty system title');
  if (title === undefined) return;
  const right = known !== undefined && title.length === TITLE_LENGTH && equalOctets(title, known);
  const expected = known === undefined ? 'that of the AARE, which had none' : toHex(known);
  examination.expect(right, `a general message under the title ${toHex(title)}, expected ${expected}`);
}

function generalMessages(received: readonly ReceivedApdu[]): readonly ReceivedProtection[] {
  return received
    .flatMap(({ protection, userInformation }) => [protection, userInformation?.protection])
    .filter((protection) => protection !== undefined)
    .filter(({ form }) => form === 'general-glo' || form === 'general-ded');
}
