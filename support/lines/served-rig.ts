import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secrets of fixtures/meters/electricity.yaml, which everybody knows, as a rig for a real line wants them. */
export const SECRETS = {
  LINES_PASSWORD: 'text:12345678',
  LINES_GUEK: 'hex:000102030405060708090A0B0C0D0E0F',
  LINES_GAK: 'hex:D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF',
};

const CLIENTS = {
  public: { sap: 16, conformance: ['get', 'selective-access', 'block-transfer-with-get-or-read'] },
  reading: {
    sap: 32,
    authentication: 'low',
    password: 'env:LINES_PASSWORD',
    conformance: [
      'get',
      'set',
      'selective-access',
      'multiple-references',
      'attribute0-supported-with-get',
      'block-transfer-with-get-or-read',
    ],
  },
  management: {
    sap: 1,
    authentication: 'hls-gmac',
    policy: 'authenticated-encryption',
    dedicatedKey: true,
    keys: { guek: 'env:LINES_GUEK', gak: 'env:LINES_GAK' },
    invocationCounter: { object: '0-0:43.1.0.255', via: 'public' },
    conformance: [
      'get',
      'set',
      'action',
      'selective-access',
      'multiple-references',
      'attribute0-supported-with-get',
      'block-transfer-with-get-or-read',
      'block-transfer-with-set-or-write',
      'block-transfer-with-action',
      'general-protection',
    ],
  },
};

export interface ServedRig {
  readonly name: string;
  /** `transport:` of the rig file */
  readonly transport: { readonly kind: string } & Readonly<Record<string, unknown>>;
  readonly roles: readonly (keyof typeof CLIENTS)[];
}

/**
 * Writes a rig for our own meter as it is reached over a real line (JSON, which is YAML too).
 * @returns its path
 */
export function writeServedRig(folder: string, { name, transport, roles }: ServedRig): string {
  const speaksHdlc = transport.kind !== 'udp';
  const rig = {
    version: 1,
    name,
    transport,
    ...(speaksHdlc ? { hdlc: { serverLower: 17 } } : {}),
    timeouts: { responseMs: 2000 },
    meter: {
      flagId: 'SIM',
      systemTitle: '53494D0000000001',
      logicalDevices: [{ sap: 1, name: 'SIM0000000000001' }],
    },
    clients: Object.fromEntries(roles.map((role) => [role, CLIENTS[role]])),
    declares: ['rlrq'],
  };
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, JSON.stringify(rig, null, 2));
  return path;
}
