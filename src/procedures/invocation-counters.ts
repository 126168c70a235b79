import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import { flipBit } from '#dlms/apdu/edit';
import type { ProtectionChoice } from '#dlms/association/protection-choice';
import { Examination, type Findings } from './findings';
import { type Observed, observe } from './observed';
import { declaredProtection, protectionOf, readsProtected } from './protection-choices';
import { encodeGetName } from './requests';
import { examineServed } from './results';
import { releasesAndReopens } from './server-counters';

/** Requests under one key, some with a fresh invocation counter and some with a stale one. */
export interface CounterTrial {
  /** to be served */
  readonly fresh: readonly Observed[];
  /** to be refused */
  readonly stale: readonly Observed[];
  /** the lowest counter that the meter accepts when the stale ones arrive */
  readonly lowest: number;
}

const JUMP = 1000;
const FAR_JUMP = 1_000_000;

/** SEC-33: the same octets a second time. */
export async function replaysRead(client: DlmsClient): Promise<CounterTrial> {
  const octets = client.protected(encodeGetName(client), { protection: declaredProtection(client) });
  const original = await observe('the original', client.exchange(octets));
  const copy = await observe('its copy', client.exchange(octets));
  return { fresh: [original], stale: [copy], lowest: nextCounter(client) };
}

/** SEC-34: the last counter, the one before it, and 1, each with a right tag. */
export async function readsWithLowCounters(client: DlmsClient): Promise<CounterTrial> {
  const fresh = await reads(client, 4);
  const lowest = nextCounter(client);
  const low = [lowest - 1, lowest - 2, 1].filter((counter, at, all) => all.indexOf(counter) === at);
  const stale: Observed[] = [];
  for (const counter of low) stale.push(await readsWith(client, counter));
  return { fresh, stale, lowest };
}

/** SEC-35: a counter far above the last one, then the one below it. */
export async function jumpsForward(client: DlmsClient): Promise<CounterTrial> {
  const before = await reads(client, 1);
  const counter = sendingCounter(client);
  const target = counter.next - 1 + JUMP;
  counter.skipTo(target);
  const jump = await observe(`GET with a counter ${JUMP} above the last one`, readsProtected(client));
  return { fresh: [...before, jump], stale: [await readsWith(client, target - 1)], lowest: target + 1 };
}

/**
 * SEC-40: a wrong tag under a counter far above, then the next right counter. A meter that believed the forger
 * refuses us from now on: then we go on behind his counter, so that the rest of a run is not lost.
 */
export async function forgesCounter(client: DlmsClient): Promise<CounterTrial> {
  await readsProtected(client);
  const counter = sendingCounter(client);
  const forged = counter.next - 1 + FAR_JUMP;
  const edit = (content: Uint8Array) => flipBit(content, content.length - 1, 0);
  const protection = { ...declaredProtection(client), counter: forged, edit };
  const stale = await observe('GET with a wrong tag', client.request(encodeGetName(client), { protection }));
  const lowest = counter.next;
  const right = await observe('GET with the next counter', readsProtected(client));
  if (!isData(right)) counter.skipTo(forged + 1);
  return { fresh: [right], stale: [stale], lowest };
}

/** SEC-38: requests under both keys by turns, then under the dedicated key of another association. */
export interface TwoKeys {
  readonly reads: readonly Observed[];
  readonly reopening: OpenOutcome;
}

/** The association was opened with a dedicated key, and nothing was sent under it yet: its counter is at 0. */
export async function alternatesKeys(client: DlmsClient): Promise<TwoKeys> {
  const first = await readsUnder(client, 'global', 1);
  const dedicated = await readsUnder(client, 'dedicated', 3);
  const second = await readsUnder(client, 'global', 1);
  const reopening = await releasesAndReopens(client, 'dedicated');
  const again = reopening.associated ? await readsUnder(client, 'dedicated', 3) : [];
  return { reads: [...first, ...dedicated, ...second, ...again], reopening };
}

async function readsUnder(client: DlmsClient, key: 'global' | 'dedicated', times: number): Promise<Observed[]> {
  const protection = protectionOf(client, 'authenticated-encryption', key);
  const counter = client.association.security.counterOf(protection.form);
  const observed: Observed[] = [];
  for (let done = 0; done < times; done++) {
    const what = `GET under the ${key} key with its counter ${counter.next}`;
    observed.push(await observe(what, client.request(encodeGetName(client), { protection })));
  }
  return observed;
}

/** The lowest counter that the meter may still take from us under the key of the association. */
export function nextCounter(client: DlmsClient): number {
  return sendingCounter(client).next;
}

function sendingCounter(client: DlmsClient) {
  return client.association.security.counterOf(declaredProtection(client).form);
}

/** A counter that is given does not move ours: it is behind it. */
function readsWith(client: DlmsClient, counter: number): Promise<Observed> {
  const protection: ProtectionChoice = { ...declaredProtection(client), counter };
  return observe(`GET with counter ${counter}`, client.request(encodeGetName(client), { protection }));
}

async function reads(client: DlmsClient, times: number): Promise<Observed[]> {
  const observed: Observed[] = [];
  for (let number = 1; number <= times; number++)
    observed.push(await observe(`right read ${number}`, readsProtected(client)));
  return observed;
}

function isData({ reply }: Observed): boolean {
  return reply.kind === 'apdu' && reply.received.apdu.kind === 'get-response';
}

/** Each fresh request was served. */
export function examineFresh({ fresh }: CounterTrial): Findings {
  return examineServed(fresh);
}

/** SEC-35: the jump was served; a window that the rig declares may refuse it. */
export function examineJump({ fresh }: CounterTrial, windowDeclared: boolean): Findings {
  if (!windowDeclared) return examineServed(fresh);
  return { faults: [], deviations: examineServed(fresh).faults };
}

/** Where a refusal names a counter, it is the lowest acceptable one (xdlms.md 8). */
export function examineNamedCounters({ stale, lowest }: CounterTrial): Findings {
  const examination = new Examination();
  for (const { what, reply } of stale) {
    const named =
      reply.kind === 'apdu' && 'invocationCounter' in reply.received.apdu
        ? reply.received.apdu.invocationCounter
        : undefined;
    if (named !== undefined)
      examination.expect(
        named === lowest,
        `${what}: the refusal names counter ${named}, the lowest acceptable one is ${lowest}`,
      );
  }
  return examination;
}
