import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '#dlms/codec/hex';
import { plainSignature, privateKeyDer, publicKeyDer, signatureDer } from './openssl-der';

const MISSING =
  'the openssl command line is needed, version 3 or later: install the package openssl, as .ci/run does. ' +
  'It is the third implementation that the worked examples are held against.';

const HASHES = { 1: 'sha256', 2: 'sha384' } as const;
const HALVES = { 1: 32, 2: 48 } as const;
const WRAP_IV = 'A6A6A6A6A6A6A6A6';

/**
 * The openssl command line as a third implementation, in a folder of its own. Keys go in files; `enc` and `kdf` take
 * them as arguments only, so that nothing but published and random ones may be given here.
 */
export class OpensslCli {
  readonly #folder = mkdtempSync(join(tmpdir(), 'openssl-'));
  readonly #command: string;

  constructor(command = 'openssl') {
    this.#command = command;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @throws Error when it is missing */
  version(): string {
    return Buffer.from(this.#output('version')).toString('latin1');
  }

  /** x ‖ y that openssl works out. */
  publicKeyOf(suite: 1 | 2, d: Uint8Array): Uint8Array {
    const der = this.#output('pkey', ...this.#privateKey('-in', '-inform', suite, d), '-pubout', '-outform', 'DER');
    return der.slice(-2 * HALVES[suite]);
  }

  /** R ‖ S */
  sign(suite: 1 | 2, d: Uint8Array, message: Uint8Array): Uint8Array {
    const key = this.#privateKey('-sign', '-keyform', suite, d);
    const der = this.#output('dgst', `-${HASHES[suite]}`, ...key, this.#file('message', message));
    return plainSignature(der, HALVES[suite]);
  }

  verifies(suite: 1 | 2, q: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    const key = ['-verify', this.#file('public', publicKeyDer(suite, q)), '-keyform', 'DER'];
    const der = this.#file('signature', signatureDer(signature));
    const digest = ['dgst', `-${HASHES[suite]}`, ...key, '-signature', der, this.#file('message', message)];
    return outcomeOf(this.#run(digest).output);
  }

  /** Z */
  sharedSecret(suite: 1 | 2, d: Uint8Array, q: Uint8Array): Uint8Array {
    const peer = ['-peerkey', this.#file('peer', publicKeyDer(suite, q)), '-peerform', 'DER'];
    return this.#output('pkeyutl', '-derive', ...this.#privateKey('-inkey', '-keyform', suite, d), ...peer);
  }

  /** The one-step KDF of SP 800-56A with a hash. */
  derive(suite: 1 | 2, z: Uint8Array, otherInfo: Uint8Array, length: number): Uint8Array {
    const options = [`digest:${HASHES[suite]}`, `hexkey:${toHex(z)}`, `hexinfo:${toHex(otherInfo)}`];
    const arguments_ = options.flatMap((option) => ['-kdfopt', option]);
    return this.#output('kdf', '-keylen', String(length), ...arguments_, '-binary', 'SSKDF');
  }

  wrap(kek: Uint8Array, key: Uint8Array): Uint8Array {
    return this.#output(...wrapArguments(kek), '-in', this.#file('key', key));
  }

  /** undefined when openssl finds the wrap wrong */
  unwrap(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
    const { code, output } = this.#run([...wrapArguments(kek), '-d', '-in', this.#file('wrapped', wrapped)]);
    return code === 0 ? output : undefined;
  }

  #privateKey(file: string, form: string, suite: 1 | 2, d: Uint8Array): string[] {
    return [file, this.#file('private', privateKeyDer(suite, d)), form, 'DER'];
  }

  #file(name: string, octets: Uint8Array): string {
    const path = join(this.#folder, name);
    writeFileSync(path, octets, { mode: 0o600 });
    return path;
  }

  #output(...arguments_: readonly string[]): Uint8Array {
    const { code, output, complaint } = this.#run(arguments_);
    if (code !== 0) throw new Error(`openssl ${arguments_[0]} failed (${code}): ${complaint}`);
    return output;
  }

  #run(arguments_: readonly string[]): { code: number | null; output: Uint8Array; complaint: string } {
    const { error, status, stdout, stderr } = spawnSync(this.#command, arguments_);
    if (error !== undefined) throw new Error(MISSING, { cause: error });
    return { code: status, output: new Uint8Array(stdout), complaint: stderr.toString('latin1') };
  }
}

/** Its exit code is the same for a wrong signature and for one that it could not look at. */
function outcomeOf(output: Uint8Array): boolean {
  const said = Buffer.from(output).toString('latin1').trim();
  if (said !== 'Verified OK' && said !== 'Verification failure') throw new Error(`openssl said '${said}'`);
  return said === 'Verified OK';
}

function wrapArguments(kek: Uint8Array): string[] {
  return ['enc', `-id-aes${kek.length * 8}-wrap`, '-K', toHex(kek), '-iv', WRAP_IV];
}
