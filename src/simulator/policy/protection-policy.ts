import { timingSafeEqual } from 'node:crypto';
import { equalOctets } from '#dlms/codec/hex';
import type { SecurityControl } from '#dlms/security/security-control';
import { covers, type KeyName, kindOfBits, type LayerForm, type ProtectionKind, type Purpose } from './protection-kind';

/** Decisions over protected requests (GB 9.2.7.2, security.md 3 to 7). */
export interface ProtectionPolicy {
  /** Octets to be read in place of a ciphered APDU whose lengths do not agree. Right: undefined, nothing is repaired. */
  repairsCipheredApdu(octets: Uint8Array): Uint8Array | undefined;
  /** May ciphered APDUs be used in an association whose context has no ciphering? Right: no; and there are no keys for them without a security setup. */
  acceptsCipheredApduInPlainContext(form: LayerForm): boolean;
  /** Right: the general forms only where general-protection was negotiated, the others always. */
  acceptsForm(form: LayerForm, negotiated: { readonly generalProtection: boolean }): boolean;
  /** System title in the header of the general forms, undefined when empty. Right: absent or equal to the calling-AP-title. */
  acceptsHeaderTitle(title: { readonly given: Uint8Array | undefined; readonly client: Uint8Array }): boolean;
  /** The title in the initialization vector. Right: the client's. */
  titleOfRequest(title: { readonly header: Uint8Array | undefined; readonly client: Uint8Array }): Uint8Array;
  /** The keys that are tried, in this order. Right: `broadcast` alone where the key-set says so, `dedicated` alone for ded- and general-ded-, `global` alone for the others. */
  keysOfForm(form: LayerForm, keySet: SecurityControl['keySet']): readonly KeyName[];
  /** The key in place of a dedicated one that was never agreed. Right: undefined, there is none. */
  keyInPlaceOfDedicated(): KeyName | undefined;
  /** Is a dedicated key forgotten on this event? Right: on each of them. */
  forgetsDedicatedKey(on: 'release' | 'new-association' | 'failed-authentication'): boolean;
  /** Right: the suite of the association. */
  acceptsSuite(control: SecurityControl, suite: number): boolean;
  /** Right: unicast; the broadcast key-set in requests under a global key alone (security.md 3). */
  acceptsKeySet(keySet: SecurityControl['keySet'], purpose: Purpose, form: LayerForm): boolean;
  /** Right: not compressed, for no suite of ours has compression. */
  acceptsCompression(compressed: boolean, suite: number): boolean;
  /** May a ciphered APDU name no protection (SC 00)? Right: no; general-ciphering is asked about by `acceptsBareLayer`. */
  acceptsNoProtection(control: SecurityControl, purpose: Purpose): boolean;
  /** What the security policy (class 64 version 1 bits) asks of a request. Right: 04 authenticated, 08 encrypted, 10 signed. */
  policyDemand(policy: number): ProtectionKind;
  /** What it asks of a response. Right: 20 authenticated, 40 encrypted, 80 signed. */
  policyDemandOfResponse(policy: number): ProtectionKind;
  /** Is what was applied enough? `by` says who asks: the security policy or an access right. Right: everything demanded was applied. */
  meetsDemand(given: ProtectionKind, demanded: ProtectionKind, by: 'policy' | 'right'): boolean;
  /** The authentication key in the additional data. Right: the GAK as it is (security.md 5). */
  authenticationKeyInAad(gak: Uint8Array, purpose: Purpose): Uint8Array;
  /** Lengths of the tag that are tried, in this order. Right: 12 and no other (GB 9.2.3.3.7.3). */
  tagLengths(): readonly number[];
  /** `received` is as long as the tag length tried, `computed` 12 octets, `plain` what was deciphered. Right: all 12 are equal. */
  acceptsTag(tag: {
    readonly received: Uint8Array;
    readonly computed: Uint8Array;
    readonly plain: Uint8Array;
    readonly control: SecurityControl;
    readonly purpose: Purpose;
    readonly form: LayerForm;
  }): boolean;
  /** Does the plain tag inside fit the glo- or ded- tag outside? Right: it must. */
  acceptsInnerTag(tags: { readonly outer: number; readonly inner: number }): boolean;
  /** Order of the checks. Right: the counter before the tag, so that a replay is told from a forgery (security.md 4). */
  checksCounterFirst(): boolean;
}

export const conformingProtection: ProtectionPolicy = {
  repairsCipheredApdu: () => undefined,
  acceptsCipheredApduInPlainContext: () => false,
  acceptsForm: (form, { generalProtection }) => generalProtection || form === 'glo' || form === 'ded',
  acceptsHeaderTitle: ({ given, client }) => given === undefined || equalOctets(given, client),
  titleOfRequest: ({ client }) => client,
  keysOfForm: (form, keySet) => {
    if (keySet === 'broadcast') return ['broadcast'];
    return [isDedicated(form) ? 'dedicated' : 'global'];
  },
  keyInPlaceOfDedicated: () => undefined,
  forgetsDedicatedKey: () => true,
  acceptsSuite: (control, suite) => control.suite === suite,
  acceptsKeySet: (keySet, purpose, form) =>
    keySet === 'unicast' || (purpose === 'request' && (form === 'glo' || form === 'general-glo')),
  acceptsCompression: (compressed) => !compressed,
  acceptsNoProtection: () => false,
  policyDemand: (policy) => kindOfBits(policy, { authenticated: 0x04, encrypted: 0x08, signed: 0x10 }),
  policyDemandOfResponse: (policy) => kindOfBits(policy, { authenticated: 0x20, encrypted: 0x40, signed: 0x80 }),
  meetsDemand: covers,
  authenticationKeyInAad: (gak) => gak,
  tagLengths: () => [12],
  acceptsTag: ({ received, computed }) => received.length === computed.length && timingSafeEqual(received, computed),
  acceptsInnerTag: ({ outer, inner }) => outer === inner,
  checksCounterFirst: () => true,
};

function isDedicated(form: LayerForm): boolean {
  return form === 'ded' || form === 'general-ded';
}
