import crypto, { type CipherGCM, createHash, type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { ClientAssociation } from '#dlms/association/client-association';
import { ClientSecurity } from '#dlms/association/client-security';
import { layersOf } from '#dlms/association/protection-choice';

/** Whether the counter came from the client itself, or from a test that says which one it wants. */
type Origin = 'own' | 'given';

/** The simulated meter enciphers as well; and to verify a token means to make it once more. */
const NOT_SENT_BY_US = /\/src\/simulator\/|verifyGmacToken/;

/**
 * Sees every AES-GCM encipherment of this process and holds those of our clients against each other: under one key no
 * initialization vector (system title and counter) may come twice. What a test repeats on purpose it repeats by naming
 * the counter; that may be one which was used, but no counter of the client's own may.
 */
export class IvLedger {
  /** how many vectors came from a client's own counters, and how many were given */
  readonly uses = { own: 0, given: 0 };
  /** a line for each vector that came from a client's own counter and had been there before */
  readonly repetitions: string[] = [];
  private readonly seen = new Map<string, string>();
  private origin: Origin | undefined;

  /** @returns what ends it */
  watch(): () => void {
    const { createCipheriv } = crypto;
    const { protect } = ClientSecurity.prototype;
    const { hlsRequest } = ClientAssociation.prototype;
    const ledger = this;
    ClientSecurity.prototype.protect = function (plain, choices) {
      const isGiven = layersOf(choices).some((choice) => 'counter' in choice && choice.counter !== undefined);
      return ledger.within(isGiven ? 'given' : 'own', () => protect.call(this, plain, choices));
    };
    ClientAssociation.prototype.hlsRequest = function (change, name) {
      const isGiven = change?.counter !== undefined;
      return ledger.within(isGiven ? 'given' : 'own', () => hlsRequest.call(this, change, name));
    };
    const noting = (...parameters: Parameters<typeof createCipheriv>) => {
      const [algorithm, key, iv] = parameters;
      if (algorithm.endsWith('-gcm')) ledger.note(key, iv);
      return createCipheriv(...parameters);
    };
    replaceCipher(noting);
    return () => {
      replaceCipher(createCipheriv);
      Object.assign(ClientSecurity.prototype, { protect });
      Object.assign(ClientAssociation.prototype, { hlsRequest });
    };
  }

  private within<T>(origin: Origin, act: () => T): T {
    const outer = this.origin;
    this.origin = origin;
    try {
      return act();
    } finally {
      this.origin = outer;
    }
  }

  private note(key: unknown, iv: unknown): void {
    const where = new Error('used here').stack ?? '';
    if (NOT_SENT_BY_US.test(where) || !(iv instanceof Uint8Array)) return;
    const origin = this.origin ?? 'given';
    this.uses[origin]++;
    const vector = Buffer.from(iv).toString('hex').toUpperCase();
    const name = `key ${fingerprint(key)}, title ${vector.slice(0, 16)}, counter ${Number.parseInt(vector.slice(16), 16)}`;
    const before = this.seen.get(name);
    if (before !== undefined && origin === 'own') this.repetitions.push(`${name}\n${where}\nbefore that\n${before}`);
    this.seen.set(name, before ?? where);
  }
}

function replaceCipher(
  createCipheriv: (...parameters: Parameters<typeof crypto.createCipheriv>) => CipherGCM | crypto.Cipher,
): void {
  Object.assign(crypto, { createCipheriv });
  syncBuiltinESMExports();
}

function fingerprint(key: unknown): string {
  const octets = isKeyObject(key) ? key.export() : key;
  return octets instanceof Uint8Array ? createHash('sha256').update(octets).digest('hex').slice(0, 16) : 'unknown';
}

function isKeyObject(key: unknown): key is KeyObject {
  return key instanceof crypto.KeyObject;
}
