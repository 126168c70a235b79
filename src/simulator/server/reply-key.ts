import type { KeyInfo } from '#dlms/apdu/key-info';
import { CURVES, isCurveSuite } from '#dlms/security/elliptic-curve';
import { agreedKeyC0e2s, agreedKeyC1e1s } from '#dlms/security/key-agreement';
import { ephemeralPrivateKey, ephemeralRandomLength, publicKeyOf } from '#dlms/security/key-pair';
import { signatureLength } from '#dlms/security/signature';
import { signedKey } from '#dlms/security/signed-key';
import type { MeterPolicy } from '../policy';
import type { CipheringLayer, KeyName, KeyOrigin, KeyState } from '../policy/protection-kind';
import type { KeyRing } from './key-ring';

/** The key that a layer of a reply is put on with, and how the client is told of it. */
export interface ReplyKey {
  readonly name: KeyName;
  readonly keyInfo: KeyInfo | undefined;
  /** of an ephemeral one */
  readonly ephemeral: KeyState | undefined;
}

const NOTHING = new Uint8Array(0);
const SCHEME_1E1S = Uint8Array.of(1);
const SCHEME_0E2S = Uint8Array.of(2);
const GUEK: KeyInfo = { kind: 'identified-key', keyId: 0 };

/** Chooses the keys of replies: of the same kind as those of the requests (GB 9.2.7.2.4, security.md 6 and 12). */
export class ReplyKeys {
  private readonly policy: MeterPolicy;
  private readonly ring: KeyRing;

  constructor(policy: MeterPolicy, ring: KeyRing) {
    this.policy = policy;
    this.ring = ring;
  }

  /** @returns undefined when a key pair or certificate for it is lacking */
  of(request: CipheringLayer | undefined, transactionId: Uint8Array): ReplyKey | undefined {
    const origin = this.origin(request);
    switch (origin) {
      case 'identified-key':
        return { name: 'global', keyInfo: GUEK, ephemeral: undefined };
      case 'wrapped-key':
      case 'earlier-key':
        return { name: request?.key ?? 'global', keyInfo: request?.keyInfo, ephemeral: request?.ephemeral };
      case 'C(1e,1s)':
        return this.onePass();
      case 'C(0e,2s)':
        return this.staticKey(transactionId);
      default:
        return origin satisfies never;
    }
  }

  /** A key-info as long as that of the reply will be. */
  shape(request: CipheringLayer | undefined): KeyInfo | undefined {
    const origin = this.origin(request);
    if (origin === 'identified-key') return GUEK;
    if (origin === 'C(1e,1s)') return agreedKey(SCHEME_1E1S, new Uint8Array(this.signedKeyLength));
    return origin === 'C(0e,2s)' ? agreedKey(SCHEME_0E2S, NOTHING) : request?.keyInfo;
  }

  private origin(request: CipheringLayer | undefined): KeyOrigin {
    return this.policy.replyKeyOrigin(request?.origin);
  }

  private get signedKeyLength(): number {
    const { id } = this.ring.suite;
    return isCurveSuite(id) ? 2 * CURVES[id].coordinateLength + signatureLength(CURVES[id]) : 0;
  }

  /** Now the meter is U, with an ephemeral key of its own, and the client V. */
  private onePass(): ReplyKey | undefined {
    const { suite, general, ownTitle: titleU, clientTitle: titleV } = this.ring;
    const publicKey = general.clientAgreement();
    if (!isCurveSuite(suite.id) || publicKey === undefined || general.signing === undefined) return undefined;
    const curve = CURVES[suite.id];
    const privateKey = ephemeralPrivateKey(curve, general.random(ephemeralRandomLength(curve)));
    const key = agreedKeyC1e1s({ suite: suite.id, privateKey, publicKey, titleU, titleV });
    const data = signedKey(curve, general.signing, publicKeyOf(curve, privateKey), undefined);
    return this.agreed(key, SCHEME_1E1S, this.policy.replyKeyData(data, 'C(1e,1s)'));
  }

  private staticKey(transactionId: Uint8Array): ReplyKey | undefined {
    const { suite, general, ownTitle: titleU, clientTitle: titleV } = this.ring;
    const publicKey = general.clientAgreement();
    const privateKey = general.agreement;
    if (!isCurveSuite(suite.id) || publicKey === undefined || privateKey === undefined) return undefined;
    const key = agreedKeyC0e2s({ suite: suite.id, privateKey, publicKey, titleU, titleV, transactionId });
    return this.agreed(key, SCHEME_0E2S, this.policy.replyKeyData(NOTHING, 'C(0e,2s)'));
  }

  private agreed(key: Uint8Array | undefined, scheme: Uint8Array, data: Uint8Array): ReplyKey | undefined {
    const { general, clientTitle } = this.ring;
    const ephemeral = key && general.memory.ephemeral(clientTitle, key);
    return ephemeral && { name: 'ephemeral', keyInfo: agreedKey(scheme, data), ephemeral };
  }
}

function agreedKey(keyParameters: Uint8Array, keyCipheredData: Uint8Array): KeyInfo {
  return { kind: 'agreed-key', keyParameters, keyCipheredData };
}
