import type { CipheredApdu } from '#dlms/apdu/ciphered';
import { decipherUnverified } from '#dlms/security/aes-gcm';
import { forgeProtection } from '#dlms/security/forged-protection';
import { type ProtectedContent, parseProtected } from '#dlms/security/protection';
import type { SecurityControl } from '#dlms/security/security-control';
import { iv, SYSTEM_TITLE_LENGTH } from '#dlms/security/system-title';
import type { MeterPolicy } from '../policy';
import type { GeneralFault } from '../policy/general-protection-policy';
import type { KeyName, LayerForm, ProtectionKind, Purpose, RequestProtection } from '../policy/protection-kind';
import { countersOf, fitted, type KeyRing, keyState } from './key-ring';

export type CipheringFault =
  | {
      readonly kind:
        | 'too-short'
        | 'header-title'
        | 'no-dedicated-key'
        | 'suite'
        | 'key-set'
        | 'compression'
        | 'no-protection'
        | 'weak';
    }
  | { readonly kind: 'stale-counter'; readonly counter: number; readonly lowest: number; readonly key: KeyName }
  | { readonly kind: 'wrong-tag'; readonly key: KeyName }
  | { readonly kind: 'general'; readonly fault: GeneralFault };

export type OpenedApdu =
  | { readonly ok: true; readonly plain: Uint8Array; readonly protection: RequestProtection }
  | { readonly ok: false; readonly fault: CipheringFault };

/** One ciphered layer, whatever form it has. */
export interface CipheredLayer {
  readonly form: LayerForm;
  /** SC ‖ IC ‖ … */
  readonly content: Uint8Array;
  /** in its header */
  readonly systemTitle?: Uint8Array;
  /** M of general-ciphering; absent in the other forms */
  readonly header?: Uint8Array;
}

/** Opens what clients have protected, step by step in the order of security.md 4: form, policy, counter, tag, advance. */
export class RequestOpener {
  private readonly policy: MeterPolicy;
  private readonly ring: KeyRing;
  private readonly purpose: Purpose;

  constructor(policy: MeterPolicy, ring: KeyRing, purpose: Purpose) {
    this.policy = policy;
    this.ring = ring;
    this.purpose = purpose;
  }

  /** @param demanded what the security policy asks of requests */
  open(ciphered: CipheredApdu, demanded: ProtectionKind): OpenedApdu {
    const parsed = parseProtected(ciphered.content);
    if (parsed === undefined) return refused('too-short');
    const { keySet } = parsed.control;
    const keys = this.keysOf(ciphered, keySet);
    if (keys.length === 0) return refused(keySet === 'broadcast' ? 'key-set' : 'no-dedicated-key');
    const given = ciphered.systemTitle;
    if (!this.policy.acceptsHeaderTitle({ given, client: this.ring.clientTitle })) return refused('header-title');
    return this.opened(keys, ciphered, parsed, demanded);
  }

  /** A layer of general-ciphering, of which title and key are known already. A layer that protects nothing has no key. */
  openLayer(layer: CipheredLayer, key: KeyName, demanded: ProtectionKind): OpenedApdu {
    const parsed = parseProtected(layer.content);
    if (parsed === undefined) return refused('too-short');
    return this.opened([key], layer, parsed, demanded);
  }

  private opened(
    keys: readonly KeyName[],
    ciphered: CipheredLayer,
    parsed: ProtectedContent,
    demanded: ProtectionKind,
  ): OpenedApdu {
    const control = this.controlFault(parsed, ciphered);
    if (control !== undefined) return refused(control);
    if (!this.policy.meetsDemand(parsed.control, demanded, 'policy')) return refused('weak');
    return this.openedWithOneOf(keys, ciphered, parsed);
  }

  /** The first key that opens it counts; of several that do not, the first one's fault. */
  private openedWithOneOf(keys: readonly KeyName[], ciphered: CipheredLayer, parsed: ProtectedContent): OpenedApdu {
    const [first, ...others] = keys.map((key) => () => this.verified(ciphered, parsed, key));
    const outcome = first?.() ?? refused('no-dedicated-key');
    if (outcome.ok) return outcome;
    for (const attempt of others) {
      const other = attempt();
      if (other.ok) return other;
    }
    return outcome;
  }

  private keysOf({ form }: CipheredApdu, keySet: SecurityControl['keySet']): readonly KeyName[] {
    const named = this.policy.keysOfForm(form, keySet).map((key) => {
      if (this.ring[key] !== undefined) return key;
      return key === 'dedicated' ? this.policy.keyInPlaceOfDedicated() : undefined;
    });
    return named.filter((key) => key !== undefined);
  }

