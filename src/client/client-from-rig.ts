import { MECHANISM_OF } from '#dlms/apdu/authentication';
import type { AssociationSettings, SendingCounter } from '#dlms/association/association-settings';
import { ClientAssociation } from '#dlms/association/client-association';
import { ClientSecurity } from '#dlms/association/client-security';
import { LocalProtocolError } from '#dlms/errors';
import { type ServerAddress, serverAddress } from '#dlms/link/hdlc/address';
import { type PrimarySettings, responseTimeout, USUAL_PATIENCE } from '#dlms/link/hdlc/primary-settings';
import { WrapperLink } from '#dlms/link/wrapper/wrapper-link';
import { SendCounter } from '#dlms/security/invocation-counter';
import type { SecretRegistry } from '#dlms/security/secrets';
import type { SecurityControl } from '#dlms/security/security-control';
import { isSuiteId, type SuiteId } from '#dlms/security/suite';
import type { MeterDeclaration } from '#rig/meter-types';
import type { ClientProfile, Framing, HdlcSettings, ProtectionKind, Timeouts } from '#rig/rig';
import type { Clock } from '#time/clock';
import type { Transport } from '#transport/line';
import type { ApduChannel } from './apdu-channel';
import { DatagramChannel } from './datagram-channel';
import { DlmsClient } from './dlms-client';
import { HdlcChannel } from './hdlc-channel';
import type { LineTraffic } from './line-traffic';
import type { LocalPort } from './local-port';
import { OpticalHdlcChannel } from './optical-hdlc-channel';
import { WrapperChannel } from './wrapper-channel';

/** What all clients of one bench share. */
export interface Surroundings {
  readonly transport: Transport;
  /** there where the meter is signed on before HDLC; `transport` is a share of it */
  readonly localPort?: LocalPort;
  /** what carries APDUs on the line */
  readonly framing: Framing;
  /** the wrapper over UDP */
  readonly datagrams?: boolean;
  readonly hdlc: HdlcSettings;
  /** bits a second that a serial line may be as slow as; undefined on others */
  readonly slowestBaud?: number | undefined;
  readonly clock: Clock;
  readonly timeouts: Timeouts;
  readonly traffic: LineTraffic;
  readonly secrets: SecretRegistry;
  /** public keys of the meter, and how it codes what it signs and derives */
  readonly meter?: Pick<MeterDeclaration, 'publicKeys' | 'algorithmId' | 'signedOctets'>;
  /** the counter of what a role sends under its global unicast key */
  readonly globalCounter: (role: string) => SendingCounter;
  /** the same under its global broadcast key; left out: nothing can be sent under that */
  readonly broadcastCounter?: (role: string) => SendingCounter;
  readonly random: (length: number) => Uint8Array;
}

/**
 * A client as the rig declares it, not yet connected.
 * @param server SAP of another logical device than the declared one
 */
export function clientFromRig(
  profile: ClientProfile,
  around: Surroundings,
  server: number = profile.server,
): DlmsClient {
  const settings = settingsOf(profile, server, around.meter);
  const security = new ClientSecurity({
    settings,
    globalCounter: around.globalCounter(profile.role),
    ...(around.broadcastCounter && { broadcastCounter: around.broadcastCounter(profile.role) }),
    dedicatedCounter: () => new SendCounter(),
    random: around.random,
    secrets: around.secrets,
  });
  const channel = channelOf(profile, around, server);
  const association = new ClientAssociation(settings, security);
  return new DlmsClient({ role: profile.role, channel, association, secrets: around.secrets, random: around.random });
}

function channelOf(profile: ClientProfile, around: Surroundings, server: number): ApduChannel {
  const { transport, localPort, clock, timeouts, traffic, framing, hdlc } = around;
  const parts = { name: profile.role, transport, clock, timeouts, traffic };
  if (framing === 'wrapper') {
    const link = new WrapperLink(profile.sap, server);
    return around.datagrams ? new DatagramChannel(parts, link) : new WrapperChannel(parts, link);
  }
  const proposal = {
    maxInfoTransmit: hdlc.maxInfo,
    maxInfoReceive: hdlc.maxInfo,
    windowTransmit: hdlc.window,
    windowReceive: hdlc.window,
  };
  const station = stationSettings(profile.sap, server, around);
  return localPort === undefined
    ? new HdlcChannel(parts, station, proposal)
    : new OpticalHdlcChannel(parts, station, proposal, localPort);
}

