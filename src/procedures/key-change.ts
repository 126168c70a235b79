import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { invokeMethod } from '#client/writing';
import { array, enumerated, octetString, structure } from '#dlms/codec/data-values';
import { fromHex } from '#dlms/codec/hex';
import type { Obis } from '#dlms/codec/obis';
import { PeerProtocolError } from '#dlms/errors';
import { wrapKey } from '#dlms/security/key-wrap';
import type { SymmetricKeys } from '#dlms/security/party-keys';
import { temporaryKey } from '#rig/temporary-secret';
import { type KeyMeans, type KeyReplacement, ownKey } from './key-means';
import { KEY_IDS, type KeyName, keysOf, keyText, type ReplacedKeys } from './key-names';
import type { KeyToWrap } from './key-wraps';

const SECURITY_SETUP = 64;
const KEY_TRANSFER = 2;
const NONCE_LENGTH = 16;

/** One element of the parameter of key_transfer. */
export interface TransferredKey {
  readonly keyId: number;
  readonly wrapped: Uint8Array;
}

/** What came of a key_transfer. */
export interface TransferAnswer {
  readonly what: string;
  readonly reply: Reply | undefined;
  /** the keys with which the reply could be read; `neither`: with none of ours */
  readonly readWith: 'old' | 'new' | 'neither';
  /** why it could not be read with the keys of the request */
  readonly fault: string | undefined;
}

/** key_transfer (class 64 method 2). */
export function transfersKeys(client: DlmsClient, setup: Obis, keys: readonly TransferredKey[]): Promise<Reply> {
  const parameters = array(...keys.map(({ keyId, wrapped }) => structure(enumerated(keyId), octetString(wrapped))));
  return invokeMethod(client, { classId: SECURITY_SETUP, logicalName: setup, methodId: KEY_TRANSFER }, parameters);
}

/** Keys that a test puts into the meter in place of its own; written down before the meter is told anything. */
export class KeyChange {
  /** what is in the meter when the change has come off */
  readonly changed: SymmetricKeys;
  readonly names: readonly KeyName[];
  private readonly means: KeyMeans;
  private readonly entry: KeyReplacement;
  private readonly setup: Obis;

  constructor(means: KeyMeans, entry: KeyReplacement, setup: Obis) {
    this.means = means;
    this.entry = entry;
    this.setup = setup;
    this.names = keysOf(entry.what);
    this.changed = { ...means.own, ...temporaryKeys(means, entry) };
    for (const name of this.names) means.hide(`temporary ${name} ${means.client.role}`, this.temporary(name));
  }

  /** The temporary key of that name. */
  temporary(name: KeyName): Uint8Array {
    return ownKey({ client: this.means.client, own: this.changed }, name);
  }

  /** All of its keys, rightly wrapped. */
  wrapped(kek: Uint8Array = ownKey(this.means, 'kek')): readonly TransferredKey[] {
    return this.names.map((name) => ({ keyId: KEY_IDS[name], wrapped: wrapKey(kek, this.temporary(name)) }));
  }

  /** One of its keys, for wraps that are wrong. */
  toWrap(name: KeyName): KeyToWrap {
    return keyToWrap(this.means, this.entry, name);
  }

  /** key_transfer, right unless keys are given. The reply is read with the old keys, or else with the new ones. */
  async transfer(what = this.text, keys = this.wrapped()): Promise<TransferAnswer> {
    const answer = await this.transferred(what, keys);
    if (succeeded(answer)) this.took();
    return answer;
  }

  /** Own keys from now on, but for those named, of which the temporary ones are used. */
  use(...names: readonly KeyName[]): void {
    const keys = { ...this.means.own, ...pick(this.changed, names) };
    const globalCounter = this.means.counter('guek', names.includes('guek') ? this.entry.nonce : undefined);
    this.means.client.association.security.replaceKeys({ keys, globalCounter });
  }

  useChanged(): void {
    this.use(...this.names);
  }

  /** The counter of what is sent under the temporary key of that name. */
  counter(name: KeyName) {
    return this.means.counter(name, this.entry.nonce);
  }

  private get text(): string {
    return `key_transfer of ${this.names.map(keyText).join(' and ')}`;
  }

  private took(): void {
    this.means.journal.mark(this.entry.id, 'changed');
    for (const name of this.names) this.means.replaced(name);
  }

  private async transferred(what: string, keys: readonly TransferredKey[]): Promise<TransferAnswer> {
    try {
      const reply = await transfersKeys(this.means.client, this.setup, keys);
      return { what, reply, readWith: 'old', fault: undefined };
    } catch (error) {
      if (!(error instanceof PeerProtocolError)) throw error;
      return { what, ...this.readAnew(error.octets), fault: error.message };
    }
  }

  private readAnew(octets: Uint8Array): Pick<TransferAnswer, 'reply' | 'readWith'> {
    const { association } = this.means.client;
    this.useChanged();
    try {
      return { reply: { kind: 'apdu', received: association.receive(octets) }, readWith: 'new' };
    } catch (error) {
      if (!(error instanceof PeerProtocolError)) throw error;
      return { reply: undefined, readWith: 'neither' };
    } finally {
      this.use();
    }
  }
}

/**
 * Begins a change of these keys.
 * @throws RigError when something of an earlier run is not restored yet: nothing is sent
 */
export function beginsChange(means: KeyMeans, what: ReplacedKeys, setup: Obis): KeyChange {
  const { client, journal } = means;
  for (const name of keysOf(what)) ownKey(means, name);
  ownKey(means, 'kek');
  const entry = journal.begin({ role: client.role, what, nonce: client.random(NONCE_LENGTH), object: setup });
  return new KeyChange(means, { ...entry, what }, setup);
}

/** The keys that an entry of the journal has put, or may have put, into the meter. */
export function temporaryKeys(means: KeyMeans, entry: KeyReplacement): Partial<Record<KeyName, Uint8Array>> {
  return Object.fromEntries(keysOf(entry.what).map((name) => [name, keyToWrap(means, entry, name).key]));
}

/** The temporary key of that name in an entry, and what its faulty wraps are made of. */
export function keyToWrap(means: KeyMeans, entry: KeyReplacement, name: KeyName): KeyToWrap {
  const nonce = fromHex(entry.nonce);
  return { kek: ownKey(means, 'kek'), key: temporaryKey(ownKey(means, name), nonce, name), nonce };
}

export function succeeded({ reply }: Pick<TransferAnswer, 'reply'>): boolean {
  return reply !== undefined && answerOf(reply).kind === 'success-result';
}

function pick(keys: SymmetricKeys, names: readonly KeyName[]): Partial<SymmetricKeys> {
  return Object.fromEntries(names.map((name) => [name, keys[name]]));
}
