import { describe, expect, it } from 'vitest';
import { holdsForRig } from '#rig/derived-capabilities';
import { slowestBaudOf } from '#rig/medium';
import { complaint, loadText } from './rig-folder';

const LINK_NAMES = [
  ...['tcp', 'udp', 'serial', 'wrapper', 'hdlc', 'modeE', 'modeE.address', 'directHdlc', 'bench.echo', 'ipv6'],
  ...['hdlc.address1', 'hdlc.address2', 'hdlc.address4', 'hdlc.window', 'hdlc.inactivity', 'tcp.inactivity'],
  ...['auth.lockout', 'gateway'],
];

function rigText(transport: string, more = ''): string {
  return `version: 1\nname: b\ntransport: { ${transport} }\nclients:\n  public: { sap: 16 }\n${more}`;
}

function derived(transport: string, more = ''): string[] {
  const rig = loadText(rigText(transport, more));
  return LINK_NAMES.filter((name) => holdsForRig(name, rig));
}

const SIMULATOR = 'kind: simulator, meter: m.yaml';
const ADDRESSED = 'hdlc: { serverLower: 17 }';

describe('capabilities that follow from the transport', () => {
  it.each<[string, readonly string[]]>([
    ['kind: tcp, host: m', ['tcp', 'wrapper']],
    ['kind: tcp, host: m, framing: hdlc', ['tcp', 'hdlc', 'directHdlc', 'hdlc.address1']],
    ['kind: tcp, host: "2001:db8::7"', ['tcp', 'wrapper', 'ipv6']],
    ['kind: tcp, host: m, hostV6: "2001:db8::7"', ['tcp', 'wrapper', 'ipv6']],
    ['kind: udp, host: m', ['udp', 'wrapper']],
    ['kind: serial, path: x', ['serial', 'hdlc', 'directHdlc', 'hdlc.address1']],
    ['kind: serial, path: x, echo: true', ['serial', 'hdlc', 'directHdlc', 'bench.echo', 'hdlc.address1']],
    ['kind: optical, path: x', ['serial', 'hdlc', 'modeE', 'hdlc.address1']],
    ['kind: optical, path: x, echo: true', ['serial', 'hdlc', 'modeE', 'bench.echo', 'hdlc.address1']],
    ['kind: rfc2217, host: m, port: 1', ['hdlc', 'directHdlc', 'hdlc.address1']],
    ['kind: rfc2217, host: "::1", port: 1, signOn: modeE', ['hdlc', 'modeE', 'hdlc.address1']],
    [SIMULATOR, ['tcp', 'wrapper']],
    [`${SIMULATOR}, framing: hdlc`, ['tcp', 'hdlc', 'directHdlc', 'hdlc.address1']],
    [`${SIMULATOR}, line: tcp, host: "::1"`, ['tcp', 'wrapper', 'ipv6']],
    [`${SIMULATOR}, line: udp`, ['udp', 'wrapper']],
    [`${SIMULATOR}, line: serial`, ['serial', 'hdlc', 'directHdlc', 'hdlc.address1']],
    [`${SIMULATOR}, line: optical`, ['serial', 'hdlc', 'modeE', 'hdlc.address1']],
  ])('%s', (transport, expected) => {
    expect(derived(transport)).toEqual(expected);
  });
});

describe('capabilities that follow from the link and the meter', () => {
  const overTcp = (more: string) => derived('kind: tcp, host: m, framing: hdlc', more);

  it('are lengths of addresses', () => {
    expect(overTcp(ADDRESSED)).toContain('hdlc.address2');
    expect(overTcp(ADDRESSED)).not.toContain('hdlc.address1');
    expect(overTcp('hdlc: { serverLower: 17, acceptsAddressBytes: [1, 2, 4] }')).toEqual(
      expect.arrayContaining(['hdlc.address1', 'hdlc.address2', 'hdlc.address4']),
    );
  });

  it.each([
    ['hdlc: { window: 2 }', 'hdlc.window', true],
    ['hdlc: { window: 1 }', 'hdlc.window', false],
    ['hdlc: { inactivitySeconds: 1 }', 'hdlc.inactivity', true],
    ['hdlc: { inactivitySeconds: 0 }', 'hdlc.inactivity', false],
    ['meter: { inactivitySeconds: 1 }', 'tcp.inactivity', true],
    ['meter: { inactivitySeconds: 0 }', 'tcp.inactivity', false],
    ['meter: { lockout: { failures: 3, seconds: 9 } }', 'auth.lockout', true],
  ])('%s: %s is %s', (more, name, holds) => {
    expect(overTcp(more).includes(name)).toBe(holds);
  });

  it('are an address of the sign-on and a gateway', () => {
    expect(derived('kind: optical, path: x', 'meter: { deviceAddress: 1 }')).toContain('modeE.address');
    const gateway = 'meter: { gateway: { networkId: 1, address: "01", unknownAddress: "02" } }';
    expect(derived('kind: tcp, host: m', gateway)).toContain('gateway');
  });

  it('cannot be declared against them', () => {
    expect(complaint(rigText('kind: udp, host: m', 'declares: [tcp]'))).toContain(
      'declares.0: tcp follows from transport.kind: tcp, or a simulator on line: memory or tcp, which is not given',
    );
    expect(complaint(rigText('kind: serial, path: x', 'declares: [bench.echo]'))).toContain(
      'follows from transport.echo',
    );
  });
});

describe('the slowest speed of a line', () => {
  it.each([
    ['kind: tcp, host: m, framing: hdlc', '', undefined],
    ['kind: serial, path: x, baud: 1200', '', 1200],
    ['kind: rfc2217, host: m, port: 1, baud: 2400', '', 2400],
    ['kind: optical, path: x', '', 300],
    ['kind: optical, path: x', 'meter: { baudRates: [9600, 4800] }', 4800],
  ])('%s %s', (transport, more, expected) => {
    expect(slowestBaudOf(loadText(rigText(transport, more)))).toBe(expected);
  });
});

describe('fields without any effect', () => {
  it('are told before the run', () => {
    const more = 'conformance: [get]\nobjects: { protectedAttribute: 1/0-0:96.1.1.255/2 }\n';
    const client =
      '{ sap: 16, suite: 1, systemTitle: 0102030405060708, acceptsOtherMechanisms: true, conformance: [get] }';
    expect(loadText(rigText('kind: tcp, host: m', more).replace('{ sap: 16 }', client)).warnings).toEqual([
      'clients.public.suite is not used: the client has no keys',
      'clients.public.systemTitle is not used: the client has no keys',
      'clients.public.acceptsOtherMechanisms is not used: whoever needs no authentication has no mechanism',
      'conformance is not used: every client has a list of its own',
      'objects.protectedAttribute is not used: nothing declares sec.accessRights',
    ]);
  });

  it('are not found in a rig that uses what it says', () => {
    expect(loadText(rigText('kind: tcp, host: m', 'conformance: [get]')).warnings).toEqual([]);
  });
});