  private controlFault(
    { control }: ProtectedContent,
    { form, header }: CipheredLayer,
  ): 'suite' | 'key-set' | 'compression' | 'no-protection' | undefined {
    const suite = this.ring.suite.id;
    const bare = isBare(control);
    const isGeneral = header !== undefined;
    const isRightSuite = bare && isGeneral ? this.policy.acceptsBareLayer : this.policy.acceptsSuite;
    if (!isRightSuite(control, suite)) return 'suite';
    if (!this.policy.acceptsKeySet(control.keySet, this.purpose, form)) return 'key-set';
    if (!this.policy.acceptsCompression(control.compressed, suite)) return 'compression';
    return bare && !isGeneral && !this.policy.acceptsNoProtection(control, this.purpose) ? 'no-protection' : undefined;
  }

  private verified(ciphered: CipheredLayer, parsed: ProtectedContent, key: KeyName): OpenedApdu {
    if (ciphered.header !== undefined && isBare(parsed.control)) return openedAs(ciphered, parsed, key, parsed.body);
    const counterFirst = this.policy.checksCounterFirst();
    const stale = this.staleCounter(ciphered, parsed, key);
    if (counterFirst && stale !== undefined) return { ok: false, fault: stale };
    const plain = this.plainOf(ciphered, parsed, key);
    if (plain === undefined) return this.forged(parsed, key);
    if (stale !== undefined) return { ok: false, fault: stale };
    this.advance(parsed, key);
    return openedAs(ciphered, parsed, key, plain);
  }

  private staleCounter(
    { form }: CipheredLayer,
    { invocationCounter: counter }: ProtectedContent,
    key: KeyName,
  ): CipheringFault | undefined {
    const { lowest } = countersOf(this.policy, this.ring, key);
    const fresh = this.policy.isFreshCounter({ counter, lowest, key, purpose: this.purpose, form });
    return fresh ? undefined : { kind: 'stale-counter', counter, lowest, key };
  }

  private forged({ invocationCounter: refused }: ProtectedContent, key: KeyName): OpenedApdu {
    const counters = countersOf(this.policy, this.ring, key);
    counters.lowest = this.policy.counterAfterRefusal({ refused, lowest: counters.lowest, key });
    return { ok: false, fault: { kind: 'wrong-tag', key } };
  }

  private advance({ invocationCounter: accepted }: ProtectedContent, key: KeyName): void {
    const counters = countersOf(this.policy, this.ring, key);
    counters.lowest = this.policy.counterAfter({ accepted, lowest: counters.lowest, key, purpose: this.purpose });
  }

  /** The plain APDU under the first tag length with which the tag is accepted. */
  private plainOf(ciphered: CipheredLayer, parsed: ProtectedContent, key: KeyName): Uint8Array | undefined {
    const { control, body } = parsed;
    if (!control.authenticated) return this.deciphered(ciphered, parsed, key, body);
    for (const length of this.policy.tagLengths()) {
      if (body.length < length) continue;
      const plain = this.deciphered(ciphered, parsed, key, body.subarray(0, body.length - length));
      const received = body.subarray(body.length - length);
      const computed = this.tagOf(ciphered, parsed, key, plain);
      if (this.policy.acceptsTag({ received, computed, plain, control, purpose: this.purpose, form: ciphered.form }))
        return plain;
    }
    return undefined;
  }

  private deciphered(ciphered: CipheredLayer, parsed: ProtectedContent, key: KeyName, text: Uint8Array): Uint8Array {
    if (!parsed.control.encrypted) return text;
    const vector = iv(this.title(ciphered), parsed.invocationCounter);
    return decipherUnverified(this.ring.suite.cipher, this.key(key), vector, text);
  }

  /** The tag that the plain APDU ought to have, whatever the security control octet says. */
  private tagOf(ciphered: CipheredLayer, parsed: ProtectedContent, key: KeyName, plain: Uint8Array): Uint8Array {
    const authenticationKey = this.policy.authenticationKeyInAad(this.ring.gak, this.purpose);
    const content = forgeProtection({
      controlOctet: ciphered.content[0] ?? 0,
      keys: { encryptionKey: this.key(key), authenticationKey },
      systemTitle: this.title(ciphered),
      invocationCounter: parsed.invocationCounter,
      apdu: plain,
      ...(ciphered.header && { header: this.policy.headerInAad(ciphered.header) }),
    });
    return content.subarray(content.length - 12);
  }

  private title({ systemTitle: header }: CipheredLayer): Uint8Array {
    return fitted(this.policy.titleOfRequest({ header, client: this.ring.clientTitle }), SYSTEM_TITLE_LENGTH);
  }

  private key(name: KeyName): Uint8Array {
    return keyState(this.ring, name).key;
  }
}

function refused(kind: Exclude<CipheringFault['kind'], 'stale-counter' | 'wrong-tag' | 'general'>): OpenedApdu {
  return { ok: false, fault: { kind } };
}

function openedAs(
  { form }: CipheredLayer,
  { control, invocationCounter: counter }: ProtectedContent,
  key: KeyName,
  plain: Uint8Array,
): OpenedApdu {
  return { ok: true, plain, protection: { form, control, key, counter } };
}

function isBare({ authenticated, encrypted }: ProtectedContent['control']): boolean {
  return !authenticated && !encrypted;
}
