import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { actionResponseOf } from '#client/writing';
import type { ReceivedApdu } from '#dlms/association/client-association';
import { parseToken } from '#dlms/security/hls-gmac';
import { Examination, type Findings } from './findings';
import { isPending } from './pass-three';

/** How many values of the client's counter the tokens of three associations leave out before them. */
const GAPS: readonly number[] = [0, 1, 100];

/** One opening by GMAC, and the counters that it used under the global key. */
export interface GmacOpening {
  readonly gap: number;
  /** what went wrong; undefined when the association is open and f(CtoS) right */
  readonly fault: string | undefined;
  readonly clientCounter: number;
  readonly serverCounter: number | undefined;
  /** highest counter that the meter had used under that key before */
  readonly serverCounterBefore: number | undefined;
}

/** AUT-24: one association after the other, each on a new connection, the token's counter next, next+1, next+100. */
export async function opensWithGaps(client: DlmsClient): Promise<readonly GmacOpening[]> {
  const openings: GmacOpening[] = [];
  for (const gap of GAPS) openings.push(await opensWithGap(client, gap));
  return openings;
}

/** All open; the meter's tokens carry a counter of its own: it only rises, and is no echo of the client's. */
export function examineGmacOpenings(openings: readonly GmacOpening[]): Findings {
  const examination = new Examination();
  for (const { gap, fault, serverCounter, serverCounterBefore } of openings) {
    examination.expect(fault === undefined, `with a token counter ${gap} above the next: ${fault}`);
    if (serverCounter === undefined || serverCounterBefore === undefined) continue;
    const rises = serverCounter > serverCounterBefore;
    examination.expect(rises, `the meter's token carries counter ${serverCounter} after ${serverCounterBefore}`);
  }
  const echoed = openings.every(({ clientCounter, serverCounter }) => clientCounter === serverCounter);
  examination.expect(!echoed, "the meter's tokens carry the counters of the client's");
  return examination;
}

async function opensWithGap(client: DlmsClient, gap: number): Promise<GmacOpening> {
  const { globalCounter } = client.association.security;
  await client.disconnect();
  await client.sendAarq();
  const serverCounterBefore = highestCounter(client.received);
  const nothing = { gap, clientCounter: globalCounter.next, serverCounter: undefined, serverCounterBefore };
  if (!isPending(client)) return { ...nothing, fault: 'the AARQ was not accepted' };
  globalCounter.skipTo(globalCounter.next + gap);
  const clientCounter = globalCounter.next;
  const { hlsReply, hlsFault } = await client.completeHls();
  return { ...nothing, fault: hlsFault, clientCounter, serverCounter: tokenCounter(hlsReply) };
}

/** Counter of the token that pass 4 returned. */
function tokenCounter(reply: Reply): number | undefined {
  const response = actionResponseOf(reply);
  const parameters = response?.choice === 'normal' ? response.outcome.returnParameters : undefined;
  if (parameters === undefined || !('data' in parameters)) return undefined;
  const { data } = parameters;
  return data.type === 'octet-string' ? parseToken(data.value)?.invocationCounter : undefined;
}

/** Highest counter under the global key, of ciphered APDUs and of what AAREs carry. */
function highestCounter(received: readonly ReceivedApdu[]): number | undefined {
  const counters = received
    .flatMap(({ protection, userInformation }) => [protection, userInformation?.protection])
    .flatMap((protection) => (protection?.key === 'global' ? [protection.invocationCounter] : []));
  return counters.length === 0 ? undefined : Math.max(...counters);
}
