import { type AuthenticationKind, traitsOf } from '#dlms/apdu/authentication';
import type { ConformanceBit } from '#dlms/apdu/conformance';
import { isEchoing, isReachedByIpv6, mediumOf, startsWithSignOn } from './medium';
import type { AddressBytes, ClientProfile, Rig } from './rig';

/**
 * Capabilities that follow from other fields of a rig. They need no declaration; a declaration that contradicts
 * those fields is an error in the rig file.
 */

type Facts = Omit<Rig, 'file' | 'warnings'>;

interface ClientRule {
  readonly holds: (client: ClientProfile) => boolean;
  /** what in the rig file brings it about */
  readonly from: string;
}

interface RigRule {
  readonly holds: (rig: Facts) => boolean;
  readonly from: string;
}

/** Names that may differ from client to client; for the meter as a whole they hold when they hold for some client. */
export const CLIENT_RULES: Readonly<Record<string, ClientRule>> = {
  aa: { holds: () => true, from: 'clients' },
  'aa.plain': { holds: (client) => !client.ciphered, from: 'a client with context: plain' },
  'aa.oneContext': {
    holds: (client) => client.acceptsOtherContext !== true,
    from: 'a client without acceptsOtherContext',
  },
  'aa.oneMechanism': {
    holds: (client) => client.authentication !== 'none' && client.acceptsOtherMechanisms !== true,
    from: 'an authenticated client without acceptsOtherMechanisms',
  },
  'auth.lls': { holds: (client) => client.authentication === 'low', from: 'a client with authentication: low' },
  'auth.hls': {
    holds: (client) => traitsOf(client.authentication).isHls,
    from: 'a client with authentication: hls-…',
  },
  'auth.hls2': mechanism('hls-vendor'),
  'auth.hls3': mechanism('hls-md5'),
  'auth.hls4': mechanism('hls-sha1'),
  'auth.hls5': mechanism('hls-gmac'),
  'auth.hls6': mechanism('hls-sha256'),
  'auth.hls7': mechanism('hls-ecdsa'),
  'secret.change': {
    holds: ({ secretChange, authentication, conformance }) =>
      secretChange !== undefined && conformance.has(authentication === 'low' ? 'set' : 'action'),
    from: 'secretChange of a client that may use set for its password or action for its HLS secret',
  },
  'key.kek': { holds: (client) => client.keys?.kek !== undefined, from: 'keys.kek of a client' },
  'key.transfer': {
    holds: (client) => client.keys?.kek !== undefined && client.conformance.has('action'),
    from: 'keys.kek of a client that may use action',
  },
  'key.broadcast': { holds: (client) => client.keys?.gbek !== undefined, from: 'keys.gbek of a client' },
  userlist: { holds: (client) => client.users !== undefined, from: 'users of a client' },
  sec: { holds: (client) => client.ciphered, from: 'a client with context: ciphered' },
  'sec.suite0': suite(0),
  'sec.suite1': suite(1),
  'sec.suite2': suite(2),
  'sec.glo': { holds: (client) => client.ciphered, from: 'a client with context: ciphered' },
  'sec.dedicated': {
    holds: (client) => client.ciphered && client.dedicatedKey,
    from: 'a client with dedicatedKey: true',
  },
  'sec.authenticated': {
    holds: (client) => client.protection === 'authentication' || client.protection === 'authenticated-encryption',
    from: 'a client with protection: authentication or authenticated-encryption',
  },
  'sec.policy': { holds: (client) => client.policy !== 'none', from: 'a client with a policy other than none' },
  'sec.policyAe': {
    holds: (client) => client.policy === 'authenticated-encryption',
    from: 'a client with policy: authenticated-encryption',
  },
  'conf.generalProtection': bit('general-protection'),
  'conf.gbt': bit('general-block-transfer'),
  'conf.read': bit('read'),
  'conf.write': bit('write'),
  'conf.unconfirmedWrite': bit('unconfirmed-write'),
  'conf.delta': bit('delta-value-encoding'),
  'conf.attribute0Set': bit('attribute0-supported-with-set'),
  'conf.attribute0Get': bit('attribute0-supported-with-get'),
  'conf.blockGet': bit('block-transfer-with-get-or-read'),
  'conf.blockSet': bit('block-transfer-with-set-or-write'),
  'conf.blockAction': bit('block-transfer-with-action'),
  'conf.multiple': bit('multiple-references'),
  'conf.informationReport': bit('information-report'),
  'conf.access': bit('access'),
  'conf.parameterized': bit('parameterized-access'),
  'conf.get': bit('get'),
  'conf.set': bit('set'),
  'conf.selective': bit('selective-access'),
  'conf.event': bit('event-notification'),
  'conf.action': bit('action'),
};

