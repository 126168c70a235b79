import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { flipBit } from '#dlms/apdu/edit';
import type { TokenChange } from '#dlms/association/open-change';
import { LocalProtocolError } from '#dlms/errors';
import { GMAC_TOKEN_LENGTH } from '#dlms/security/hls-gmac';
import { type Observed, observe } from './observed';
import { encodeGetName } from './requests';

/** What an earlier association of this client was authenticated with. */
interface EarlierAnswer {
  readonly token: Uint8Array | undefined;
  readonly stoc: Uint8Array | undefined;
}

interface Situation {
  readonly client: DlmsClient;
  readonly earlier: EarlierAnswer;
}

const TAG_AT = 5;

/** Answers to the meter's challenge that are nearly right, in the words of features. */
const ANSWERS = {
  'with one bit wrong at the end of its tag': () => ({ edit: flipping(GMAC_TOKEN_LENGTH - 1, 0) }),
  'with one bit wrong in the middle of its tag': () => ({ edit: flipping(TAG_AT + 6, 3) }),
  'with one bit wrong at the start of its tag': () => ({ edit: flipping(TAG_AT, 7) }),
  'with the answer of an earlier association': ({ earlier }) => ({ token: known(earlier.token) }),
  'with a fresh answer to the challenge of an earlier association': ({ client, earlier }) => {
    // the token is computed over what the association holds for the meter's challenge
    client.association.serverChallenge = known(earlier.stoc);
    return {};
  },
  'under the invocation counter that it used last': ({ client }) => ({ counter: lastUsed(client) }),
  'under an invocation counter one lower than the last': ({ client }) => ({ counter: lastUsed(client) - 1 }),
  'marked as authenticated and encrypted': ({ client }) => ({ control: 0x30 | client.association.settings.suite }),
  'marked as encrypted': ({ client }) => ({ control: 0x20 | client.association.settings.suite }),
  'under a wrong authentication key': ({ client }) => ({
    authenticationKey: neighbourOf(client.association.security.keys().authenticationKey),
  }),
  'under a wrong encryption key': ({ client }) => ({
    encryptionKey: neighbourOf(client.association.security.keys().encryptionKey),
  }),
} as const satisfies Readonly<Record<string, (situation: Situation) => TokenChange>>;

export type WrongAnswer = keyof typeof ANSWERS;
export const WRONG_ANSWERS: readonly string[] = Object.keys(ANSWERS);

/**
 * AUT-17 to AUT-27: a new connection and AARQ, pass 3 with a wrong f(StoC) in a rightly protected ACTION, a read.
 * The client has opened an association before, so that there is an earlier answer and a counter used last.
 */
export async function answersWrongly(client: DlmsClient, wrong: WrongAnswer): Promise<readonly Observed[]> {
  const earlier = { token: client.association.lastToken, stoc: client.association.serverChallenge };
  await client.disconnect();
  const aarq = await observe('AARQ as declared', client.sendAarq());
  if (!isPending(client)) return [aarq];
  const passThree = await observe(`pass 3 ${wrong}`, sendsPassThree(client, ANSWERS[wrong]({ client, earlier })));
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

function known(octets: Uint8Array | undefined): Uint8Array {
  if (octets === undefined) throw new LocalProtocolError('the client has not been authenticated before');
  return octets;
}

function lastUsed(client: DlmsClient): number {
  return client.association.security.globalCounter.next - 1;
}

function flipping(octet: number, bit: number): (token: Uint8Array) => Uint8Array {
  return (token) => flipBit(token, octet, bit);
}

/** The same octets but for the last bit. */
function neighbourOf(octets: Uint8Array): Uint8Array {
  return flipBit(octets, octets.length - 1, 0);
}
