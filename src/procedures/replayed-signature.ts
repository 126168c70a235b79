import type { DlmsClient } from '#client/dlms-client';
import { decodeGeneralSigning } from '#dlms/apdu/general-signing';
import type { MeterDeclaration, ObjectDeclaration, ProtectionKind } from '#rig/rig';
import { declared } from './declared';
import { Examination, type Findings } from './findings';
import { ciphering, signing } from './layer-choices';
import { type Observed, observe } from './observed';
import { encodeTestMethod } from './protected-services';
import { countOf } from './replayed-action';
import { encodeGetName } from './requests';

/** A signed request and its repetition. */
export interface SignedReplay {
  readonly original: Observed;
  readonly copy: Observed;
}

/** One that the meter counts. */
export interface CountedSignedReplay extends SignedReplay {
  /** how often the meter says that the method was executed meanwhile; undefined when it shows no number */
  readonly executions: number | undefined;
}

/** SEC-56: one signed GET twice, with the transaction-id that it has. */
export function replaysSignedRead(
  client: DlmsClient,
  meter: MeterDeclaration,
  policy: ProtectionKind,
): Promise<SignedReplay> {
  return replays(client, encodeGetName(client), meter, policy);
}

/** SEC-56: the same with a counted ACTION. */
export async function replaysSignedAction(
  client: DlmsClient,
  meter: MeterDeclaration,
  policy: ProtectionKind,
  objects: ObjectDeclaration,
): Promise<CountedSignedReplay> {
  const { counter } = declared(objects.testMethod, 'objects.testMethod');
  const before = await countOf(client, counter);
  const replay = await replays(client, encodeTestMethod(client, objects), meter, policy);
  const after = await countOf(client, counter);
  return { ...replay, executions: before === undefined || after === undefined ? undefined : after - before };
}

/** The copy had no effect. */
export function examineSignedExecutions({ executions }: CountedSignedReplay): Findings {
  const examination = new Examination();
  examination.expect(executions === 1, `the meter counts ${executions ?? 'no'} executions, expected 1`);
  return examination;
}

async function replays(
  client: DlmsClient,
  plain: Uint8Array,
  meter: MeterDeclaration,
  policy: ProtectionKind,
): Promise<SignedReplay> {
  const signed = client.protected(plain, { protection: signing(meter) });
  const original = await observe('the signed request', client.exchange(outgoing(client, signed, policy)));
  const copy = await observe('its copy', client.exchange(outgoing(client, signed, policy)));
  return { original, copy };
}

/** Ciphering has a new counter each time: nothing but the transaction-id tells the copy. */
function outgoing(client: DlmsClient, signed: Uint8Array, policy: ProtectionKind): Uint8Array {
  if (policy === 'none') return signed;
  const { transactionId } = decodeGeneralSigning(signed).header;
  const protection = { ...ciphering(client, { kind: 'identified-key' }), header: { transactionId } };
  return client.protected(signed, { protection });
}
