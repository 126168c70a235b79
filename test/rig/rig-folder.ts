import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';

const folder = mkdtempSync(join(tmpdir(), 'rigs-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

let written = 0;

/** Writes a file beside the rigs of the test and returns its path. */
export function fileHolding(text: string, options: { readonly name?: string; readonly mode?: number } = {}): string {
  const path = join(folder, options.name ?? `rig-${written++}.yaml`);
  writeFileSync(path, text, { mode: options.mode ?? 0o600 });
  return path;
}

export function loadText(text: string, env: Readonly<Record<string, string>> = {}): Rig {
  return loadRig(fileHolding(text), env);
}

/** What `loadRig` says against a text, without the folder. */
export function complaint(text: string, env: Readonly<Record<string, string>> = {}): string {
  const file = fileHolding(text);
  try {
    loadRig(file, env);
  } catch (error) {
    if (error instanceof Error && error.name === 'RigError')
      return error.message.replaceAll(file, 'rig.yaml').replaceAll(folder, '.');
    throw error;
  }
  throw new Error('the rig was accepted');
}

/** The least that a rig for a real meter needs, with further lines. */
export function tcpRig(more = '', clients = '  public: { sap: 16 }'): string {
  return `version: 1\nname: bench-07\ntransport: { kind: tcp, host: meter.test }\nclients:\n${clients}\n${more}`;
}

export function simulatorRig(more = '', clients = '  public: { sap: 16 }'): string {
  return tcpRig(more, clients).replace('kind: tcp, host: meter.test', 'kind: simulator, meter: meter.yaml');
}
