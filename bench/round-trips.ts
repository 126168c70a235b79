import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { clientFromRig } from '#client/client-from-rig';
import type { DlmsClient } from '#client/dlms-client';
import { LineTraffic } from '#client/line-traffic';
import { getAttribute } from '#client/reading';
import { wrapperOf } from '#client/wrapper-channel';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { SendCounter } from '#dlms/security/invocation-counter';
import { SecretRegistry } from '#dlms/security/secrets';
import { loadRig } from '#rig/load-rig';
import type { ClientProfile } from '#rig/rig';
import { SystemClock } from '#time/system-clock';
import { TcpTransport } from '#transport/tcp-transport';
import { type Figure, inTurns } from './figure';
import { RawClient } from './raw-client';
import { pinThisProcess, serveMeter } from './served-meter';

const GETS = 300;
const ROUNDS = 15;
/** both sides run compiled code by then */
const WARM_UPS = 20;
const NAME: AttributeDescriptor = { classId: 1, logicalName: '0-0:42.0.0.255', attributeId: 2 };
const RIG = resolve(__dirname, '../fixtures/rigs/simulator.yaml');

/** GETs over loopback TCP by the client stack, against a socket that replays the very octets of such GETs. */
export async function roundTrips(): Promise<readonly Figure[]> {
  const pinned = pinThisProcess();
  const meter = await serveMeter();
  try {
    const note = pinned ? 'one CPU' : 'not pinned';
    return [
      await roundTrip('reading', 'reading', `plain GET over loopback TCP, ${note}`, '>= 0.8', meter.port),
      // Two keys, because the counters of one key could not rise on both sides in turns.
      await roundTrip('maintenance', 'management', `GET under the global key, ${note}`, '>= 0.5', meter.port),
    ];
  } finally {
    meter.stop();
  }
}

async function roundTrip(role: string, floorRole: string, name: string, goal: string, port: number): Promise<Figure> {
  const ours = await associatedClient(profileOf(role), port);
  const floor = await ReplayedGets.open(profileOf(floorRole), port);
  const measured = await inTurns(
    ROUNDS,
    GETS,
    () => gets(ours),
    () => floor.run(),
    WARM_UPS,
  );
  await ours.disconnect();
  floor.close();
  return { name, unit: 'GET/s', goal, ...measured, ratio: measured.ours.median / measured.floor.median };
}

async function gets(client: DlmsClient): Promise<void> {
  for (let i = 0; i < GETS; i++) await getAttribute(client, NAME);
}

function profileOf(role: string): ClientProfile {
  const profile = loadRig(RIG).clients.get(role);
  if (profile === undefined) throw new Error(`${RIG} has no client ${role}`);
  return profile;
}

/** In a ciphered association under the global key, without a dedicated one. */
async function associatedClient(profile: ClientProfile, port: number): Promise<DlmsClient> {
  const client = newClient(profile, port);
  const { associated } = await client.open({ dedicatedKey: 'none' });
  if (!associated) throw new Error(`${profile.role} could not open its association`);
  return client;
}

function newClient(profile: ClientProfile, port: number): DlmsClient {
  const clock = new SystemClock();
  const secrets = new SecretRegistry();
  return clientFromRig(profile, {
    transport: new TcpTransport('127.0.0.1', port, clock),
    framing: 'wrapper',
    hdlc: loadRig(RIG).hdlc,
    clock,
    timeouts: loadRig(RIG).timeouts,
    traffic: new LineTraffic(secrets),
    secrets,
    globalCounter: () => new SendCounter(1),
    random: (length) => new Uint8Array(randomBytes(length)),
  });
}

/** The octets of GETs made beforehand, sent one after another over a bare socket. */
class ReplayedGets {
  private readonly socket: RawClient;
  private readonly wpdus: readonly Uint8Array[];
  private at = 0;

  private constructor(socket: RawClient, wpdus: readonly Uint8Array[]) {
    this.socket = socket;
    this.wpdus = wpdus;
  }

  /** The association is opened by the sans-io core over the bare socket. */
  static async open(profile: ClientProfile, port: number): Promise<ReplayedGets> {
    const client = newClient(profile, port);
    const { association } = client;
    const channel = wrapperOf(client.channel);
    const socket = await RawClient.connect(port);
    const fresh = { challenge: randomBytes(16), dedicatedKey: randomBytes(16) };
    const exchange = async (apdu: Uint8Array) => {
      const wpdu = await socket.exchange(channel.encode(apdu));
      return association.receive(new Uint8Array(wpdu.subarray(8)));
    };
    await exchange(association.openRequest(fresh, { dedicatedKey: 'none' }));
    const choice = association.defaultProtection;
    const protectedOctets = (plain: Uint8Array) => (choice === undefined ? plain : association.protect(plain, choice));
    if (association.state === 'pending') await exchange(protectedOctets(association.hlsRequest()));
    const wpdus: Uint8Array[] = [];
    for (let i = 0; i < GETS * (ROUNDS + WARM_UPS); i++)
      wpdus.push(channel.encode(protectedOctets(getName(association.nextInvokeId()))));
    return new ReplayedGets(socket, wpdus);
  }

  async run(): Promise<void> {
    for (let i = 0; i < GETS; i++) await this.socket.exchange(this.wpdus[this.at++] ?? new Uint8Array(0));
  }

  close(): void {
    this.socket.close();
  }
}

function getName(invokeIdAndPriority: number): Uint8Array {
  return encodeApdu({ kind: 'get-request', choice: 'normal', invokeIdAndPriority, attribute: NAME });
}
