import { join } from 'node:path';
import { loadRig } from '#rig/load-rig';
import type { ClientProfile, Rig } from '#rig/rig';

/** The simulator's rig, of which a test takes parts away. */
export const SIMULATOR: Rig = loadRig(join(__dirname, '../../../fixtures/rigs/simulator-memory.yaml'));

export function clientOf(role: string, rig: Rig = SIMULATOR): ClientProfile {
  const client = rig.clients.get(role);
  if (client === undefined) throw new Error(`the rig has no ${role} client`);
  return client;
}

export function withClients(...roles: string[]): Rig {
  return { ...SIMULATOR, clients: new Map(roles.map((role) => [role, clientOf(role)])) };
}

export function without<K extends keyof Rig>(part: K, field: keyof Rig[K] & string): Rig {
  const { [field]: _, ...rest } = SIMULATOR[part] as Record<string, unknown>;
  return { ...SIMULATOR, [part]: rest };
}
