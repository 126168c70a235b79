import type { Obis } from '#dlms/codec/obis';
import { type SecuritySuite, suiteOf } from '#dlms/security/suite';
import { SYSTEM_TITLE_LENGTH } from '#dlms/security/system-title';
import type {
  CosemObject,
  InvocationCounters,
  KeySet,
  LogicalDevice,
  SecurityMaterial,
  SecuritySetupObject,
} from '../model';
import type { MeterPolicy } from '../policy';
import type { KeyName, KeyState } from '../policy/protection-kind';
import type { GeneralMemory } from './general-memory';
import { heldKey } from './held-key';

/** The keys that were in force when an APDU arrived: its answer uses the same, even if it changes them. */
export interface KeyRing {
  readonly suite: SecuritySuite;
  readonly gak: Uint8Array;
  readonly ownTitle: Uint8Array;
  readonly clientTitle: Uint8Array;
  readonly global: KeyState;
  readonly dedicated: KeyState | undefined;
  /** undefined: the meter has none */
  readonly broadcast: KeyState | undefined;
  /** of the layer of general-ciphering that is being taken off or put on */
  readonly ephemeral?: KeyState | undefined;
  readonly general: GeneralKeys;
}

/** What general-ciphering and general-signing take beside the global keys. All may be lacking in suite 0. */
export interface GeneralKeys extends GeneralMeans {
  readonly kek: Uint8Array | undefined;
  /** private keys of the meter */
  readonly signing: Uint8Array | undefined;
  readonly agreement: Uint8Array | undefined;
  /** public keys of the client, x ‖ y */
  readonly clientSigning: () => Uint8Array | undefined;
  readonly clientAgreement: () => Uint8Array | undefined;
}

/** What of it does not come from a security setup. */
export interface GeneralMeans {
  readonly memory: GeneralMemory;
  readonly random: (length: number) => Uint8Array;
  readonly checksTransactionIds: boolean;
}

/** What an association knows of its two sides. */
export interface Parties {
  readonly own: Uint8Array;
  readonly client: Uint8Array | undefined;
  /** of the certificate that came with the AARQ */
  readonly clientSigningKey: Uint8Array | undefined;
}

export function isSecuritySetup(object: CosemObject | undefined): object is SecuritySetupObject {
  return object !== undefined && object.classId === 64 && 'material' in object;
}

export function securityMaterial(device: LogicalDevice, setup: Obis | undefined): SecurityMaterial | undefined {
  const object = setup === undefined ? undefined : device.objects.get(setup);
  return isSecuritySetup(object) ? object.material : undefined;
}

export function keyRing(keys: KeySet, parties: Parties, dedicated: KeyState | undefined, means: GeneralMeans): KeyRing {
  const clientTitle = fitted(parties.client ?? new Uint8Array(0), SYSTEM_TITLE_LENGTH);
  return {
    suite: suiteOf(keys.suite),
    gak: keys.gak,
    ownTitle: parties.own,
    clientTitle,
    global: { key: keys.guek, counters: keys.counters },
    dedicated,
    broadcast: keys.gbek && { key: keys.gbek, counters: keys.broadcastCounters },
    general: { ...means, ...generalKeys(keys, clientTitle, parties.clientSigningKey) },
  };
}

function generalKeys(
  { kek, keyPairs, certificates }: KeySet,
  title: Uint8Array,
  clientSigningKey: Uint8Array | undefined,
): Omit<GeneralKeys, keyof GeneralMeans> {
  const held = [...certificates];
  return {
    kek,
    signing: keyPairs.get('digital-signature'),
    agreement: keyPairs.get('key-agreement'),
    clientSigning: () => clientSigningKey ?? heldKey(held, title, 'digital-signature'),
    clientAgreement: () => heldKey(held, title, 'key-agreement'),
  };
}

/** The key of that name; only a meter that takes one for another asks for what is not there. */
export function keyState(ring: KeyRing, name: KeyName): KeyState {
  return ring[name] ?? ring.global;
}

/** The counters that go with a key. */
export function countersOf(policy: MeterPolicy, ring: KeyRing, key: KeyName): InvocationCounters {
  return keyState(ring, policy.countersOf(key)).counters;
}

/** Exactly `length` octets: only a meter that accepts what is too short or too long ever needs it. */
export function fitted(octets: Uint8Array, length: number): Uint8Array {
  if (octets.length === length) return octets;
  const fit = new Uint8Array(length);
  fit.set(octets.subarray(0, length));
  return fit;
}
