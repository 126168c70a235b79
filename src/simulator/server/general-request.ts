import { decodeGeneralCiphering, type GeneralCipheringApdu } from '#dlms/apdu/general-ciphering';
import type { GeneralHeader } from '#dlms/apdu/general-header';
import { decodeGeneralSigning, type GeneralSigningApdu } from '#dlms/apdu/general-signing';
import { GENERAL_CIPHERING_TAG, isGeneralLayerTag } from '#dlms/apdu/tags';
import { PeerProtocolError } from '#dlms/errors';
import { CURVES, isCurveSuite } from '#dlms/security/elliptic-curve';
import { codingOfSignature } from '#dlms/security/general-signature';
import { parseProtected } from '#dlms/security/protection';
import { decodeSecurityControl, type SecurityControl } from '#dlms/security/security-control';
import { signatureLength } from '#dlms/security/signature';
import type { MeterPolicy } from '../policy';
import type { GeneralFault } from '../policy/general-protection-policy';
import {
  type GeneralLayer,
  kindOfRequest,
  type ProtectionKind,
  type Purpose,
  type RequestProtection,
} from '../policy/protection-kind';
import type { KeyRing } from './key-ring';
import { KeyFinder, type ReceivedKey } from './received-key';
import { type CipheringFault, type OpenedApdu, RequestOpener } from './request-protection';

type OpenedLayer =
  | { readonly ok: true; readonly plain: Uint8Array; readonly layer: GeneralLayer }
  | { readonly ok: false; readonly fault: CipheringFault };

/** What a layer that protects nothing has in place of a key. */
const NO_KEY: ReceivedKey = { origin: 'identified-key', name: 'global', ephemeral: undefined };
const NOTHING_CIPHERED: SecurityControl = decodeSecurityControl(0);

/** Takes general-ciphering and general-signing off, one layer after the other (GB 9.2.7.3, security.md 6). */
export class GeneralRequestOpener {
  private readonly policy: MeterPolicy;
  private readonly ring: KeyRing;
  private readonly purpose: Purpose;

  constructor(policy: MeterPolicy, ring: KeyRing, purpose: Purpose) {
    this.policy = policy;
    this.ring = ring;
    this.purpose = purpose;
  }

  /** @param asked what the security policy asks of requests */
  open(octets: Uint8Array, asked: ProtectionKind): OpenedApdu {
    const demanded = this.policy.demandOnLayers(asked);
    const layers: GeneralLayer[] = [];
    let plain = octets;
    while (isGeneralLayerTag(plain[0] ?? 0)) {
      const opened = this.takeOff(plain, layers.at(-1), demanded);
      if (!opened.ok) return opened;
      layers.push(opened.layer);
      plain = opened.plain;
    }
    return this.judged(plain, layers, demanded);
  }

  /** What can only be told when all layers are off. */
  private judged(plain: Uint8Array, layers: readonly GeneralLayer[], demanded: ProtectionKind): OpenedApdu {
    const protection = protectionBy(layers);
    if (!this.policy.meetsDemand(kindOfRequest(protection), demanded, 'policy'))
      return { ok: false, fault: { kind: 'weak' } };
    if (!this.acceptsIds(layers)) return refused('transaction-id');
    return { ok: true, plain, protection };
  }

  private takeOff(octets: Uint8Array, outer: GeneralLayer | undefined, demanded: ProtectionKind): OpenedLayer {
    const form = octets[0] === GENERAL_CIPHERING_TAG ? 'general-ciphering' : 'general-signing';
    if (outer !== undefined && !this.policy.acceptsInnerLayer({ outer: outer.form, inner: form }))
      return refused('layers');
    return form === 'general-ciphering' ? this.takeOffCiphering(octets, demanded) : this.takeOffSigning(octets);
  }

  private takeOffCiphering(octets: Uint8Array, demanded: ProtectionKind): OpenedLayer {
    const apdu = decoded(() => decodeGeneralCiphering(octets));
    return apdu === undefined ? refused('malformed') : this.deciphered(apdu, demanded);
  }

