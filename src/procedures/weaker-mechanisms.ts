import type { DlmsClient } from '#client/dlms-client';
import { MECHANISMS } from '#dlms/apdu/acse';
import type { OpenChange } from '#dlms/association/open-change';
import { type Observed, observe } from './observed';
import { readsInVain } from './opening';

/** ASCII 00000000: nobody's secret. */
const DUMMY_PASSWORD = new Uint8Array(8).fill(0x30);

const NONE = { without: ['senderAcseRequirements', 'mechanismName', 'callingAuthenticationValue'] } as const;

/** What is offered in place of the client's own mechanism, one opening each. */
const OFFERS = {
  'without authentication': () => [{ what: 'without authentication', change: NONE }],
  'with a mere password': (client) => {
    const { secret } = client.association.settings;
    const dummy = { what: 'with a password of nobody', change: passwordChange(DUMMY_PASSWORD) };
    // mechanisms 5 and 7 have no secret that could be tried as a password
    return secret === undefined
      ? [dummy]
      : [dummy, { what: 'with its HLS secret as a password', change: passwordChange(secret) }];
  },
} as const satisfies Readonly<Record<string, (client: DlmsClient) => readonly Offer[]>>;

interface Offer {
  readonly what: string;
  readonly change: OpenChange;
}

export type WeakerMechanism = keyof typeof OFFERS;
export const WEAKER_MECHANISMS: readonly string[] = Object.keys(OFFERS);

/** AUT-35: AARQs as declared but for a weaker mechanism, each on a link of its own, then a read on that link. */
export async function opensWeakly(client: DlmsClient, how: WeakerMechanism): Promise<readonly Observed[]> {
  const observed: Observed[] = [];
  for (const { what, change } of OFFERS[how](client)) {
    if (observed.length > 0) await client.disconnect();
    observed.push(await observe(`AARQ ${what}`, client.sendAarq(change)), await readsInVain(client));
  }
  return observed;
}

function passwordChange(password: Uint8Array): OpenChange {
  return { aarq: { mechanismName: MECHANISMS['low-level-security'], callingAuthenticationValue: password } };
}
