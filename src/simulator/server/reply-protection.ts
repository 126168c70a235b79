import { type CipheredForm, encodeCiphered } from '#dlms/apdu/ciphered';
import { forgeProtection } from '#dlms/security/forged-protection';
import { encodeSecurityControl } from '#dlms/security/security-control';
import { SYSTEM_TITLE_LENGTH } from '#dlms/security/system-title';
import type { MeterPolicy } from '../policy';
import type { ReplyUse } from '../policy/counter-policy';
import { kindOfRequest, type ProtectionKind, type RequestProtection } from '../policy/protection-kind';
import { GeneralReplySealer } from './general-reply';
import { fitted, type KeyRing, keyState } from './key-ring';
import { takeReplyCounter } from './reply-counter';

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
    return this.sealAs(plain, this.kind(demanded, isError, plain[0] ?? 0), use);
  }

  /** The same with a kind that was decided elsewhere. */
  sealAs(plain: Uint8Array, kind: ProtectionKind, use: ReplyUse): Uint8Array | undefined {
    const layers = this.layers(kind);
    if (this.ring === undefined) return plain;
    if (layers !== undefined) return this.maySendLayers ? layers.seal(plain, kind, use) : undefined;
    return isCiphering(kind) ? this.sealed(this.ring, plain, kind, use) : plain;
  }

  /** Octets on the wire of a plain reply of that length. */
  sealedLength(plainLength: number, demanded: ProtectionKind, tag: number): number {
    const kind = this.kind(demanded, false, tag);
    const layers = this.layers(kind);
    if (layers !== undefined) return layers.sealedLength(plainLength, kind);
    if (this.ring === undefined || !isCiphering(kind)) return plainLength;
    const content = HEADER_LENGTH + plainLength + (kind.authenticated ? TAG_LENGTH : 0);
    return 1 + (isGeneral(this.form()) ? 1 + SYSTEM_TITLE_LENGTH : 0) + lengthOctets(content) + content;
  }

  private kind(demanded: ProtectionKind, isError: boolean, tag: number): ProtectionKind {
    const { request } = this.context;
    const given = request && kindOfRequest(request);
    return this.policy.replyProtection({ request: given, demanded, isError, tag });
  }

  /** A signature has no other form than general-signing: where that was not agreed there is nothing that may be sent. */
  private get maySendLayers(): boolean {
    return this.context.generalProtection || this.context.request?.layers !== undefined;
  }

  /** There for a request in general-ciphering or general-signing, and where a signature is demanded. */
  private layers({ signed }: ProtectionKind): GeneralReplySealer | undefined {
    const { ring, policy } = this;
    const request = this.context.request?.layers ?? [];
    if (ring === undefined || (request.length === 0 && signed !== true)) return undefined;
    return new GeneralReplySealer(policy, ring, request);
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
    const { key: encryptionKey } = keyState(ring, name);
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
    return this.policy.replyForm(cipheredForm(request), { generalProtection });
  }
}

function isCiphering(kind: ProtectionKind): boolean {
  return kind.authenticated || kind.encrypted;
}

/** The layers of the other forms are mirrored one by one. */
function cipheredForm(request: RequestProtection | undefined): CipheredForm | undefined {
  const form = request?.form;
  return form === 'general-ciphering' || form === 'general-signing' ? undefined : form;
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
