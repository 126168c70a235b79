import { type CipheredForm, decodeCiphered } from '#dlms/apdu/ciphered';
import { GENERAL_CIPHERING_TAG, GENERAL_SIGNING_TAG } from '#dlms/apdu/tags';
import type { SendingCounter } from './association-settings';
import { ClientKeys, type ClientSecurityParts, type OtherKeys } from './client-keys';
import type { GeneralCipheringChoice, GeneralSigningChoice } from './general-choice';
import {
  isCipheringLayer,
  type LayerChoice,
  type LayerChoices,
  layersOf,
  type ReceivedLayer,
  type ReceivedProtection,
} from './protection-choice';
import { type TakenOff, takeOffCiphering } from './received-ciphering';
import { takeOffGeneralCiphering, takeOffGeneralSigning } from './received-general';
import { putOnCiphering, putOnGeneralCiphering, putOnGeneralSigning, sendingCounter } from './sent-layers';
import { TransactionIds } from './transaction-ids';
import { insideOf } from './unverified-layers';

export interface Deciphered {
  readonly plain: Uint8Array;
  /** the outermost first */
  readonly layers: readonly ReceivedLayer[];
  /** the outermost layer that was ciphered; undefined where it was only signed */
  readonly protection: ReceivedProtection | undefined;
}

/** The keys, titles and counters of one client, in both directions (security.md 4, 5). */
export class ClientSecurity {
  private readonly clientKeys: ClientKeys;
  private readonly transactionIds: TransactionIds;
  private readonly sentIds = new Map<LayerChoice['form'], Uint8Array>();

  constructor(parts: ClientSecurityParts) {
    this.clientKeys = new ClientKeys(parts);
    this.transactionIds = new TransactionIds(parts.random);
  }

  /** from responding-AP-title, or known beforehand */
  get serverTitle(): Uint8Array | undefined {
    return this.clientKeys.serverTitle;
  }

  set serverTitle(title: Uint8Array | undefined) {
    this.clientKeys.serverTitle = title;
  }

  /** of what is sent under the GUEK that is in use */
  get globalCounter(): SendingCounter {
    return this.clientKeys.globalSending;
  }

  /**
   * From now on these keys are used in place of those of the settings, also in the association that is open.
   * @param others undefined: those of the settings again
   */
  replaceKeys(others: OtherKeys | undefined): void {
    this.clientKeys.replace(others);
  }

  get dedicatedKey(): Uint8Array | undefined {
    return this.clientKeys.dedicated?.octets;
  }

  /** A dedicated key lives in one association; its counters start at 0 on both sides (security.md 4). */
  agreeDedicatedKey(key: Uint8Array | undefined): void {
    this.clientKeys.agreeDedicatedKey(key);
  }

  counterOf(form: CipheredForm): SendingCounter {
    return sendingCounter(this.clientKeys, form);
  }

  /**
   * @param plain an xDLMS APDU
   * @param choices one layer, or several, the inner ones first; their transaction-ids are the same unless they say otherwise
   * @returns the protected APDU
   * @throws LocalProtocolError when the rig gives no keys or title for it
   */
  protect(plain: Uint8Array, choices: LayerChoices): Uint8Array {
    let transactionId: Uint8Array | undefined;
    let octets = plain;
    for (const choice of layersOf(choices)) {
      if (isGeneralLayer(choice)) transactionId ??= this.transactionIds.next();
      octets = this.putOn(octets, choice, transactionId ?? NO_ID);
    }
    return octets;
  }

  /**
   * Takes all layers off, each with the right keys and counters.
   * @returns undefined for a plain APDU
   * @throws PeerProtocolError when a layer is not right: says what of which key, title or tag was expected and came
   */
  unprotect(octets: Uint8Array): Deciphered | undefined {
    const outer = this.takeOff(octets);
    if (outer === undefined) return undefined;
    const layers: ReceivedLayer[] = [outer.layer];
    let { plain } = outer;
    for (let inner = this.takeOffInner(outer, layers); inner; inner = this.takeOffInner(inner, layers)) {
      layers.push(inner.layer);
      plain = inner.plain;
    }
    return { plain, layers, protection: layers.find(isCipheringLayer) };
  }

  /** Notes a counter of the meter under the global key that came outside a ciphered APDU (HLS token). */
  noteTokenCounter(invocationCounter: number): boolean {
    const { receiving } = this.clientKeys.guek;
    const fresh = receiving.isFresh(invocationCounter);
    receiving.accept(invocationCounter);
    return fresh;
  }

  ownTitle(): Uint8Array {
    return this.clientKeys.ownTitle;
  }

  keys(): { readonly encryptionKey: Uint8Array; readonly authenticationKey: Uint8Array } {
    return { encryptionKey: this.clientKeys.guek.octets, authenticationKey: this.clientKeys.gak };
  }

  private putOn(octets: Uint8Array, choice: LayerChoice, transactionId: Uint8Array): Uint8Array {
    if (!isGeneralLayer(choice)) return putOnCiphering(this.clientKeys, octets, choice);
    this.sentIds.set(choice.form, choice.header?.transactionId ?? transactionId);
    return choice.form === 'general-signing'
      ? putOnGeneralSigning(this.clientKeys, octets, choice, transactionId)
      : putOnGeneralCiphering(this.clientKeys, octets, choice, transactionId);
  }

  private takeOff(octets: Uint8Array): TakenOff<ReceivedLayer> | undefined {
    const [tag] = octets;
    if (tag === GENERAL_CIPHERING_TAG)
      return takeOffGeneralCiphering(this.clientKeys, octets, this.sentIds.get('general-ciphering'));
    if (tag === GENERAL_SIGNING_TAG)
      return takeOffGeneralSigning(this.clientKeys, octets, this.sentIds.get('general-signing'));
    const ciphered = decodeCiphered(octets);
    return ciphered && takeOffCiphering(this.clientKeys, octets, ciphered);
  }

  /** Only general-ciphering and general-signing carry layers (GB 9.2.7.3). */
  private takeOffInner(
    { plain, layer: { form } }: TakenOff<ReceivedLayer>,
    around: readonly ReceivedLayer[],
  ): TakenOff<ReceivedLayer> | undefined {
    if (form !== 'general-ciphering' && form !== 'general-signing') return undefined;
    return insideOf(around, () => this.takeOff(plain));
  }
}

const NO_ID = new Uint8Array(0);

function isGeneralLayer(choice: LayerChoice): choice is GeneralCipheringChoice | GeneralSigningChoice {
  return choice.form === 'general-ciphering' || choice.form === 'general-signing';
}
