import type { ActionOutcome } from '#dlms/apdu/action';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, octetString } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import { LocalProtocolError } from '#dlms/errors';
import type {
  AccessContext,
  InvocationCounters,
  LogicalDevice,
  MeterModel,
  SecurityMaterial,
  SecuritySetupObject,
} from '../model';
import { type KeySet, transferKeys } from './key-transfer';
import { constant, knownClass, outcome, ServedObject, shows } from './served-object';

/** Policy bits that suite 0 can fulfil: authenticated and encrypted, requests and responses (BB 4.4.7, version 1). */
const POLICY_BITS = 0x6c;

export interface SecuritySetupSettings {
  readonly suite: number;
  readonly policy: number;
  /** shared by the setups that are meant for the same keys, so that they share the counters too */
  readonly keys: KeySet;
  readonly serverSystemTitle: Uint8Array;
  /** shown until a client has opened an association with its own title; may be empty */
  readonly clientSystemTitle: Uint8Array;
}

/** Keys and counters of a set, and the policy of one setup. */
class SetupMaterial implements SecurityMaterial {
  readonly suite: number;
  policy: number;
  readonly #keys: KeySet;

  constructor({ suite, policy, keys }: SecuritySetupSettings) {
    this.suite = suite;
    this.policy = policy;
    this.#keys = keys;
  }

  get guek(): Uint8Array {
    return this.#keys.guek;
  }

  set guek(key: Uint8Array) {
    this.#keys.guek = key;
  }

  get gak(): Uint8Array {
    return this.#keys.gak;
  }

  set gak(key: Uint8Array) {
    this.#keys.gak = key;
  }

  get gbek(): Uint8Array | undefined {
    return this.#keys.gbek;
  }

  set gbek(key: Uint8Array | undefined) {
    this.#keys.gbek = key;
  }

  get kek(): Uint8Array | undefined {
    return this.#keys.kek;
  }

  set kek(key: Uint8Array | undefined) {
    this.#keys.kek = key;
  }

  get counters(): InvocationCounters {
    return this.#keys.counters;
  }

  set counters(counters: InvocationCounters) {
    this.#keys.counters = counters;
  }
}

/** Security setup (class 64 version 1) of suite 0: activation of a stronger policy, transfer of keys. */
export class SecuritySetup extends ServedObject implements SecuritySetupObject {
  readonly material: SecurityMaterial;

  constructor(logicalName: Obis, settings: SecuritySetupSettings) {
    const material = new SetupMaterial(settings);
    super(knownClass(64, 1), logicalName, {
      attributes: {
        2: shows(() => enumerated(material.policy)),
        3: constant(enumerated(settings.suite)),
        4: shows((context) => octetString(clientTitle(logicalName, settings, context))),
        5: constant(octetString(settings.serverSystemTitle)),
        6: constant(array()),
      },
      methods: {
        1: (parameters) => activate(material, parameters),
        2: (parameters) => outcome(transferKeys(material, parameters)),
      },
    });
    this.material = material;
  }
}

/** The client of the association that uses this setup; of other setups we only know what was configured. */
function clientTitle(logicalName: Obis, settings: SecuritySetupSettings, context: AccessContext): Uint8Array {
  const own = context.association.securitySetup === logicalName ? context.clientSystemTitle : undefined;
  return own ?? settings.clientSystemTitle;
}

/** A policy only ever becomes stronger: bits may be added, none taken away (security.md 7). */
function activate(material: SecurityMaterial, parameters: Data): ActionOutcome {
  if (parameters.type !== 'enum') return outcome('type-unmatched');
  const policy = parameters.value;
  if ((policy & ~POLICY_BITS) !== 0) return outcome('other-reason');
  if ((policy & material.policy) !== material.policy) return outcome('read-write-denied');
  material.policy = policy;
  return outcome('success');
}

/**
 * Keys and policy behind a security setup object, live: what a client activates or transfers is seen at once.
 * @throws LocalProtocolError when that logical device of the meter has no such object
 */
export function securityOf(model: MeterModel, logicalDevice: LogicalDevice, securitySetup: Obis): SecurityMaterial {
  const object = logicalDevice.objects.get(securitySetup);
  if (object instanceof SecuritySetup && model.logicalDevices.includes(logicalDevice)) return object.material;
  throw new LocalProtocolError(`logical device ${logicalDevice.sap} has no security setup ${securitySetup}`);
}
