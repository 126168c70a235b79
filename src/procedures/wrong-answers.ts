import type { DlmsClient } from '#client/dlms-client';
import { flipBit } from '#dlms/apdu/edit';
import type { TokenChange } from '#dlms/association/open-change';
import { LocalProtocolError } from '#dlms/errors';
import { declared } from './declared';
import { inDer, type SignatureEdit, withOrderForR, withZeroR, withZeroS, withZeros } from './signature-faults';

/** What an earlier association of this client was authenticated with. */
export interface EarlierAnswer {
  readonly token: Uint8Array | undefined;
  readonly stoc: Uint8Array | undefined;
}

interface Situation {
  readonly client: DlmsClient;
  readonly earlier: EarlierAnswer;
}

/** In front of the tag of a GMAC token stand what is tested by itself: security control and invocation counter. */
const GMAC_TAG_AT = 5;

/** Answers to the meter's challenge that are nearly right, in the words of features. */
const ANSWERS = {
  'with one bit wrong at its end': ({ client }) => flipping(client, (_start, length) => length - 1, 0),
  'with one bit wrong in its middle': ({ client }) =>
    flipping(client, (start, length) => start + Math.floor((length - start) / 2), 3),
  'with one bit wrong at its start': ({ client }) => flipping(client, (start) => start, 7),
  'with the answer of an earlier association': ({ earlier }) => ({ token: known(earlier.token) }),
  'with a fresh answer to the challenge of an earlier association': ({ client, earlier }) =>
    challengedWith(client, known(earlier.stoc)),
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
  'with the two system titles swapped': () => ({ titlesSwapped: true }),
  'with zero for the first number of the signature': () => ({ edit: withZeroR }),
  'with zero for the second number of the signature': () => ({ edit: withZeroS }),
  'with zero for both numbers of the signature': () => ({ edit: withZeros }),
  'with the order of the curve for the first number of the signature': ({ client }) => ({
    edit: orderForR(client),
  }),
  'with a right signature over another challenge': ({ client }) =>
    challengedWith(client, client.random(client.association.challengeLength)),
  'with a right signature in the form that certificates have': () => ({ edit: inDer }),
  'signed with its key agreement key': ({ client }) => ({
    signingKey: declared(client.association.settings.keyPairs?.agreement, 'key agreement key pair').privateKey,
  }),
} as const satisfies Readonly<Record<string, (situation: Situation) => TokenChange>>;

export type WrongAnswer = keyof typeof ANSWERS;
export const WRONG_ANSWERS: readonly string[] = Object.keys(ANSWERS);

/**
 * How pass 3 is to differ from the right one. The association of the client is pending.
 * @throws LocalProtocolError where the rig, or what was done before, lacks what is needed for it
 */
export function wrongAnswer(wrong: WrongAnswer, client: DlmsClient, earlier: EarlierAnswer): TokenChange {
  return ANSWERS[wrong]({ client, earlier });
}

/** An answer is computed over what the association holds for the meter's challenge. */
function challengedWith(client: DlmsClient, stoc: Uint8Array): TokenChange {
  client.association.serverChallenge = stoc;
  return {};
}

/** @param place of the octet, by where the proof begins and how long the answer is */
function flipping(
  client: DlmsClient,
  place: (start: number, length: number) => number,
  bit: number,
): TokenChange & { readonly edit: SignatureEdit } {
  const start = client.association.settings.mechanism === 'high-level-security-using-gmac' ? GMAC_TAG_AT : 0;
  return { edit: (answer) => flipBit(answer, place(start, answer.length), bit) };
}

function orderForR(client: DlmsClient): SignatureEdit {
  return withOrderForR(client.association.settings.suite);
}

function known(octets: Uint8Array | undefined): Uint8Array {
  if (octets === undefined) throw new LocalProtocolError('the client has not been authenticated before');
  return octets;
}

function lastUsed(client: DlmsClient): number {
  return client.association.security.globalCounter.next - 1;
}

/** The same octets but for the last bit. */
function neighbourOf(octets: Uint8Array): Uint8Array {
  return flipBit(octets, octets.length - 1, 0);
}
