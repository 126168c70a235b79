import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import type { Rlre } from '#dlms/apdu/acse';
import { flipBit } from '#dlms/apdu/edit';
import type { InitiateResponse } from '#dlms/apdu/initiate';
import type { UserInformation } from '#dlms/association/client-association';
import type { ReleaseChange } from '#dlms/association/open-change';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { encodeGetName } from './requests';

/** RLRQs with less protection than their association was opened with, in the words of features. */
const WEAK_RELEASES = {
  'without its InitiateRequest': { userInformation: 'absent' },
  'with an unprotected InitiateRequest': { userInformation: 'unprotected' },
  'with a wrong authentication tag': { protection: { edit: (content) => flipBit(content, content.length - 1, 0) } },
} as const satisfies Readonly<Record<string, ReleaseChange>>;

export type WeakRelease = keyof typeof WEAK_RELEASES;
export const WEAK_RELEASE_NAMES: readonly string[] = Object.keys(WEAK_RELEASES);

/** A release, and what the association was before it. */
export interface Released {
  readonly reply: Reply;
  /** what was negotiated when it was opened */
  readonly negotiated: InitiateResponse | undefined;
}

/** The RLRQ as it should be: with the InitiateRequest of the AARQ, protected as it was, where it was protected. */
export function releases(client: DlmsClient): Promise<Released> {
  return releasesBy(client, {});
}

/** REL-02: nothing inside. */
export function releasesWithNothing(client: DlmsClient): Promise<Released> {
  return releasesBy(client, { withoutReason: true, userInformation: 'absent' });
}

/** REL-04 */
export async function releasesWeakly(client: DlmsClient, how: WeakRelease): Promise<readonly Observed[]> {
  return [await observe(`RLRQ ${how}`, client.release(WEAK_RELEASES[how]))];
}

/** REL-11: an RLRQ on a new connection, without any association. */
export async function releasesNothing(client: DlmsClient): Promise<readonly Observed[]> {
  await client.disconnect();
  await client.channel.connect();
  return [await observe('RLRQ without an association', client.release())];
}

/** A read when the association is over. It goes out on the same connection as long as there is one. */
export async function readsWhenOver(client: DlmsClient): Promise<readonly Observed[]> {
  return [await observe('GET after the association', client.request(encodeGetName(client)))];
}

/** REL-01 */
export function examineRelease({ reply }: Released): Findings {
  const examination = new Examination();
  const rlre = rlreOf(reply);
  examination.expect(rlre !== undefined, `no RLRE came, but ${nameOf(reply)}`);
  if (rlre === undefined) return examination;
  examination.tolerate(rlre.reason !== undefined, 'RLRE without a reason');
  const normal = rlre.reason === undefined || rlre.reason === 'normal';
  examination.expect(normal, `reason of the RLRE is ${rlre.reason}, expected normal`);
  return examination;
}

/** REL-02: that it is well formed, the decoder has seen to. */
export function examineBareRelease({ reply }: Released): Findings {
  const examination = new Examination();
  examination.expect(rlreOf(reply) !== undefined, `no RLRE came, but ${nameOf(reply)}`);
  return examination;
}

/** REL-03 in a ciphered association: the InitiateResponse of the opening, protected. */
export function examineProtectedRelease({ reply, negotiated }: Released): Findings {
  const examination = new Examination();
  examination.expect(rlreOf(reply) !== undefined, `no RLRE came, but ${nameOf(reply)}`);
  const inside = insideOf(reply);
  if (rlreOf(reply) === undefined) return examination;
  examination.tolerate(inside !== undefined, 'RLRE without user-information');
  if (inside !== undefined) examination.add(examineInside(inside, negotiated));
  return examination;
}

/** REL-03 in a plain association. */
export function examinePlainRelease({ reply }: Released): Findings {
  const examination = new Examination();
  examination.expect(rlreOf(reply) !== undefined, `no RLRE came, but ${nameOf(reply)}`);
  examination.tolerate(insideOf(reply) === undefined, 'RLRE with user-information in a plain association');
  return examination;
}

function examineInside({ apdu, protection }: UserInformation, negotiated: InitiateResponse | undefined): Findings {
  const examination = new Examination();
  examination.expect(protection !== undefined, 'user-information of the RLRE is not protected');
  const isResponse = apdu.kind === 'initiate-response';
  examination.expect(isResponse, `user-information of the RLRE is ${apdu.kind}, expected an InitiateResponse`);
  if (!isResponse || negotiated === undefined) return examination;
  const sizes = `${apdu.serverMaxReceivePduSize}, at the opening ${negotiated.serverMaxReceivePduSize}`;
  examination.expect(sameBits(apdu, negotiated), 'the RLRE shows another conformance block than was negotiated');
  examination.expect(
    apdu.serverMaxReceivePduSize === negotiated.serverMaxReceivePduSize,
    `the RLRE shows server-max-receive-pdu-size ${sizes}`,
  );
  examination.expect(apdu.vaaName === negotiated.vaaName, `the RLRE shows vaa-name ${apdu.vaaName}`);
  return examination;
}

async function releasesBy(client: DlmsClient, change: ReleaseChange): Promise<Released> {
  const { negotiated } = client.association;
  return { reply: await client.release(change), negotiated };
}

function sameBits({ negotiatedConformance: a }: InitiateResponse, { negotiatedConformance: b }: InitiateResponse) {
  return a.size === b.size && [...a].every((bit) => b.has(bit));
}

export function rlreOf(reply: Reply): Rlre | undefined {
  return reply.kind === 'apdu' && reply.received.apdu.kind === 'RLRE' ? reply.received.apdu : undefined;
}

function insideOf(reply: Reply): UserInformation | undefined {
  return reply.kind === 'apdu' ? reply.received.userInformation : undefined;
}

function nameOf(reply: Reply): string {
  return reply.kind === 'apdu' ? reply.received.apdu.kind : reply.kind;
}
