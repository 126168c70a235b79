import type { DlmsClient } from '#client/dlms-client';
import type { Rig } from '#rig/rig';
import { Examination, type Findings } from './findings';
import type { DeviceRead } from './logical-devices';
import { readsSetup } from './setup-objects';

const TCP_UDP_SETUP = 41;
/** Attributes of TCP-UDP setup (wrapper.md 7). */
const PORT = 2;
const CONNECTIONS = 5;
/** Registered for DLMS/COSEM; a simulator in this process stands for a meter that listens there. */
const REGISTERED_PORT = 4059;

/** WRP-15: the port as the first client reads it to whom the setup object is shown. */
export function readsPort(clients: readonly DlmsClient[]): Promise<DeviceRead> {
  return readsSetup(clients, TCP_UDP_SETUP, PORT);
}

/** WRP-13: how many connections the meter says that it takes at once. */
export async function readsConnectionCount(clients: readonly DlmsClient[]): Promise<number> {
  const { value } = await readsSetup(clients, TCP_UDP_SETUP, CONNECTIONS);
  return value?.type === 'unsigned' ? value.value : 0;
}

/** WRP-15: what the meter says is where it was reached, or where the rig says that a port mapping leads to. */
export function examinePort({ value, detail }: DeviceRead, { transport, meter }: Rig): Findings {
  const examination = new Examination();
  const expected = meter.portShown ?? (transport.kind === 'tcp' ? transport.port : REGISTERED_PORT);
  const got = value === undefined ? detail : 'value' in value ? `${value.type} ${value.value}` : value.type;
  const right = value?.type === 'long-unsigned' && value.value === expected;
  examination.expect(right, `TCP-UDP_port: expected long-unsigned ${expected}, got ${got}`);
  return examination;
}
