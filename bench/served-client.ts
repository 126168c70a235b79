import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { clientFromRig } from '#client/client-from-rig';
import type { DlmsClient } from '#client/dlms-client';
import { LineTraffic } from '#client/line-traffic';
import { SendCounter } from '#dlms/security/invocation-counter';
import { SecretRegistry } from '#dlms/security/secrets';
import { loadRig } from '#rig/load-rig';
import type { ClientProfile, Framing } from '#rig/rig';
import { SystemClock } from '#time/system-clock';
import { TcpTransport } from '#transport/tcp-transport';

const RIG = resolve(__dirname, '../fixtures/rigs/simulator.yaml');

/** How a served meter is reached. */
export interface Reached {
  readonly port: number;
  readonly framing: Framing;
  /** octets of an information field, where frames carry it */
  readonly maxInfo?: number;
}

export function profileOf(role: string): ClientProfile {
  const profile = loadRig(RIG).clients.get(role);
  if (profile === undefined) throw new Error(`${RIG} has no client ${role}`);
  return profile;
}

/** A client of the simulator rig over loopback TCP, not yet connected. */
export function newClient(profile: ClientProfile, { port, framing, maxInfo }: Reached): DlmsClient {
  const clock = new SystemClock();
  const secrets = new SecretRegistry();
  const { hdlc, timeouts } = loadRig(RIG);
  return clientFromRig(profile, {
    transport: new TcpTransport('127.0.0.1', port, clock),
    framing,
    hdlc: { ...hdlc, serverLower: 17, addressBytes: 4, maxInfo: maxInfo ?? hdlc.maxInfo },
    clock,
    timeouts,
    traffic: new LineTraffic(secrets),
    secrets,
    globalCounter: () => new SendCounter(1),
    random: (length) => new Uint8Array(randomBytes(length)),
  });
}

/** In a ciphered association under the global key, without a dedicated one. */
export async function associatedClient(profile: ClientProfile, reached: Reached): Promise<DlmsClient> {
  const client = newClient(profile, reached);
  const { associated } = await client.open({ dedicatedKey: 'none' });
  if (!associated) throw new Error(`${profile.role} could not open its association`);
  return client;
}
