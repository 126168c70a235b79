import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { type ProtectedExchange, readsUndefinedObject } from './protected-services';
import { declaredProtection } from './protection-choices';

/** No xDLMS APDU has this tag. */
const UNASSIGNED_TAG = 0xf0;
const GET_REQUEST_TAG = 0xc0;
const OLDER_DLMS_VERSION = 5;
/** CHOICE of ConfirmedServiceError */
const INITIATE_ERROR = 1;

/** SEC-42: a protected request whose answer is an error result. */
export async function provokesErrorResult(client: DlmsClient): Promise<readonly ProtectedExchange[]> {
  return [await readsUndefinedObject(client, declaredProtection(client))];
}

/** SEC-42: rightly protected as a GET, but what comes out is no APDU at all. */
export async function sendsUnknownTagInside(client: DlmsClient): Promise<readonly Observed[]> {
  const protection = { ...declaredProtection(client), serviceTag: GET_REQUEST_TAG };
  const reply = client.request(Uint8Array.of(UNASSIGNED_TAG, 0x01, 0xc1, 0x00), { protection });
  return [await observe('an unknown tag inside the protection', reply)];
}

/** SEC-42: an InitiateRequest that must be refused, for its DLMS version. */
export function proposesOlderVersion(client: DlmsClient): Promise<Observed> {
  const change = { initiate: { proposedDlmsVersionNumber: OLDER_DLMS_VERSION } };
  return observe(`AARQ with DLMS version ${OLDER_DLMS_VERSION}`, client.sendAarq(change));
}

/** The AARE rejects and carries a ConfirmedServiceError for InitiateRequest, plain or under the global key. */
export function examineRefusedInitiate({ reply }: Observed): Findings {
  const examination = new Examination();
  const { kind, detail } = answerOf(reply);
  examination.expect(kind === 'rejecting-aare', `expected a rejecting AARE, got ${kind} (${detail})`);
  const inside = reply.kind === 'apdu' ? reply.received.userInformation : undefined;
  const error = inside?.apdu.kind;
  examination.expect(
    error === 'confirmed-service-error',
    `user-information: expected a ConfirmedServiceError, got ${error ?? 'none'}`,
  );
  if (inside?.apdu.kind === 'confirmed-service-error')
    examination.expect(
      inside.apdu.service === INITIATE_ERROR,
      `ConfirmedServiceError of service ${inside.apdu.service}, expected initiateError`,
    );
  return examination;
}
