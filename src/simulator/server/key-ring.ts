import type { Obis } from '#dlms/codec/obis';
import { type SecuritySuite, suiteOf } from '#dlms/security/suite';
import { SYSTEM_TITLE_LENGTH } from '#dlms/security/system-title';
import type { CosemObject, InvocationCounters, LogicalDevice, SecurityMaterial, SecuritySetupObject } from '../model';
import type { MeterPolicy } from '../policy';
import type { KeyName } from '../policy/protection-kind';

export interface KeyState {
  readonly key: Uint8Array;
  readonly counters: InvocationCounters;
}

/** The keys that were in force when an APDU arrived: its answer uses the same, even if it changes them. */
export interface KeyRing {
  readonly suite: SecuritySuite;
  readonly gak: Uint8Array;
  readonly ownTitle: Uint8Array;
  readonly clientTitle: Uint8Array;
  readonly global: KeyState;
  readonly dedicated: KeyState | undefined;
}

export function isSecuritySetup(object: CosemObject | undefined): object is SecuritySetupObject {
  return object !== undefined && object.classId === 64 && 'material' in object;
}

export function securityMaterial(device: LogicalDevice, setup: Obis | undefined): SecurityMaterial | undefined {
  const object = setup === undefined ? undefined : device.objects.get(setup);
  return isSecuritySetup(object) ? object.material : undefined;
}

export function keyRing(
  { keys }: SecurityMaterial,
  titles: { readonly own: Uint8Array; readonly client: Uint8Array | undefined },
  dedicated: KeyState | undefined,
): KeyRing {
  return {
    suite: suiteOf(keys.suite),
    gak: keys.gak,
    ownTitle: titles.own,
    clientTitle: fitted(titles.client ?? new Uint8Array(0), SYSTEM_TITLE_LENGTH),
    global: { key: keys.guek, counters: keys.counters },
    dedicated,
  };
}

/** The counters that go with a key. */
export function countersOf(policy: MeterPolicy, ring: KeyRing, key: KeyName): InvocationCounters {
  const own = policy.countersOf(key) === 'dedicated' ? ring.dedicated : undefined;
  return (own ?? ring.global).counters;
}

/** Exactly `length` octets: only a meter that accepts what is too short or too long ever needs it. */
export function fitted(octets: Uint8Array, length: number): Uint8Array {
  if (octets.length === length) return octets;
  const fit = new Uint8Array(length);
  fit.set(octets.subarray(0, length));
  return fit;
}
