import type { DlmsClient } from '#client/dlms-client';
import { MECHANISMS } from '#dlms/apdu/acse';
import type { OpenChange } from '#dlms/association/open-change';
import { type Observed, observe } from './observed';
import { readsInVain } from './opening';

/** ASCII 00000000: nobody's secret. GMAC has no secret of its own that could be tried as a password. */
const DUMMY_PASSWORD = new Uint8Array(8).fill(0x30);

const CHANGES = {
  'without authentication': { without: ['senderAcseRequirements', 'mechanismName', 'callingAuthenticationValue'] },
  'with a mere password': {
    aarq: { mechanismName: MECHANISMS['low-level-security'], callingAuthenticationValue: DUMMY_PASSWORD },
  },
} as const satisfies Readonly<Record<string, OpenChange>>;

export type WeakerMechanism = keyof typeof CHANGES;
export const WEAKER_MECHANISMS: readonly string[] = Object.keys(CHANGES);

/** AUT-35: an AARQ as declared but for a weaker mechanism, then a read on that link. */
export async function opensWeakly(client: DlmsClient, how: WeakerMechanism): Promise<readonly Observed[]> {
  return [await observe(`AARQ ${how}`, client.sendAarq(CHANGES[how])), await readsInVain(client)];
}
