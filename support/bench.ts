import { randomBytes } from 'node:crypto';
import { clientFromRig, hideSecretsOf, type Surroundings } from '#client/client-from-rig';
import type { DlmsClient } from '#client/dlms-client';
import { recordOf } from '#client/line-record';
import { LineTraffic } from '#client/line-traffic';
import { equalOctets, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { SecretRegistry } from '#dlms/security/secrets';
import type { KeyMeans } from '#procedures/key-means';
import { ownSecret, type SecretMeans } from '#procedures/secret-means';
import { type CounterUse, earlierUse, highestVerified } from '#procedures/server-counters';
import type { KeyJournal } from '#rig/key-journal';
import { mediumOf, slowestBaudOf } from '#rig/medium';
import type { ClientProfile, Rig } from '#rig/rig';
import type { Clock } from '#time/clock';
import type { Transport } from '#transport/line';
import type { RigCounters } from './rig-counters';
import type { MeterVariant } from './simulated-meter';
import type { CoverHand } from './way';
import { wayTo } from './way-to-meter';

/** One scenario's way to its meter: transport, clock, clients, record. */
export class Bench {
  readonly rig: Rig;
  readonly counters: RigCounters;
  readonly clock: Clock;
  readonly traffic: LineTraffic;
  /** cuts and restores the meter's supply, where the bench can */
  readonly powerCycle: (() => void) | undefined;
  /** opens and closes the terminal cover, where the bench can */
  readonly cover: CoverHand | undefined;
  private readonly secrets: SecretRegistry;
  private readonly around: Surroundings;
  private readonly transportV6: Transport | undefined;
  private readonly clients = new Map<string, DlmsClient>();
  /** what was heard in this scenario may be of a key that is gone */
  private hasReplacedKeys = false;

  constructor(rig: Rig, counters: RigCounters, variant?: MeterVariant) {
    this.rig = rig;
    this.counters = counters;
    const secrets = new SecretRegistry();
    this.secrets = secrets;
    for (const profile of rig.clients.values()) hideSecretsOf(profile, secrets);
    if (rig.testAuthority) secrets.add('key of the test authority', rig.testAuthority.privateKey);
    this.traffic = new LineTraffic(secrets);
    const { clock, transport, transportV6, localPort, powerCycle, cover } = wayTo(rig.transport, variant);
    this.clock = clock;
    this.powerCycle = powerCycle;
    this.cover = cover;
    this.transportV6 = transportV6;
    localPort?.attach(rig.meter.deviceAddress ?? '', recordOf(this.traffic, 'sign-on', clock));
    this.around = {
      transport,
      ...(localPort && { localPort }),
      framing: rig.transport.framing,
      datagrams: mediumOf(rig.transport) === 'udp',
      hdlc: rig.hdlc,
      slowestBaud: slowestBaudOf(rig),
      clock,
      timeouts: rig.timeouts,
      traffic: this.traffic,
      secrets,
      meter: rig.meter,
      globalCounter: (role) => counters.of(role),
      broadcastCounter: (role) => counters.of(role, 'gbek'),
      random: (length) => new Uint8Array(randomBytes(length)),
    };
  }

  /** A text that leaves the run: without the secrets of the rig and of this scenario. */
  hide(text: string): string {
    return this.secrets.hide(text);
  }

  /** Makes known a secret that came up in this scenario, so that nothing shows it. */
  keepSecret(name: string, octets: Uint8Array): void {
    this.secrets.add(name, octets);
  }

  /** Whether octets hold a secret or the beginning of one. */
  holdsSecret(octets: Uint8Array): boolean {
    return this.secrets.maskOctets(octets).includes('‹');
  }

  profile(role: string): ClientProfile {
    const { clients, preEstablished } = this.rig;
    const profile = role === preEstablished?.role ? preEstablished : clients.get(role);
    if (profile === undefined) throw new LocalProtocolError(`the rig ${this.rig.name} has no client ${role}`);
    return profile;
  }

  /**
   * The client of a role; the same one throughout the scenario.
   * @param connection tells several connections of one role apart
   * @param server SAP of another logical device
   */
  client(role: string, connection = '', server?: number): DlmsClient {
    const key = `${role} ${connection} ${server ?? ''}`;
    return this.known(key, () => clientFromRig(this.profile(role), this.around, server));
  }

  /** The client of a role that reaches the meter by IPv6, as the rig says that it can. */
  clientByIpv6(role: string): DlmsClient {
    const around = { ...this.around, transport: this.transportV6 ?? this.around.transport };
    return this.known(`${role} by IPv6`, () => clientFromRig(this.profile(role), around));
  }

  /** All clients that the scenario has used. */
  get used(): Iterable<DlmsClient> {
    return this.clients.values();
  }

  /** The highest counter that the meter is known to have used towards a client before, once it has told its title. */
  heardBefore(role: string): readonly CounterUse[] {
    const { serverTitle } = this.client(role).association.security;
    const known = serverTitle && this.counters.heardBefore(role, serverTitle);
    return known === undefined ? [] : [earlierUse(known.highest, known.at, known.sure)];
  }

  /**
   * To be called as soon as another key is in force in the meter under this name: both sides count anew.
   * @param nonce of the temporary key, in hex; undefined: the key of the rig file is in force again
   */
  keyReplaced(role: string, keyName: string, nonce?: string): void {
    this.hasReplacedKeys = true;
    this.counters.keyReplaced(role, keyName, nonce);
  }

  /**
   * What a test needs that changes the keys of a role.
   * @param journal where it is written down what has been changed
   * @param connection tells several connections of one role apart
   */
  keyMeans(role: string, journal: KeyJournal, connection = ''): KeyMeans {
    const { keys } = this.profile(role);
    if (keys === undefined) throw new LocalProtocolError(`the rig gives the ${role} client no keys`);
    return {
      client: this.client(role, connection),
      own: keys,
      journal,
      counter: (name, nonce) =>
        nonce === undefined ? this.counters.of(role, name) : this.counters.temporary(role, name, nonce),
      replaced: (name) => this.keyReplaced(role, name),
      forget: (name, nonce) => this.counters.forgetTemporary(role, name, nonce),
      hide: (name, octets) => this.secrets.add(name, octets),
    };
  }

  /** What a test needs that changes the password or HLS secret of a role. */
  secretMeans(role: string, { journal, hasFailed }: Pick<SecretMeans, 'journal' | 'hasFailed'>): SecretMeans {
    const profile = this.profile(role);
    return {
      profile,
      journal,
      hasFailed,
      as: (secret) => this.clientWithSecret(profile, secret),
      hide: (name, octets) => this.secrets.add(name, octets),
    };
  }

  private clientWithSecret(profile: ClientProfile, secret: Uint8Array): DlmsClient {
    const { role, password } = profile;
    if (equalOctets(secret, ownSecret({ profile }))) return this.client(role);
    const other = { ...profile, ...(password === undefined ? { secret } : { password: secret }) };
    return this.known(`${role} with secret ${toHex(secret)}`, () => clientFromRig(other, this.around));
  }

  /** Leaves the meter without open connections, and remembers which counters it used. */
  async close(): Promise<void> {
    for (const client of this.clients.values()) {
      await client.disconnect();
      this.remember(client);
    }
    await this.around.transport.close();
    await this.transportV6?.close();
  }

  /** Another logical device counts by itself, also where it bears the same title. */
  private remember({ role, received, association }: DlmsClient): void {
    const { security, settings } = association;
    const highest = highestVerified(received);
    if (highest === undefined || security.serverTitle === undefined || this.hasReplacedKeys) return;
    if (settings.serverSap === this.profile(role).server) this.counters.heard(role, security.serverTitle, highest);
  }

  private known(key: string, make: () => DlmsClient): DlmsClient {
    const client = this.clients.get(key) ?? make();
    this.clients.set(key, client);
    return client;
  }
}
