import { type CipheredForm, encodeCiphered } from '#dlms/apdu/ciphered';
import { forgeProtection } from '#dlms/security/forged-protection';
import { LAST_COUNTER } from '#dlms/security/invocation-counter';
import { encodeSecurityControl } from '#dlms/security/security-control';
import { SYSTEM_TITLE_LENGTH } from '#dlms/security/system-title';
import type { MeterPolicy } from '../policy';
import type { ReplyUse } from '../policy/counter-policy';
import type { ProtectionKind, RequestProtection } from '../policy/protection-kind';
import { countersOf, fitted, type KeyRing } from './key-ring';

const TAG_LENGTH = 12;
/** SC ‖ IC */
const HEADER_LENGTH = 5;

export interface ReplyContext {
  readonly request: RequestProtection | undefined;
  readonly generalProtection: boolean;
}

export interface Reply {
  readonly plain: Uint8Array;
  readonly demanded: ProtectionKind;
  readonly isError: boolean;
  readonly use: ReplyUse;
}

/** Protects what the meter answers to one request. */
export class ReplySealer {
  private readonly policy: MeterPolicy;
  private readonly ring: KeyRing | undefined;
  private readonly context: ReplyContext;

  constructor(policy: MeterPolicy, ring: KeyRing | undefined, context: ReplyContext) {
    this.policy = policy;
    this.ring = ring;
    this.context = context;
  }

  /** The octets to send, or undefined when our own counter is used up: nothing may be sent under that key any more. */
  seal({ plain, demanded, isError, use }: Reply): Uint8Array | undefined {
    const kind = this.kind(demanded, isError, plain[0] ?? 0);
    return this.ring === undefined || kind === undefined ? plain : this.sealed(this.ring, plain, kind, use);
  }

  /** The same with a kind that was decided elsewhere. */
  sealAs(plain: Uint8Array, kind: ProtectionKind, use: ReplyUse): Uint8Array | undefined {
    if (this.ring === undefined || !isProtection(kind)) return plain;
    return this.sealed(this.ring, plain, kind, use);
  }

  /** Octets on the wire of a plain reply of that length. */
  sealedLength(plainLength: number, demanded: ProtectionKind, tag: number): number {
    const kind = this.kind(demanded, false, tag);
    if (this.ring === undefined || kind === undefined) return plainLength;
    const content = HEADER_LENGTH + plainLength + (kind.authenticated ? TAG_LENGTH : 0);
    return 1 + (isGeneral(this.form()) ? 1 + SYSTEM_TITLE_LENGTH : 0) + lengthOctets(content) + content;
  }

  private kind(demanded: ProtectionKind, isError: boolean, tag: number): ProtectionKind | undefined {
    const request = this.context.request?.control;
    const kind = this.policy.replyProtection({ request, demanded, isError, tag });
    return isProtection(kind) ? kind : undefined;
  }

  private sealed(ring: KeyRing, plain: Uint8Array, kind: ProtectionKind, use: ReplyUse): Uint8Array | undefined {
    const content = this.content(ring, plain, kind, use);
    if (content === undefined) return undefined;
    const form = this.form();
    const systemTitle = isGeneral(form) ? this.policy.replyHeaderTitle(ring.ownTitle, ring.clientTitle) : undefined;
    return encodeCiphered({ form, serviceTag: plain[0] ?? 0, content, ...(systemTitle && { systemTitle }) });
  }

  private content(ring: KeyRing, plain: Uint8Array, kind: ProtectionKind, use: ReplyUse): Uint8Array | undefined {
    const name = this.policy.replyKey(this.context.request?.key ?? 'global');
    const invocationCounter = takeReplyCounter(this.policy, ring, name, use, this.context.request?.counter);
    if (invocationCounter === undefined) return undefined;
    const { authenticated, encrypted } = kind;
    const right = { suite: ring.suite.id, authenticated, encrypted, keySet: 'unicast', compressed: false } as const;
    const { key: encryptionKey } = (name === 'dedicated' ? ring.dedicated : undefined) ?? ring.global;
    const content = forgeProtection({
      controlOctet: encodeSecurityControl(this.policy.replyControl(right)),
      keys: { encryptionKey, authenticationKey: this.policy.authenticationKeyInReply(ring.gak) },
      systemTitle: fitted(this.policy.replyTitle(ring.ownTitle, ring.clientTitle), SYSTEM_TITLE_LENGTH),
      invocationCounter,
      apdu: plain,
    });
    return this.policy.protectedContent(content, plain);
  }

  private form(): CipheredForm {
    const { request, generalProtection } = this.context;
    return this.policy.replyForm(request?.form, { generalProtection });
  }
}

/** A counter of our own to use now, or undefined when the key is used up. */
export function takeReplyCounter(
  policy: MeterPolicy,
  ring: KeyRing,
  key: 'global' | 'dedicated',
  use: ReplyUse,
  request: number | undefined,
): number | undefined {
  const counters = countersOf(policy, ring, key);
  const used = policy.replyCounter({ next: counters.next, key, use, request });
  if (used < 0 || used >= LAST_COUNTER) return undefined;
  counters.next = policy.replyCounterAfter({ used, next: counters.next, key, use });
  return used;
}

function isProtection(kind: ProtectionKind): boolean {
  return kind.authenticated || kind.encrypted;
}

function isGeneral(form: CipheredForm): boolean {
  return form === 'general-glo' || form === 'general-ded';
}

/** Octets that the length of `length` octets takes. */
export function lengthOctets(length: number): number {
  if (length < 0x80) return 1;
  if (length < 0x100) return 2;
  return length < 0x10000 ? 3 : 4;
}