export const RIG_RULES: Readonly<Record<string, RigRule>> = {
  tcp: {
    holds: ({ transport }) => mediumOf(transport) === 'tcp',
    from: 'transport.kind: tcp, or a simulator on line: memory or tcp',
  },
  udp: {
    holds: ({ transport }) => mediumOf(transport) === 'udp',
    from: 'transport.kind: udp, or a simulator on line: udp',
  },
  serial: {
    holds: ({ transport }) => mediumOf(transport) === 'serial',
    from: 'transport.kind: serial or optical, or a simulator on line: serial or optical',
  },
  modeE: {
    holds: ({ transport }) => startsWithSignOn(transport),
    from: 'transport.kind: optical, rfc2217 with signOn: modeE, or a simulator on line: optical',
  },
  'modeE.address': { holds: ({ meter }) => meter.deviceAddress !== undefined, from: 'meter.deviceAddress' },
  directHdlc: {
    holds: ({ transport }) => transport.framing === 'hdlc' && !startsWithSignOn(transport),
    from: 'a link of HDLC without sign-on',
  },
  'bench.echo': { holds: ({ transport }) => isEchoing(transport), from: 'transport.echo: true' },
  ipv6: {
    holds: ({ transport }) => isReachedByIpv6(transport),
    from: 'transport.hostV6, or an IPv6 address as transport.host',
  },
  wrapper: { holds: (rig) => rig.transport.framing === 'wrapper', from: 'transport.framing: wrapper' },
  hdlc: { holds: isHdlc, from: 'transport.framing: hdlc' },
  'hdlc.address1': addressLength(1),
  'hdlc.address2': addressLength(2),
  'hdlc.address4': addressLength(4),
  'hdlc.window': { holds: (rig) => isHdlc(rig) && rig.hdlc.window > 1, from: 'hdlc.window above 1' },
  'hdlc.inactivity': {
    holds: (rig) => isHdlc(rig) && (rig.hdlc.inactivitySeconds ?? 0) > 0,
    from: 'hdlc.inactivitySeconds above 0',
  },
  ln: { holds: (rig) => rig.clients.size > 0, from: 'clients' },
  'obj.15': { holds: (rig) => rig.clients.size > 0, from: 'clients' },
  'aa.public': {
    holds: (rig) => someClient(rig, ({ sap, authentication }) => sap === 16 && authentication === 'none'),
    from: 'a client with sap: 16 and authentication: none',
  },
  'aa.multi': {
    holds: (rig) => new Set(servers(rig)).size < rig.clients.size,
    from: 'two clients with the same server',
  },
  'aa.preestablished': { holds: ({ preEstablished }) => preEstablished !== undefined, from: 'preEstablished' },
  'ld.multi': { holds: (rig) => rig.meter.logicalDevices.length > 1, from: 'meter.logicalDevices' },
  'tcp.inactivity': {
    holds: ({ transport, meter }) => mediumOf(transport) === 'tcp' && (meter.inactivitySeconds ?? 0) > 0,
    from: 'meter.inactivitySeconds above 0, with a transport of TCP',
  },
  'auth.lockout': { holds: ({ meter }) => meter.lockout !== undefined, from: 'meter.lockout' },
  gateway: { holds: ({ meter }) => meter.gateway !== undefined, from: 'meter.gateway' },
  'hls.pendingTimeout': {
    holds: (rig) => rig.meter.pendingAssociationSeconds !== undefined,
    from: 'meter.pendingAssociationSeconds',
  },
  'list.max': { holds: (rig) => rig.meter.maxListItems !== undefined, from: 'meter.maxListItems' },
  'sec.icObject': {
    holds: (rig) => someClient(rig, (client) => counterIsPublic(rig, client)),
    from: 'invocationCounter of a client, via a client without authentication',
  },
  'test.write': {
    holds: (rig) => rig.objects.testAttribute !== undefined && rig.safety.allowWrites,
    from: 'objects.testAttribute and safety.allowWrites',
  },
  'test.method': {
    holds: (rig) => rig.objects.testMethod !== undefined && rig.safety.allowWrites,
    from: 'objects.testMethod and safety.allowWrites',
  },
  'test.eventLog': {
    holds: ({ objects, meter }) =>
      objects.eventLog !== undefined && meter.eventCodes?.serviceAccessRefused !== undefined,
    from: 'objects.eventLog and meter.eventCodes.serviceAccessRefused',
  },
  'test.coverEvents': {
    holds: ({ objects, meter: { eventCodes } }) =>
      objects.eventLog !== undefined && eventCodes?.coverOpened !== undefined && eventCodes.coverClosed !== undefined,
    from: 'objects.eventLog with meter.eventCodes.coverOpened and coverClosed',
  },
  'test.profile': { holds: (rig) => rig.objects.profile !== undefined, from: 'objects.profile' },
  'test.hiddenObject': {
    holds: (rig) => rig.objects.managementOnlyAttribute !== undefined,
    from: 'objects.managementOnlyAttribute',
  },
};

/** What in a rig file brings the capability about; undefined for a name that is declared outright. */
export function originOf(name: string): string | undefined {
  return (CLIENT_RULES[name] ?? RIG_RULES[name])?.from;
}

/** Whether a derived capability holds for the meter as a whole. */
export function holdsForRig(name: string, rig: Facts): boolean {
  const rule = CLIENT_RULES[name];
  return rule === undefined ? (RIG_RULES[name]?.holds(rig) ?? false) : someClient(rig, rule.holds);
}

function bit(name: ConformanceBit): ClientRule {
  return { holds: (client) => client.conformance.has(name), from: `${name} in the conformance list of a client` };
}

function mechanism(kind: AuthenticationKind): ClientRule {
  return { holds: (client) => client.authentication === kind, from: `a client with authentication: ${kind}` };
}

function suite(number: number): ClientRule {
  return {
    holds: (client) => client.ciphered && client.suite === number,
    from: `a ciphered client with suite: ${number}`,
  };
}

function isHdlc({ transport }: Facts): boolean {
  return transport.framing === 'hdlc';
}

function addressLength(octets: AddressBytes): RigRule {
  return {
    holds: (rig) => isHdlc(rig) && rig.hdlc.acceptsAddressBytes.includes(octets),
    from: `${octets} in hdlc.acceptsAddressBytes`,
  };
}

function someClient(rig: Facts, holds: (client: ClientProfile) => boolean): boolean {
  return [...rig.clients.values()].some(holds);
}

function servers(rig: Facts): number[] {
  return [...rig.clients.values()].map(({ server }) => server);
}

function counterIsPublic(rig: Facts, { invocationCounter }: ClientProfile): boolean {
  return invocationCounter !== undefined && rig.clients.get(invocationCounter.via)?.authentication === 'none';
}
