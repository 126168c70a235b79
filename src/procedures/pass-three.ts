import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import type { TokenChange } from '#dlms/association/open-change';
import { type Observed, observe } from './observed';
import { encodeGetName } from './requests';
import { type WrongAnswer, wrongAnswer } from './wrong-answers';

/**
 * AUT-17 to AUT-31: a new connection and AARQ, pass 3 with a wrong f(StoC) in a rightly protected ACTION, a read.
 * The client has opened an association before, so that there is an earlier answer and a counter used last.
 */
export async function answersWrongly(client: DlmsClient, wrong: WrongAnswer): Promise<readonly Observed[]> {
  const earlier = { token: client.association.lastToken, stoc: client.association.serverChallenge };
  await client.disconnect();
  const aarq = await observe('AARQ as declared', client.sendAarq());
  if (!isPending(client)) return [aarq];
  const passThree = await observe(`pass 3 ${wrong}`, sendsPassThree(client, wrongAnswer(wrong, client, earlier)));
  return [passThree, await readsAfterwards(client, 'a read after it')];
}

/** AUT-17: after the wrong answer the right one, to a challenge that is spent. */
export async function correctsItself(client: DlmsClient, wrong: WrongAnswer): Promise<readonly Observed[]> {
  const wrongly = await answersWrongly(client, wrong);
  if (client.association.serverChallenge === undefined) return wrongly;
  const again = await observe('pass 3, right, after the wrong one', sendsPassThree(client, {}), 'data service');
  return [...wrongly, again];
}

/** The meter has accepted the AARQ, and waits for pass 3. */
export function isPending(client: DlmsClient): boolean {
  return client.association.state === 'pending' && client.association.serverChallenge !== undefined;
}

/** Pass 3 alone, and what answered it. */
export async function sendsPassThree(client: DlmsClient, change: TokenChange = {}): Promise<Reply> {
  const { hlsReply } = await client.completeHls(change);
  return hlsReply;
}

/** A read that an association without authentication must not serve. */
export function readsAfterwards(client: DlmsClient, what: string): Promise<Observed> {
  return observe(what, client.request(encodeGetName(client)), 'data service');
}
