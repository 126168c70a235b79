import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The openssl command line in a folder of its own: an implementation that is none of ours. */
export class OpensslTool {
  private readonly folder = mkdtempSync(join(tmpdir(), 'dlms-openssl-'));

  /** What it prints on both streams. @throws Error with that when it exits with another code than 0 */
  run(...parameters: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('openssl', parameters, { cwd: this.folder, encoding: 'utf8' });
    if (status === 0) return `${stdout}${stderr}`;
    throw new Error(`openssl ${parameters[0]} ended with ${status}: ${stdout}${stderr}`);
  }

  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, name), content);
  }

  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.folder, name)));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const OPENSSL_CURVES = { 1: 'prime256v1', 2: 'secp384r1' } as const;
export const OPENSSL_HASHES = { 1: '-sha256', 2: '-sha384' } as const;
