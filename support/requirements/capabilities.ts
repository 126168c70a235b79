import { traitsOf } from '#dlms/apdu/authentication';
import { capabilityNames } from '#rig/capability-names';
import { CLIENT_RULES, holdsForRig, originOf } from '#rig/derived-capabilities';
import type { ClientProfile, Rig } from '#rig/rig';

const UNCONFIRMED = 'aa.unconfirmed';
const SIGNING = 'sec.generalSigning';

/** What may be asked of a rig's capabilities, as a whole or as one client of it sees them. */
export interface Capabilities {
  has(name: string): boolean;
  /** Every name that holds, sorted. */
  list(): readonly string[];
}

/**
 * Capabilities of a rig: those that follow from its transport, clients, meter and objects, and those that it
 * declares. With a client, names that differ from client to client are those of this client; without one, they hold
 * when they hold for some client.
 */
export function capabilitiesOf(rig: Rig, client?: ClientProfile): Capabilities {
  const has = (name: string) => (client === undefined ? holdsForSome(name, rig) : holdsForClient(name, rig, client));
  return { has, list: () => [...capabilityNames().keys()].filter(has).sort() };
}

/** What a person could write into the rig file to have the capability. */
export function howToDeclare(name: string): string {
  return originOf(name) ?? 'declares';
}

/** Whether clients of one rig may differ in it. */
export function isPerClient(name: string): boolean {
  return (
    name in CLIENT_RULES ||
    (/^(?:sec|auth)\.|^aa\.unconfirmed$|^test\.(?:serviceParameter|protectedWrite)$/.test(name) &&
      originOf(name) === undefined)
  );
}

function holdsForSome(name: string, rig: Rig): boolean {
  if (originOf(name) !== undefined) return holdsForRig(name, rig);
  return rig.declares.has(name) || [...rig.clients.values()].some(({ declares }) => declares.has(name));
}

function holdsForClient(name: string, rig: Rig, client: ClientProfile): boolean {
  const rule = CLIENT_RULES[name];
  if (rule !== undefined) return rule.holds(client);
  if (originOf(name) !== undefined) return holdsForRig(name, rig);
  return client.declares.has(name) || (rig.declares.has(name) && mayConcern(name, client));
}

/** What a rig declares as a whole does not concern a client that cannot have it, and how it differs from the others. */
function mayConcern(name: string, client: ClientProfile): boolean {
  // the four passes need confirmed services (GB 9.4.2)
  if (name === UNCONFIRMED) return !traitsOf(client.authentication).isHls;
  if (name === SIGNING && client.keyPairs?.signing === undefined) return false;
  return !name.startsWith('sec.') || client.ciphered;
}