/** Silence of the application lasts as long as the rig allows; below it, the link repeats and polls by itself. */
function stationSettings(client: number, server: number, around: Surroundings): PrimarySettings {
  const responseMs = patienceOf(around);
  return {
    ...USUAL_PATIENCE,
    client,
    server: addressOf(around.hdlc, server),
    responseMs,
    answerMs: responseMs,
    interOctetMs: around.timeouts.intraMessageMs,
    retries: 1,
  };
}

/** On a slow line the frames take a time of their own, beside that of the meter (timeouts.md 3.1). */
function patienceOf({ hdlc, timeouts, slowestBaud }: Surroundings): number {
  const { responseMs } = timeouts;
  return slowestBaud === undefined ? responseMs : responseTimeout(responseMs, hdlc.maxInfo, slowestBaud);
}

/** The lower part goes into addresses of more than one octet only. */
function addressOf({ addressBytes, serverLower }: HdlcSettings, upper: number): ServerAddress {
  return serverAddress(addressBytes, upper, addressBytes === 1 ? undefined : serverLower);
}

/** The security control octet of a protection, or undefined for none. */
export function controlOf(protection: ProtectionKind, suite: number): SecurityControl | undefined {
  if (protection === 'none') return undefined;
  return {
    suite,
    authenticated: protection !== 'encryption',
    encrypted: protection !== 'authentication',
    keySet: 'unicast',
    compressed: false,
  };
}

/** Puts everything that the client must not show into the registry. */
export function hideSecretsOf(profile: ClientProfile, secrets: SecretRegistry): void {
  const { role, password, secret, keys, keyPairs } = profile;
  if (password) secrets.add(`password ${role}`, password);
  if (secret) secrets.add(`HLS secret ${role}`, secret);
  if (keyPairs?.signing) secrets.add(`signing key ${role}`, keyPairs.signing.privateKey);
  if (keyPairs?.agreement) secrets.add(`key agreement key ${role}`, keyPairs.agreement.privateKey);
  for (const [name, key] of Object.entries(keys ?? {})) {
    if (key instanceof Uint8Array) secrets.add(`${name} ${role}`, key);
  }
}

function settingsOf(
  profile: ClientProfile,
  server: number,
  { publicKeys, algorithmId, signedOctets }: NonNullable<Surroundings['meter']> = {},
): AssociationSettings {
  return {
    clientSap: profile.sap,
    serverSap: server,
    ciphered: profile.ciphered,
    mechanism: MECHANISM_OF[profile.authentication],
    ...(profile.password && { password: profile.password }),
    ...(profile.secret && { secret: profile.secret }),
    ...(profile.vendorFunction && { vendorFunction: profile.vendorFunction }),
    suite: suiteOf(profile),
    ...(profile.keyPairs && { keyPairs: profile.keyPairs }),
    ...(publicKeys && { serverKeys: publicKeys }),
    ...(algorithmId === 'as-printed' && { oidCoding: '06' as const }),
    ...(signedOctets && { signatureCoding: signedOctets }),
    ...(profile.keys && { keys: profile.keys }),
    ...(profile.systemTitle && { systemTitle: profile.systemTitle }),
    conformance: profile.conformance,
    maxPduSize: profile.maxPduSize,
    protection: profile.ciphered ? controlOf(profile.protection, profile.suite) : undefined,
    dedicatedKey: profile.dedicatedKey,
  };
}

function suiteOf(profile: ClientProfile): SuiteId {
  if (isSuiteId(profile.suite)) return profile.suite;
  throw new LocalProtocolError(`client ${profile.role}: security suite ${profile.suite} is not defined`);
}
