import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { Examination, type Findings } from './findings';
import type { CounterTrial } from './invocation-counters';
import { type Observed, observe } from './observed';
import { declaredProtection, opensUnder, readsProtected } from './protection-choices';
import { encodeGetName } from './requests';
import { type CounterUse, examineRising, serverCounters } from './server-counters';

/** A replay over a power loss. */
export interface PowerLossTrial extends CounterTrial {
  readonly reopening: OpenOutcome;
  /** what the meter used before and after; before the scenario, too, as far as it is remembered */
  readonly before: readonly CounterUse[];
  readonly after: readonly CounterUse[];
}

/** An association under the global key, with the AARQ that opened it. */
export interface OverheardOpening {
  readonly opening: OpenOutcome;
  readonly aarq: Uint8Array;
}

export async function opensOverheard(client: DlmsClient): Promise<OverheardOpening> {
  let aarq = new Uint8Array(0);
  const edit = (octets: Uint8Array) => {
    aarq = octets.slice();
    return octets;
  };
  return { opening: await client.open({ dedicatedKey: 'none', edit }), aarq };
}

/**
 * SEC-37: a read, the power cycle, a new association, the old read once more, a new read. The old AARQ comes back
 * before the new association: its counter is the only one that the new one does not make stale by itself.
 */
export async function replaysOverPowerLoss(
  client: DlmsClient,
  { aarq }: OverheardOpening,
  cycle: () => void,
  earlier: readonly CounterUse[],
): Promise<PowerLossTrial> {
  const octets = client.protected(encodeGetName(client), { protection: declaredProtection(client) });
  const original = await observe('a read before the power loss', client.exchange(octets));
  const before = serverCounters(client.received);
  cycle();
  await client.disconnect();
  const stale = await replaysAarq(client, aarq);
  const reopening = await opensUnder(client, 'global');
  const lowest = client.association.security.globalCounter.next;
  if (reopening.associated) stale.push(await observe('the old read', client.exchange(octets)));
  const again = reopening.associated ? [await readsAgain(client)] : [];
  const after = serverCounters(client.received).slice(before.length);
  return { fresh: [original, ...again], stale, lowest, reopening, before: [...earlier, ...before], after };
}

/** An AARQ that protects nothing has no counter that could be stale. */
async function replaysAarq(client: DlmsClient, aarq: Uint8Array): Promise<Observed[]> {
  if (client.association.settings.protection === undefined) return [];
  const replayed = await observe('the old AARQ', sendsOld(client, aarq), 'replayed AARQ');
  await client.disconnect();
  return [replayed];
}

async function sendsOld(client: DlmsClient, octets: Uint8Array): Promise<Reply> {
  await client.channel.connect();
  return client.exchange(octets);
}

/** SEC-33: the same without a power loss. What the client overheard of itself comes back on new connections. */
export function replaysInNextAssociation(client: DlmsClient, opening: OverheardOpening): Promise<PowerLossTrial> {
  return replaysOverPowerLoss(client, opening, () => undefined, []);
}

function readsAgain(client: DlmsClient): Promise<Observed> {
  return observe('a new read after it', readsProtected(client));
}

/** The meter opened again, and each of its counters is above all from before under the same key. */
export function examineRecovery({ before, after, reopening }: PowerLossTrial): Findings {
  const examination = new Examination();
  examination.expect(reopening.associated, 'the association could not be opened after the power loss');
  examination.add(examineRising([...before, ...after].filter(({ key }) => key === 'global')));
  return examination;
}
