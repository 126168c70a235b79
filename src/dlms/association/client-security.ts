import type { CipheredForm } from '#dlms/apdu/ciphered';
import { decodeCiphered, encodeCiphered } from '#dlms/apdu/ciphered';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { forgeProtection } from '#dlms/security/forged-protection';
import { ReceiveCounter } from '#dlms/security/invocation-counter';
import { protect, unprotect } from '#dlms/security/protection';
import type { AssociationSettings, SendingCounter } from './association-settings';
import type { ProtectionChoice, ReceivedProtection } from './protection-choice';

export interface Deciphered {
  readonly plain: Uint8Array;
  readonly protection: ReceivedProtection;
}

/** The keys, titles and counters of one client, in both directions (security.md 4, 5). */
export class ClientSecurity {
  /** from responding-AP-title, or known beforehand */
  serverTitle: Uint8Array | undefined;
  dedicatedKey: Uint8Array | undefined;
  readonly globalCounter: SendingCounter;
  private readonly settings: AssociationSettings;
  private dedicatedCounter: SendingCounter;
  private readonly received = { global: new ReceiveCounter(), dedicated: new ReceiveCounter() };
  private readonly freshDedicatedCounter: () => SendingCounter;

  constructor(settings: AssociationSettings, globalCounter: SendingCounter, dedicatedCounter: () => SendingCounter) {
    this.settings = settings;
    this.globalCounter = globalCounter;
    this.freshDedicatedCounter = dedicatedCounter;
    this.dedicatedCounter = dedicatedCounter();
  }

  /** A dedicated key lives in one association; its counters start at 0 on both sides (security.md 4). */
  agreeDedicatedKey(key: Uint8Array | undefined): void {
    this.dedicatedKey = key;
    this.dedicatedCounter = this.freshDedicatedCounter();
    this.received.dedicated = new ReceiveCounter();
  }

  counterOf(form: CipheredForm): SendingCounter {
    return isDedicated(form) ? this.dedicatedCounter : this.globalCounter;
  }

  /**
   * @param plain an xDLMS APDU
   * @returns the ciphered APDU
   * @throws LocalProtocolError when the rig gives no keys or title for it
   */
  protect(plain: Uint8Array, choice: ProtectionChoice): Uint8Array {
    const content = this.content(plain, choice);
    return encodeCiphered({
      form: choice.form,
      serviceTag: choice.serviceTag ?? plain[0] ?? 0,
      ...(isGeneral(choice.form) && { systemTitle: choice.headerTitle ?? this.ownTitle() }),
      content: choice.edit?.(content) ?? content,
    });
  }

  /** @throws PeerProtocolError when the meter's APDU does not decipher with the keys of the association */
  unprotect(octets: Uint8Array): Deciphered | undefined {
    const ciphered = decodeCiphered(octets);
    if (ciphered === undefined) return undefined;
    const key = isDedicated(ciphered.form) ? 'dedicated' : 'global';
    const opened = unprotect({
      content: ciphered.content,
      keys: this.receivingKeys(key, octets),
      systemTitle: this.titleOfServer(ciphered.systemTitle, octets),
      suite: this.settings.suite,
    });
    if (!opened.ok) throw new PeerProtocolError(`protected under the ${key} key, but: ${opened.reason}`, octets, 0);
    const { invocationCounter, control } = opened;
    const protection: ReceivedProtection = {
      form: ciphered.form,
      control,
      key,
      invocationCounter,
      fresh: this.takeNote(key, invocationCounter),
      ...(ciphered.systemTitle && { headerTitle: ciphered.systemTitle }),
    };
    return { plain: opened.apdu, protection };
  }

  /** Notes a counter of the meter under the global key that came outside a ciphered APDU (HLS token). */
  noteTokenCounter(invocationCounter: number): boolean {
    return this.takeNote('global', invocationCounter);
  }

  ownTitle(): Uint8Array {
    return given(this.settings.systemTitle, 'systemTitle');
  }

  keys(): { readonly encryptionKey: Uint8Array; readonly authenticationKey: Uint8Array } {
    const keys = given(this.settings.keys, 'keys');
    return { encryptionKey: keys.guek, authenticationKey: keys.gak };
  }

  private content(plain: Uint8Array, choice: ProtectionChoice): Uint8Array {
    const common = {
      keys: this.sendingKeys(choice),
      systemTitle: choice.ivTitle ?? this.ownTitle(),
      invocationCounter: this.counterFor(choice),
      apdu: plain,
    };
    if (choice.controlOctet !== undefined) return forgeProtection({ ...common, controlOctet: choice.controlOctet });
    return protect({ ...common, control: choice.control });
  }

  private takeNote(key: 'global' | 'dedicated', invocationCounter: number): boolean {
    const counter = this.received[key];
    const fresh = counter.isFresh(invocationCounter);
    if (fresh) counter.accept(invocationCounter);
    return fresh;
  }

  private counterFor(choice: ProtectionChoice): number {
    return choice.counter ?? this.counterOf(choice.form).take();
  }

  private sendingKeys(choice: ProtectionChoice): { encryptionKey: Uint8Array; authenticationKey: Uint8Array } {
    const { encryptionKey, authenticationKey } = this.keys();
    const right = isDedicated(choice.form) ? this.dedicatedKey : encryptionKey;
    return {
      encryptionKey: choice.encryptionKey ?? given(right, 'dedicated key'),
      authenticationKey: choice.authenticationKey ?? authenticationKey,
    };
  }

  private receivingKeys(key: 'global' | 'dedicated', octets: Uint8Array) {
    if (this.settings.keys === undefined)
      throw new PeerProtocolError('ciphered, but this client has no keys: its context is plain', octets, 0);
    const { encryptionKey, authenticationKey } = this.keys();
    if (key === 'global') return { encryptionKey, authenticationKey };
    if (this.dedicatedKey === undefined)
      throw new PeerProtocolError('protected with a dedicated key that was never agreed', octets, 0);
    return { encryptionKey: this.dedicatedKey, authenticationKey };
  }

  private titleOfServer(headerTitle: Uint8Array | undefined, octets: Uint8Array): Uint8Array {
    if (headerTitle !== undefined && headerTitle.length > 0) return headerTitle;
    if (this.serverTitle === undefined)
      throw new PeerProtocolError('ciphered, but the meter has not told its system title', octets, 0);
    return this.serverTitle;
  }
}

export function isDedicated(form: CipheredForm): boolean {
  return form === 'ded' || form === 'general-ded';
}

export function isGeneral(form: CipheredForm): boolean {
  return form === 'general-glo' || form === 'general-ded';
}

function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new LocalProtocolError(`the client has no ${what} in its rig, and this needs one`);
  return value;
}
