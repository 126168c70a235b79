import { aareOf, type DlmsClient } from '#client/dlms-client';
import { append, cut, flipBit } from '#dlms/apdu/edit';
import type { OpenChange } from '#dlms/association/open-change';
import { declared } from './declared';
import { type Observed, observe } from './observed';
import { readsInVain } from './opening';

type Edit = (right: Uint8Array) => Uint8Array;

/** Passwords that are nearly right, in the words of features. Bit 7 of the first octet: a comparison of 7-bit text misses it. */
const EDITS = {
  'wrong in one bit of its last octet': (right) => flipBit(right, right.length - 1, 0),
  'wrong in one bit of its first octet': (right) => flipBit(right, 0, 7),
  'cut short by its last octet': (right) => cut(right, right.length - 1),
  'followed by a zero octet': (right) => append(right, 0x00),
  'followed by one more letter': (right) => append(right, 0x41),
  empty: () => new Uint8Array(0),
} as const satisfies Readonly<Record<string, Edit>>;

export type WrongPassword = keyof typeof EDITS | 'absent';
export const WRONG_PASSWORDS: readonly string[] = [...Object.keys(EDITS), 'absent'];

/** AUT-04 to AUT-07: an AARQ with a wrong password, then a read on that link. */
export async function opensWithWrongPassword(client: DlmsClient, wrong: WrongPassword): Promise<readonly Observed[]> {
  const aarq = await observe(`AARQ with a password that is ${wrong}`, client.sendAarq(changeOf(client, wrong)));
  return [aarq, await readsInVain(client)];
}

/** Whether the meter said no to the password. */
export function wasRejected([aarq]: readonly Observed[]): boolean {
  const result = aarq && aareOf(aarq.reply)?.result;
  return result === 'rejected-permanent' || result === 'rejected-transient';
}

function changeOf(client: DlmsClient, wrong: WrongPassword): OpenChange {
  if (wrong === 'absent') return { without: ['callingAuthenticationValue'] };
  const right = declared(client.association.settings.password, 'password of this client');
  return { aarq: { callingAuthenticationValue: EDITS[wrong](right) } };
}
