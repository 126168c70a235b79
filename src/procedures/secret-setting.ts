import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { invokeMethod, setAttribute } from '#client/writing';
import { octetString } from '#dlms/codec/data-values';
import { CURRENT_NAME } from './association-objects';
import { kindOfSecret, type SecretMeans, sentForm } from './secret-means';

const ASSOCIATION_LN = 15;
const SECRET = 7;
const CHANGE_HLS_SECRET = 2;

/** The password by SET of attribute 7, an HLS secret by change_HLS_secret, of the current association. */
export function sendsSecret(client: DlmsClient, means: SecretMeans, secret: Uint8Array): Promise<Reply> {
  const value = octetString(sentForm(means, secret));
  const object = { classId: ASSOCIATION_LN, logicalName: CURRENT_NAME };
  if (kindOfSecret(means) === 'hls-secret')
    return invokeMethod(client, { ...object, methodId: CHANGE_HLS_SECRET }, value);
  return setAttribute(client, { ...object, attributeId: SECRET }, value).then(({ last }) => last);
}

export function succeeded(reply: Reply): boolean {
  return answerOf(reply).kind === 'success-result';
}
