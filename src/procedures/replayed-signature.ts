import type { DlmsClient } from '#client/dlms-client';
import { decodeGeneralSigning } from '#dlms/apdu/general-signing';
import type { ObjectDeclaration, ProtectionKind } from '#rig/rig';
import { declared } from './declared';
import { Examination, type Findings } from './findings';
import { ciphering, SIGNING } from './layer-choices';
import { type Observed, observe } from './observed';
import { encodeTestMethod } from './protected-services';
import { countOf } from './replayed-action';
import { encodeGetName } from './requests';

/** Signed requests and copies of the first one. */
export interface SignedReplay {
  readonly fresh: readonly Observed[];
  readonly copies: readonly Observed[];
}

/** One that the meter counts. */
export interface CountedSignedReplay extends SignedReplay {
  /** how often the meter says that the method was executed meanwhile; undefined when it shows no number */
  readonly executions: number | undefined;
}

/** SEC-56: one signed GET again and again, with the transaction-id that it has. */
export function replaysSignedRead(client: DlmsClient, policy: ProtectionKind): Promise<SignedReplay> {
  return replays(client, encodeGetName(client), policy);
}

/** SEC-56: the same with a counted ACTION. */
export async function replaysSignedAction(
  client: DlmsClient,
  policy: ProtectionKind,
  objects: ObjectDeclaration,
): Promise<CountedSignedReplay> {
  const { counter } = declared(objects.testMethod, 'objects.testMethod');
  const before = await countOf(client, counter);
  const replay = await replays(client, encodeTestMethod(client, objects), policy);
  const after = await countOf(client, counter);
  return { ...replay, executions: before === undefined || after === undefined ? undefined : after - before };
}

/** The copy had no effect. */
export function examineSignedExecutions({ executions }: CountedSignedReplay): Findings {
  const examination = new Examination();
  examination.expect(executions === 1, `the meter counts ${executions ?? 'no'} executions, expected 1`);
  return examination;
}

async function replays(client: DlmsClient, plain: Uint8Array, policy: ProtectionKind): Promise<SignedReplay> {
  const send = (what: string, signed: Uint8Array) => observe(what, client.exchange(outgoing(client, signed, policy)));
  const signed = client.protected(plain, { protection: SIGNING });
  const original = await send('the signed request', signed);
  const copy = await send('its copy', signed);
  const other = await send('another one', client.protected(encodeGetName(client), { protection: SIGNING }));
  const late = await send('a copy of the first one after another', signed);
  return { fresh: [original, other], copies: [copy, late] };
}

/** Ciphering has a new counter each time: nothing but the transaction-id tells the copy. */
function outgoing(client: DlmsClient, signed: Uint8Array, policy: ProtectionKind): Uint8Array {
  if (policy === 'none') return signed;
  const { transactionId } = decodeGeneralSigning(signed).header;
  const protection = { ...ciphering(client, { kind: 'identified-key' }), header: { transactionId } };
  return client.protected(signed, { protection });
}
