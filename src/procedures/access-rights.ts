import type { DlmsClient } from '#client/dlms-client';
import { setAttribute } from '#client/writing';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { ProtectionKind, WritableAttribute } from '#rig/rig';
import { type Attempts, attemptEach, restores } from './attempts';
import { Examination, type Findings } from './findings';
import type { Attributes } from './foreign-attributes';
import { isSameValue } from './get-values';
import { readValue } from './lasting-write';
import { type ListedObject, readObjectList } from './object-list';
import { type Observed, observe } from './observed';
import { protectionOf, type Strength } from './protection-choices';
import { encodeGet } from './requests';
import { textOf } from './security-policy';
import { covers, kindOf } from './security-setup';
import type { WriteTrial } from './service-mode';

/** Class 15 and class 64: who may do what, and with which keys. */
const [ASSOCIATION, SECURITY_SETUP] = [15, 64];
const SECRET = 7;
const REPLY_TO_HLS = 1;
const PROFILE_GENERIC = 7;
const STRENGTHS: readonly Strength[] = ['authentication', 'encryption', 'authenticated-encryption'];

/**
 * SEC-911: what the object lists of others show as readable and the client's own does not, each once.
 * @returns undefined when a list could not be read
 */
export async function readableForOthersAlone(
  client: DlmsClient,
  others: readonly DlmsClient[],
): Promise<Attributes | undefined> {
  const own = await listOf(client);
  if (own === undefined) return undefined;
  const known = new Set(own.flatMap(readableIn).map(nameOf));
  const beyond = new Map<string, AttributeDescriptor>();
  for (const other of others) {
    const list = await listOf(other);
    if (list === undefined) return undefined;
    for (const attribute of list.flatMap(readableIn)) {
      if (!known.has(nameOf(attribute))) beyond.set(nameOf(attribute), attribute);
    }
  }
  return [...beyond.values()];
}

/** SEC-912: what the client's own list names without the right to read it. */
export function unreadableIn(objects: readonly ListedObject[]): Attributes {
  return objects.flatMap(({ classId, logicalName, readable, demands }) =>
    [...demands.keys()]
      .filter((attributeId) => !readable.includes(attributeId))
      .map((attributeId) => ({ classId, logicalName, attributeId })),
  );
}

/** SEC-911, SEC-912: a read of each, protected as the client protects. */
export function readsInVainEach(client: DlmsClient, attributes: Attributes): Promise<Attempts> {
  return attemptEach(
    client,
    attributes.map((attribute) => ({
      what: `GET of ${nameOf(attribute)}`,
      send: () => client.request(encodeGet(client, attribute)),
    })),
  );
}

/** SEC-913: nothing by which a stranger could learn or change the security of the meter. */
export function examinePublicList(objects: readonly ListedObject[]): Findings {
  const examination = new Examination();
  examination.expect(objects.length > 0, 'the object list is empty');
  for (const object of objects) {
    if (object.classId === SECURITY_SETUP) examination.add(examineListedSetup(object));
    else if (object.classId === ASSOCIATION) examination.add(examineListedAssociation(object));
    else examination.add(examineListedObject(object));
  }
  return examination;
}

function examineListedSetup({ logicalName, writable, callable }: ListedObject): Findings {
  const examination = new Examination();
  const name = `the Security setup ${logicalName}`;
  examination.expect(writable.length === 0, `anybody may write attributes ${writable.join(', ')} of ${name}`);
  examination.expect(callable.length === 0, `anybody may call methods ${callable.join(', ')} of ${name}`);
  examination.tolerate(false, `${name} is shown to anybody`);
  return examination;
}

/** Method 1 carries pass 3 of an HLS, and is of no use to a client without one. */
function examineListedAssociation({ logicalName, readable, writable, callable }: ListedObject): Findings {
  const examination = new Examination();
  const name = `the association ${logicalName}`;
  examination.expect(!readable.includes(SECRET), `anybody may read the secret of ${name}`);
  examination.expect(!writable.includes(SECRET), `anybody may write the secret of ${name}`);
  const others = callable.filter((method) => method !== REPLY_TO_HLS);
  examination.tolerate(others.length === 0, `anybody may call methods ${others.join(', ')} of ${name}`);
  const written = writable.filter((attribute) => attribute !== SECRET);
  examination.tolerate(written.length === 0, `anybody may write attributes ${written.join(', ')} of ${name}`);
  return examination;
}

