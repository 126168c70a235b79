import { randomBytes } from 'node:crypto';
import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import { wrapperOf } from '#client/wrapper-channel';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import type { ClientProfile } from '#rig/rig';
import { type Figure, inTurns } from './figure';
import { RawClient } from './raw-client';
import { associatedClient, newClient, profileOf } from './served-client';
import { pinThisProcess, serveMeter } from './served-meter';

const GETS = 300;
const ROUNDS = 15;
/** both sides run compiled code by then */
const WARM_UPS = 20;
const NAME: AttributeDescriptor = { classId: 1, logicalName: '0-0:42.0.0.255', attributeId: 2 };

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
  const ours = await associatedClient(profileOf(role), { port, framing: 'wrapper' });
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
    const client = newClient(profile, { port, framing: 'wrapper' });
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
