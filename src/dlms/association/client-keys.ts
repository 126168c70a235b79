import { equalOctets } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { ReceiveCounter } from '#dlms/security/invocation-counter';
import type { SymmetricKeys } from '#dlms/security/party-keys';
import type { SecretRegistry } from '#dlms/security/secrets';
import type { AssociationSettings, SendingCounter } from './association-settings';
import { type CountedKey, EphemeralKeys } from './counted-key';

/** What a client is given to protect with. */
export interface ClientSecurityParts {
  readonly settings: AssociationSettings;
  /** of what is sent under the GUEK */
  readonly globalCounter: SendingCounter;
  /** of what is sent under the GBEK; left out: nothing can be */
  readonly broadcastCounter?: SendingCounter;
  /** a new one for each dedicated key */
  readonly dedicatedCounter: () => SendingCounter;
  readonly random: (length: number) => Uint8Array;
  /** is told every ephemeral key and private key, so that none is shown */
  readonly secrets: Pick<SecretRegistry, 'add'>;
}

/** Other symmetric keys than those of the settings, with the counter of what is sent under the other GUEK. */
export interface OtherKeys {
  readonly keys: SymmetricKeys;
  readonly globalCounter: SendingCounter;
}

/** The symmetric keys of one client with their counters, and the titles of both sides. */
export class ClientKeys {
  readonly parts: ClientSecurityParts;
  readonly settings: AssociationSettings;
  readonly ephemeral: EphemeralKeys;
  /** from responding-AP-title, or known beforehand */
  serverTitle: Uint8Array | undefined;
  private dedicatedKey: CountedKey | undefined;
  private dedicatedCounter: SendingCounter;
  private received = { global: new ReceiveCounter(), broadcast: new ReceiveCounter() };
  private others: OtherKeys | undefined;

  constructor(parts: ClientSecurityParts) {
    this.parts = parts;
    this.settings = parts.settings;
    this.ephemeral = new EphemeralKeys((key) => parts.secrets.add('ephemeral key', key));
    this.dedicatedCounter = parts.dedicatedCounter();
  }

  /**
   * From now on these keys are used in place of those of the settings, also in the association that is open. What the
   * meter sends under a key that changes by this is counted anew.
   * @param others undefined: those of the settings again
   */
  replace(others: OtherKeys | undefined): void {
    const { guek, gbek } = this.symmetric;
    this.others = others;
    const { global, broadcast } = this.received;
    this.received = {
      global: isSame(guek, this.symmetric.guek) ? global : new ReceiveCounter(),
      broadcast: isSame(gbek, this.symmetric.gbek) ? broadcast : new ReceiveCounter(),
    };
  }

  /** A dedicated key lives in one association; its counters start at 0 on both sides (security.md 4). */
  agreeDedicatedKey(octets: Uint8Array | undefined): void {
    this.dedicatedCounter = this.parts.dedicatedCounter();
    this.dedicatedKey = octets && {
      kind: 'dedicated',
      name: 'dedicated key',
      octets,
      sending: this.dedicatedCounter,
      receiving: new ReceiveCounter(),
    };
  }

  get dedicated(): CountedKey | undefined {
    return this.dedicatedKey;
  }

  /** Also there when no dedicated key is: for tests that use one which was never agreed. */
  get dedicatedSending(): SendingCounter {
    return this.dedicatedCounter;
  }

  get guek(): CountedKey {
    const sending = this.globalSending;
    return { kind: 'global', name: 'GUEK', octets: this.symmetric.guek, sending, receiving: this.received.global };
  }

  get globalSending(): SendingCounter {
    return this.others?.globalCounter ?? this.parts.globalCounter;
  }

  /** undefined when the rig tells none */
  get gbek(): CountedKey | undefined {
    const { gbek } = this.symmetric;
    const sending = this.parts.broadcastCounter ?? NO_BROADCAST_COUNTER;
    return gbek && { kind: 'broadcast', name: 'GBEK', octets: gbek, sending, receiving: this.received.broadcast };
  }

  get gak(): Uint8Array {
    return this.symmetric.gak;
  }

  get kek(): Uint8Array {
    return given(this.symmetric.kek, 'KEK');
  }

  get signingKey(): Uint8Array {
    return given(this.settings.keyPairs?.signing, 'signing key').privateKey;
  }

  get agreementKey(): Uint8Array {
    return given(this.settings.keyPairs?.agreement, 'key agreement key').privateKey;
  }

  /** public, of the meter */
  get serverSigningKey(): Uint8Array {
    return given(this.settings.serverKeys?.signing, 'public signing key of the meter');
  }

  /** public, of the meter */
  get serverAgreementKey(): Uint8Array {
    return given(this.settings.serverKeys?.agreement, 'public key agreement key of the meter');
  }

  get ownTitle(): Uint8Array {
    return given(this.settings.systemTitle, 'systemTitle');
  }

  private get symmetric(): SymmetricKeys {
    return given(this.others?.keys ?? this.settings.keys, 'keys');
  }
}

/** @throws LocalProtocolError when it is not there */
export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new LocalProtocolError(`the client has no ${what} in its rig, and this needs one`);
  return value;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalOctets(a, b);
}

const NO_BROADCAST_COUNTER: SendingCounter = {
  next: 0,
  take: () => given<number>(undefined, 'counter for its GBEK'),
  skipTo: () => undefined,
};