  private takeOffSigning(octets: Uint8Array): OpenedLayer {
    const apdu = decoded(() => decodeGeneralSigning(octets));
    return apdu === undefined ? refused('malformed') : this.verified(apdu);
  }

  private deciphered(apdu: GeneralCipheringApdu, { authenticated, encrypted }: ProtectionKind): OpenedLayer {
    const { header, headerOctets, content, keyInfo } = apdu;
    const title = this.titleFault(header);
    if (title !== undefined) return refused(title);
    const found = this.keyOf(apdu);
    if (found === undefined) return refused('key-info');
    const ring = { ...this.ring, ephemeral: found.ephemeral };
    const { originatorSystemTitle: systemTitle } = header;
    const layer = { form: 'general-ciphering', content, systemTitle, header: headerOctets } as const;
    // whether it was signed, too, is seen when it is open
    const demanded = { authenticated, encrypted };
    const opened = new RequestOpener(this.policy, ring, this.purpose).openLayer(layer, found.name, demanded);
    if (!opened.ok) return opened;
    if (found !== NO_KEY) this.remember(found);
    const { control, counter } = opened.protection;
    const { origin, name: key, ephemeral } = found;
    return {
      ok: true,
      plain: opened.plain,
      layer: { form: 'general-ciphering', header, control, origin, keyInfo, key, counter, ephemeral },
    };
  }

  private verified(apdu: GeneralSigningApdu): OpenedLayer {
    const { header, content, signature } = apdu;
    const { suite, general } = this.ring;
    const title = this.titleFault(header);
    if (title !== undefined) return refused(title);
    if (!isCurveSuite(suite.id)) return refused('signature');
    const curve = CURVES[suite.id];
    const signer = general.clientSigning();
    const coding = signer && codingOfSignature(curve, signer, apdu, signature);
    const length = signatureLength(curve);
    if (!this.policy.acceptsSignature({ coding, octets: signature, length })) return refused('signature');
    return { ok: true, plain: content, layer: { form: 'general-signing', header, coding } };
  }

  private titleFault(header: GeneralHeader): 'recipient' | 'originator' | undefined {
    const { policy, ring } = this;
    const { recipientSystemTitle, originatorSystemTitle } = header;
    if (!policy.acceptsRecipient({ given: recipientSystemTitle, own: ring.ownTitle })) return 'recipient';
    const client = ring.clientTitle;
    return policy.acceptsOriginator({ given: originatorSystemTitle, client }) ? undefined : 'originator';
  }

  private keyOf({ content, keyInfo, header }: GeneralCipheringApdu): ReceivedKey | undefined {
    const control = parseProtected(content)?.control;
    const isBare = control !== undefined && !control.authenticated && !control.encrypted;
    return isBare ? NO_KEY : new KeyFinder(this.policy, this.ring).find(keyInfo, header);
  }

  private remember({ origin, name, ephemeral }: ReceivedKey): void {
    if (origin === 'earlier-key') return;
    const { general, clientTitle } = this.ring;
    general.memory.rememberKey(clientTitle, { name, state: ephemeral });
  }

  /** The layers of one party may share a transaction-id. */
  private acceptsIds(layers: readonly GeneralLayer[]): boolean {
    const { general, clientTitle } = this.ring;
    const { memory, checksTransactionIds: checks } = general;
    const ids = layers.map(({ header }) => header.transactionId);
    const accepted = ids.every((id) => this.policy.acceptsTransactionId({ ...memory.useOf(clientTitle, id), checks }));
    if (accepted) for (const id of ids) memory.rememberId(clientTitle, id);
    return accepted;
  }
}

function protectionBy(layers: readonly GeneralLayer[]): RequestProtection {
  const form = layers[0]?.form ?? 'general-ciphering';
  const ciphered = layers.find((layer) => layer.form === 'general-ciphering');
  const { control, key, counter } = ciphered ?? { control: NOTHING_CIPHERED, key: 'global', counter: 0 };
  return { form, control, key, counter, layers };
}

function refused(fault: GeneralFault): { readonly ok: false; readonly fault: CipheringFault } {
  return { ok: false, fault: { kind: 'general', fault } };
}

function decoded<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}
