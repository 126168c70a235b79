import { encodeGeneralCiphering } from '#dlms/apdu/general-ciphering';
import { encodeGeneralHeader, type GeneralHeader } from '#dlms/apdu/general-header';
import { encodeGeneralSigning, partsToSign } from '#dlms/apdu/general-signing';
import { CURVES, isCurveSuite } from '#dlms/security/elliptic-curve';
import { forgeProtection } from '#dlms/security/forged-protection';
import { signGeneral } from '#dlms/security/general-signature';
import { encodeSecurityControl, type SecurityControl } from '#dlms/security/security-control';
import { signatureLength } from '#dlms/security/signature';
import { SYSTEM_TITLE_LENGTH } from '#dlms/security/system-title';
import type { MeterPolicy } from '../policy';
import type { ReplyUse } from '../policy/counter-policy';
import type { ReplyLayer } from '../policy/general-protection-policy';
import type { CipheringLayer, GeneralLayer, ProtectionKind } from '../policy/protection-kind';
import { fitted, type KeyRing, keyState } from './key-ring';
import { takeReplyCounter } from './reply-counter';
import { ReplyKeys } from './reply-key';

const NOTHING = new Uint8Array(0);
/** SC ‖ IC */
const HEADER_LENGTH = 5;
const TAG_LENGTH = 12;

/** Puts general-ciphering and general-signing around replies: the layers of the request (GB 9.2.7.3, security.md 6). */
export class GeneralReplySealer {
  private readonly policy: MeterPolicy;
  private readonly ring: KeyRing;
  private readonly request: readonly GeneralLayer[];
  private readonly keys: ReplyKeys;

  /** @param request layers of the request, the outermost first; empty where it had none of these forms */
  constructor(policy: MeterPolicy, ring: KeyRing, request: readonly GeneralLayer[]) {
    this.policy = policy;
    this.ring = ring;
    this.request = request;
    this.keys = new ReplyKeys(policy, ring);
  }

  /** @returns undefined when a key is lacking or its counter is used up: nothing may be sent */
  seal(plain: Uint8Array, kind: ProtectionKind, use: ReplyUse): Uint8Array | undefined {
    let octets: Uint8Array | undefined = plain;
    for (const layer of this.layers(kind)) {
      if (octets === undefined) return undefined;
      octets = layer.form === 'general-signing' ? this.signed(octets, layer) : this.ciphered(octets, layer, kind, use);
    }
    return octets;
  }

  /** Octets on the wire of a plain reply of that length. */
  sealedLength(plainLength: number, kind: ProtectionKind): number {
    return this.layers(kind).reduce((length, layer) => {
      return layer.form === 'general-signing'
        ? this.signedLength(length, layer)
        : this.cipheredLength(length, layer, kind);
    }, plainLength);
  }

  /** The innermost first. */
  private layers(kind: ProtectionKind): readonly ReplyLayer[] {
    return [...this.policy.replyLayers({ request: this.request, kind })].reverse();
  }

  private signed(content: Uint8Array, layer: ReplyLayer): Uint8Array | undefined {
    const { suite, general } = this.ring;
    if (!isCurveSuite(suite.id) || general.signing === undefined) return undefined;
    const header = this.header(layer);
    const coding = this.policy.replySignatureCoding();
    const right = signGeneral(CURVES[suite.id], general.signing, partsToSign(header, content), coding);
    return encodeGeneralSigning({ header, content, signature: this.policy.replySignature(right) });
  }

  private signedLength(length: number, layer: ReplyLayer): number {
    const { id } = this.ring.suite;
    const signature = new Uint8Array(isCurveSuite(id) ? signatureLength(CURVES[id]) : 0);
    return encodeGeneralSigning({ header: this.header(layer), content: new Uint8Array(length), signature }).length;
  }

  private ciphered(plain: Uint8Array, layer: ReplyLayer, kind: ProtectionKind, use: ReplyUse): Uint8Array | undefined {
    const header = this.header(layer);
    const request = cipheringIn(layer);
    const found = this.keys.of(request, header.transactionId);
    if (found === undefined) return undefined;
    const ring = { ...this.ring, ephemeral: found.ephemeral };
    const name = this.policy.replyKey(found.name);
    const invocationCounter = takeReplyCounter(this.policy, ring, name, use, request?.counter);
    if (invocationCounter === undefined) return undefined;
    const content = forgeProtection({
      controlOctet: encodeSecurityControl(this.policy.replyControl(this.control(kind))),
      keys: {
        encryptionKey: keyState(ring, name).key,
        authenticationKey: this.policy.authenticationKeyInReply(ring.gak),
      },
      systemTitle: fitted(this.policy.replyTitle(ring.ownTitle, ring.clientTitle), SYSTEM_TITLE_LENGTH),
      invocationCounter,
      apdu: plain,
      header: this.policy.headerInAad(encodeGeneralHeader(header)),
    });
    const { keyInfo } = found;
    return encodeGeneralCiphering({
      header,
      ...(keyInfo && { keyInfo }),
      content: this.policy.protectedContent(content, plain),
    });
  }

  private cipheredLength(length: number, layer: ReplyLayer, { authenticated }: ProtectionKind): number {
    const keyInfo = this.keys.shape(cipheringIn(layer));
    const content = new Uint8Array(HEADER_LENGTH + length + (authenticated ? TAG_LENGTH : 0));
    return encodeGeneralCiphering({ header: this.header(layer), ...(keyInfo && { keyInfo }), content }).length;
  }

  /** A layer that protects nothing names no suite (security.md 3). */
  private control({ authenticated, encrypted }: ProtectionKind): SecurityControl {
    const suite = authenticated || encrypted ? this.ring.suite.id : 0;
    return { suite, authenticated, encrypted, keySet: 'unicast', compressed: false };
  }

  private header({ request }: ReplyLayer): GeneralHeader {
    const right = {
      transactionId: request?.header.transactionId ?? this.request[0]?.header.transactionId ?? NOTHING,
      originatorSystemTitle: this.ring.ownTitle,
      recipientSystemTitle: this.ring.clientTitle,
      dateTime: NOTHING,
      otherInformation: NOTHING,
    };
    return this.policy.replyHeader(right, request?.header);
  }
}

function cipheringIn({ request }: ReplyLayer): CipheringLayer | undefined {
  return request?.form === 'general-ciphering' ? request : undefined;
}
