import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { ProtectionKind } from '#rig/rig';
import { type Attempts, attemptEach, restores } from './attempts';
import { declared } from './declared';
import type { ListedObject } from './object-list';
import { type Observed, observe } from './observed';
import { readsInVain, sendsAarq } from './opening';
import { protectionOf } from './protection-choices';
import { encodeGet, encodeGetName } from './requests';
import { covers, kindOf } from './security-setup';

const KINDS: readonly ProtectionKind[] = ['none', 'authentication', 'encryption', 'authenticated-encryption'];

/** SEC-25: an AARQ whose InitiateRequest is in clear, without a dedicated key; then a read, whatever the answer. */
export async function opensUnprotected(client: DlmsClient): Promise<readonly Observed[]> {
  const change = { dedicatedKey: 'none', initiateProtection: 'none' } as const;
  const aarq = await sendsAarq(client, 'AARQ with an unprotected InitiateRequest', change, 'unprotected AARQ');
  return [aarq, await readsInVain(client)];
}

/** SEC-25, SEC-26: a read with one kind of protection, under the key of the association. */
export function readsWith(client: DlmsClient, kind: ProtectionKind): Promise<Attempts> {
  return attemptEach(client, [{ what: `GET with ${textOf(kind)}`, send: () => sendsGet(client, kind) }]);
}

/** A GET of the logical device name with one kind of protection. */
export function sendsGet(client: DlmsClient, kind: ProtectionKind): Promise<Reply> {
  return client.request(encodeGetName(client), { protection: protectionFor(client, kind) });
}

/** SEC-30: reads with less protection than the access right demands, but as much as the policy does. */
export function readsTooWeakly(
  client: DlmsClient,
  protectedAttribute: AttributeDescriptor | undefined,
  objects: readonly ListedObject[],
  policy: ProtectionKind,
): Promise<Attempts> {
  const attribute = declared(protectedAttribute, 'objects.protectedAttribute');
  const demanded = demandOn(attribute, objects);
  const weak = KINDS.filter((kind) => covers(kind, policy) && !covers(kind, demanded));
  return attemptEach(
    client,
    weak.map((kind) => ({
      what: `GET with ${textOf(kind)}`,
      send: () => client.request(encodeGet(client, attribute), { protection: protectionFor(client, kind) }),
    })),
  );
}

/** By the object list; where that does not tell, whatever is more than nothing. */
function demandOn({ logicalName, attributeId }: AttributeDescriptor, objects: readonly ListedObject[]): ProtectionKind {
  const demand = objects.find((object) => object.logicalName === logicalName)?.demands.get(attributeId);
  const kind = demand === undefined ? 'none' : kindOf(demand.authenticated, demand.encrypted);
  return kind === 'none' ? 'authenticated-encryption' : kind;
}

/** The same attribute with all that can be demanded. */
export async function readsStrongly(
  client: DlmsClient,
  protectedAttribute: AttributeDescriptor | undefined,
): Promise<Observed> {
  const attribute = declared(protectedAttribute, 'objects.protectedAttribute');
  await restores(client);
  const protection = protectionOf(client, 'authenticated-encryption');
  return observe('GET with authenticated encryption', client.request(encodeGet(client, attribute), { protection }));
}

export function textOf(kind: ProtectionKind): string {
  return kind === 'none' ? 'no protection' : kind.replaceAll('-', ' ');
}

function protectionFor(client: DlmsClient, kind: ProtectionKind) {
  return kind === 'none' ? 'none' : protectionOf(client, kind);
}