function examineListedObject({ classId, logicalName, writable, callable }: ListedObject): Findings {
  const examination = new Examination();
  const name = `${classId}/${logicalName}`;
  examination.tolerate(writable.length === 0, `anybody may write attributes ${writable.join(', ')} of ${name}`);
  examination.tolerate(callable.length === 0, `anybody may call methods ${callable.join(', ')} of ${name}`);
  return examination;
}

/** SEC-914: writes with less protection than the access right demands, but as much as the policy does. */
export async function writesTooWeakly(
  client: DlmsClient,
  { attribute, values }: WritableAttribute,
  objects: readonly ListedObject[],
  policy: ProtectionKind,
): Promise<WriteTrial> {
  const before = await readValue(client, attribute);
  const value = before !== undefined && isSameValue(before, values[0]) ? values[1] : values[0];
  const weak = weakKinds(demandOn(attribute, objects), policy);
  const attempts = await attemptEach(
    client,
    weak.map((kind) => ({
      what: `SET with ${textOf(kind)}`,
      send: async () =>
        (await setAttribute(client, attribute, value, { protection: protectionFor(client, kind) })).last,
    })),
  );
  await restores(client);
  const after = await readValue(client, attribute);
  return { ...attempts, before, after };
}

/** The same write with all the protection there is, and back to what was there. */
export async function writesWell(
  client: DlmsClient,
  { attribute, values }: WritableAttribute,
): Promise<readonly Observed[]> {
  const protection = protectionOf(client, 'authenticated-encryption');
  const before = await readValue(client, attribute);
  const value = before !== undefined && isSameValue(before, values[0]) ? values[1] : values[0];
  const write = (to: typeof value) => setAttribute(client, attribute, to, { protection }).then(({ last }) => last);
  const written = await observe('SET with authenticated encryption', write(value));
  const restored = before && (await observe('SET of what was there', write(before)));
  return restored === undefined ? [written] : [written, restored];
}

/**
 * SEC-915: of each demand in the list one attribute, read with every protection that is enough for it.
 * @param strengths that the meter declares to know
 */
export async function readsWithMoreThanEnough(
  client: DlmsClient,
  objects: readonly ListedObject[],
  policy: ProtectionKind,
  strengths: readonly Strength[],
): Promise<readonly Observed[]> {
  const observed: Observed[] = [];
  for (const [demand, attribute] of oneOfEachDemand(objects)) {
    for (const strength of strengths.filter((kind) => covers(kind, demand) && covers(kind, policy))) {
      const what = `GET of ${nameOf(attribute)}, which demands ${textOf(demand)}, with ${textOf(strength)}`;
      const protection = protectionOf(client, strength);
      observed.push(await observe(what, client.request(encodeGet(client, attribute), { protection })));
    }
  }
  return observed;
}

function oneOfEachDemand(objects: readonly ListedObject[]): ReadonlyMap<ProtectionKind, AttributeDescriptor> {
  const found = new Map<ProtectionKind, AttributeDescriptor>();
  for (const attribute of objects.filter(({ classId }) => classId !== PROFILE_GENERIC).flatMap(readableIn)) {
    const demand = demandOn(attribute, objects);
    // attribute 1 is the same everywhere: the right to a value says more
    if (attribute.attributeId > 1 && !found.has(demand)) found.set(demand, attribute);
  }
  return found;
}

function demandOn(
  { classId, logicalName, attributeId }: AttributeDescriptor,
  objects: readonly ListedObject[],
): ProtectionKind {
  const object = objects.find((each) => each.classId === classId && each.logicalName === logicalName);
  const demand = object?.demands.get(attributeId);
  return kindOf(demand?.authenticated === true, demand?.encrypted === true);
}

function weakKinds(demand: ProtectionKind, policy: ProtectionKind): readonly ProtectionKind[] {
  const kinds: readonly ProtectionKind[] = ['none', ...STRENGTHS];
  return kinds.filter((kind) => covers(kind, policy) && !covers(kind, demand));
}

function protectionFor(client: DlmsClient, kind: ProtectionKind) {
  return kind === 'none' ? 'none' : protectionOf(client, kind);
}

/** By its own association, of which the connection is given back. */
async function listOf(client: DlmsClient): Promise<readonly ListedObject[] | undefined> {
  await client.disconnect();
  await client.open();
  const objects = await readObjectList(client);
  await client.disconnect();
  return objects;
}

function readableIn({ classId, logicalName, readable }: ListedObject): AttributeDescriptor[] {
  return readable.map((attributeId) => ({ classId, logicalName, attributeId }));
}

function nameOf({ classId, logicalName, attributeId }: AttributeDescriptor): string {
  return `${classId}/${logicalName}/${attributeId}`;
}
