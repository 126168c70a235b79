import type { GeneralHeader } from '#dlms/apdu/general-header';
import type { AgreedKey, KeyInfo, WrappedKey } from '#dlms/apdu/key-info';
import { concat } from '#dlms/codec/hex';
import { CURVES, isCurveSuite, isOnCurve } from '#dlms/security/elliptic-curve';
import { sharedSecret } from '#dlms/security/key-agreement';
import { deriveKey } from '#dlms/security/key-derivation';
import { unwrapKey } from '#dlms/security/key-wrap';
import { signatureLength, verifySignature } from '#dlms/security/signature';
import type { MeterPolicy } from '../policy';
import type { KeyName, KeyOrigin, KeyState } from '../policy/protection-kind';
import type { KeyRing } from './key-ring';

/** The key that a layer of general-ciphering is under. */
export interface ReceivedKey {
  readonly origin: KeyOrigin;
  readonly name: KeyName;
  /** of an ephemeral one */
  readonly ephemeral: KeyState | undefined;
}

/** Finds the key that a client has named, wrapped or agreed (GB 9.2.7.2.4, security.md 6 and 12). */
export class KeyFinder {
  private readonly policy: MeterPolicy;
  private readonly ring: KeyRing;

  constructor(policy: MeterPolicy, ring: KeyRing) {
    this.policy = policy;
    this.ring = ring;
  }

  /** @returns undefined when the key-info gives none: not known, broken, not signed, not on the curve */
  find(keyInfo: KeyInfo | undefined, header: GeneralHeader): ReceivedKey | undefined {
    switch (keyInfo?.kind) {
      case undefined:
        return this.earlier();
      case 'identified-key':
        return this.identified(keyInfo.keyId);
      case 'wrapped-key':
        return this.ephemeral('wrapped-key', this.unwrapped(keyInfo));
      case 'agreed-key':
        return this.agreed(keyInfo, header);
      default:
        return keyInfo satisfies never;
    }
  }

  private earlier(): ReceivedKey | undefined {
    const { general, clientTitle } = this.ring;
    const last = general.memory.earlierKey(clientTitle);
    if (!this.policy.acceptsEarlierKey({ known: last !== undefined })) return undefined;
    return { origin: 'earlier-key', name: last?.name ?? 'global', ephemeral: last?.state };
  }

  private identified(keyId: number): ReceivedKey | undefined {
    if (!this.policy.acceptsKeyId(keyId)) return undefined;
    const isBroadcast = keyId === 1 && this.ring.broadcast !== undefined;
    return { origin: 'identified-key', name: isBroadcast ? 'broadcast' : 'global', ephemeral: undefined };
  }

  private unwrapped({ kekId, keyCipheredData }: WrappedKey): Uint8Array | undefined {
    const { general, suite, clientTitle } = this.ring;
    if (general.kek === undefined || !this.policy.acceptsKekId(kekId)) return undefined;
    const key = unwrapKey(general.kek, keyCipheredData);
    if (key !== undefined) return key.length === suite.keyLength ? key : undefined;
    return this.policy.keyOfBrokenWrap(general.memory.earlierKey(clientTitle)?.state?.key);
  }

  private agreed({ keyParameters, keyCipheredData }: AgreedKey, header: GeneralHeader): ReceivedKey | undefined {
    const [scheme] = keyParameters;
    if (keyParameters.length !== 1) return undefined;
    if (scheme === 1) return this.ephemeral('C(1e,1s)', this.onePass(keyCipheredData));
    const isStatic = scheme === 2 && keyCipheredData.length === 0;
    return isStatic ? this.ephemeral('C(0e,2s)', this.staticKey(header.transactionId)) : undefined;
  }

  /** C(1e,1s): the client is U with an ephemeral key that it has signed, the meter V with its static one. */
  private onePass(data: Uint8Array): Uint8Array | undefined {
    const { suite, general } = this.ring;
    if (!isCurveSuite(suite.id)) return undefined;
    const curve = CURVES[suite.id];
    const publicKey = data.subarray(0, 2 * curve.coordinateLength);
    if (data.length !== publicKey.length + signatureLength(curve)) return undefined;
    const signer = general.clientSigning();
    const signature = data.subarray(publicKey.length);
    const verified = signer !== undefined && verifySignature(curve, signer, publicKey, signature);
    if (!this.policy.acceptsEphemeralKey({ verified, onCurve: isOnCurve(curve, publicKey) })) return undefined;
    return this.derived(publicKey, this.ring.clientTitle);
  }

  /** C(0e,2s): both keys are static, and the transaction-id is the nonce. */
  private staticKey(transactionId: Uint8Array): Uint8Array | undefined {
    const { general, clientTitle } = this.ring;
    const publicKey = general.clientAgreement();
    if (publicKey === undefined || transactionId.length > 127) return undefined;
    return this.derived(publicKey, concat(clientTitle, Uint8Array.of(transactionId.length), transactionId));
  }

  private derived(publicKey: Uint8Array, partyU: Uint8Array): Uint8Array | undefined {
    const { suite, general, ownTitle } = this.ring;
    const privateKey = general.agreement;
    if (!isCurveSuite(suite.id) || privateKey === undefined) return undefined;
    const curve = CURVES[suite.id];
    const right = sharedSecret(curve, privateKey, publicKey);
    const z = this.policy.sharedSecret({ curve, privateKey, publicKey, right });
    return z && deriveKey({ suite: suite.id, z, use: 'aes-gcm', partyU, partyV: ownTitle });
  }

  private ephemeral(origin: KeyOrigin, key: Uint8Array | undefined): ReceivedKey | undefined {
    const { general, clientTitle } = this.ring;
    return key && { origin, name: 'ephemeral', ephemeral: general.memory.ephemeral(clientTitle, key) };
  }
}
