import type { ActionOutcome } from '#dlms/apdu/action';
import type { Data } from '#dlms/codec/data';
import { array, enumerated, octetString } from '#dlms/codec/data-values';
import type { Obis } from '#dlms/codec/obis';
import { LocalProtocolError } from '#dlms/errors';
import { isCurveSuite } from '#dlms/security/elliptic-curve';
import type { SuiteId } from '#dlms/security/suite';
import type { Instant } from '#time/clock';
import type { AccessContext, KeySet, LogicalDevice, MeterModel, SecurityMaterial, SecuritySetupObject } from '../model';
import { conforming } from '../policy';
import { type AsymmetricSetup, asymmetricMethods, certificatesAttribute } from './asymmetric-methods';
import { transferKeys } from './key-transfer';
import { constant, knownClass, outcome, ServedObject, shows } from './served-object';

const KEY_TRANSFER = 2;
/** Policy bits of version 1: authenticated and encrypted; from suite 1 on also digitally signed (BB 4.4.7). */
const POLICY_BITS: Readonly<Record<SuiteId, number>> = { 0: 0x6c, 1: 0xfc, 2: 0xfc };

/** Policies of version 0 in the bits of version 1: nothing, authenticated, encrypted, both, each in both directions. */
const NUMBERED_POLICIES: readonly number[] = [0x00, 0x24, 0x48, 0x6c];

export interface SecuritySetupSettings {
  readonly version: 0 | 1;
  /** in the coding of the version */
  readonly policy: number;
  readonly keys: KeySet;
  readonly serverSystemTitle: Uint8Array;
  /** shown until a client has opened an association with its own title; may be empty */
  readonly clientSystemTitle: Uint8Array;
  /** what the meter's clock shows, ms since 1970-01-01 UTC */
  readonly utcAt: (now: Instant) => number;
}

/**
 * Security setup (class 64): activation of a stronger policy, transfer of keys; in version 1 with suites 1 and 2 also key
 * agreement, key pairs and certificates.
 */
export class SecuritySetup extends ServedObject implements SecuritySetupObject {
  readonly material: SecurityMaterial;

  constructor(logicalName: Obis, settings: SecuritySetupSettings) {
    const { version, keys } = settings;
    const material = { policy: policyBits(version, settings.policy) ?? 0, keys };
    const asymmetric = asymmetricSetup(logicalName, settings);
    super(knownClass(64, version), logicalName, {
      attributes: {
        2: shows(() => enumerated(shownPolicy(version, material.policy))),
        3: constant(enumerated(keys.suite)),
        4: shows((context) => octetString(clientTitle(logicalName, settings, context))),
        5: constant(octetString(settings.serverSystemTitle)),
        ...(version === 1 && { 6: asymmetric ? certificatesAttribute(asymmetric) : constant(array()) }),
      },
      methods: {
        1: (parameters) => activate(material, version, parameters),
        ...(asymmetric && asymmetricMethods(asymmetric)),
      },
    });
    this.material = material;
  }

  /** What key_transfer makes of a key_id that the class does not know is a decision of its own. */
  override invoke(methodId: number, parameters: Data | undefined, context: AccessContext): ActionOutcome {
    if (methodId !== KEY_TRANSFER) return super.invoke(methodId, parameters, context);
    return outcome(transferKeys(context.policy ?? conforming, this.material.keys, parameters));
  }
}

/** undefined in suite 0 and in version 0, which have no key pairs */
function asymmetricSetup(logicalName: Obis, settings: SecuritySetupSettings): AsymmetricSetup | undefined {
  const { version, keys, serverSystemTitle: ownTitle, utcAt } = settings;
  const { suite } = keys;
  if (version === 0 || !isCurveSuite(suite)) return undefined;
  return { suite, keys, ownTitle, utcAt, clientTitle: (context) => clientTitle(logicalName, settings, context) };
}

/** The bits that a policy means; undefined for one that the version does not know. */
export function policyBits(version: number, policy: number): number | undefined {
  return version > 0 ? policy : NUMBERED_POLICIES[policy];
}

function shownPolicy(version: number, bits: number): number {
  return version > 0 ? bits : NUMBERED_POLICIES.indexOf(bits);
}

/** The client of the association that uses this setup; of other setups we only know what was configured. */
function clientTitle(logicalName: Obis, settings: SecuritySetupSettings, context: AccessContext): Uint8Array {
  const own = context.association.securitySetup === logicalName ? context.clientSystemTitle : undefined;
  return own ?? settings.clientSystemTitle;
}

/** A policy only ever becomes stronger: bits may be added, none taken away (security.md 7). */
function activate(material: SecurityMaterial, version: number, parameters: Data): ActionOutcome {
  if (parameters.type !== 'enum') return outcome('type-unmatched');
  const policy = policyBits(version, parameters.value);
  if (policy === undefined || (policy & ~POLICY_BITS[material.keys.suite]) !== 0) return outcome('other-reason');
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
