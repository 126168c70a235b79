import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { DlmsClient } from '#client/dlms-client';
import { getAttribute } from '#client/reading';
import type { Rig } from '#rig/rig';
import { Bench } from '#support/bench';
import { countersOf } from '#support/session';
import { checkMeterFiles } from '#support/simulated-meter';
import { wayTo } from '#support/way-to-meter';
import { fileHolding, loadText } from '../rig/rig-folder';

const METER = join(__dirname, '../../fixtures/meters/electricity.yaml');
const NAME = { classId: 1, logicalName: '0-0:42.0.0.255', attributeId: 2 } as const;
const CLIENTS =
  'clients:\n  public: { sap: 16, conformance: [get] }\n  display: { sap: 16, server: 17, conformance: [get] }';

function rigOn(transport: string, more = ''): Rig {
  return loadText(`version: 1\nname: b\ntransport: { ${transport} }\n${CLIENTS}\n${more}`);
}

const onLine = (line: string, more?: string): Rig => rigOn(`kind: simulator, meter: ${METER}, line: ${line}`, more);
const hdlc = (lower: number): string => `hdlc: { serverLower: ${lower}, acceptsAddressBytes: [1, 2, 4] }`;

const open: Bench[] = [];

function benchOf(rig: Rig): Bench {
  const bench = new Bench(rig, countersOf(rig));
  open.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of open.splice(0)) await bench.close();
});

/** What the client sees of the meter, from opening to reading. */
async function nameBy(client: DlmsClient): Promise<string> {
  return (await client.open()).associated ? readBy(client) : 'no association';
}

async function readBy(client: DlmsClient): Promise<string> {
  const [result] = (await getAttribute(client, NAME)).results ?? [];
  const value = result !== undefined && 'data' in result ? result.data : undefined;
  return value?.type === 'octet-string' ? Buffer.from(value.value).toString('latin1') : 'no name';
}

describe('the simulated meter is reached', () => {
  it.each([
    ['in memory', onLine('memory'), 'memory'],
    ['over TCP', onLine('tcp'), 'tcp 127.0.0.1'],
    ['over UDP', onLine('udp'), 'udp 127.0.0.1'],
    ['over TCP by IPv6', onLine('tcp, host: "::1"'), 'tcp ::1'],
    ['over UDP by IPv6', onLine('udp, host: "::1"'), 'udp ::1'],
    ['by HDLC in memory', onLine('memory, framing: hdlc', hdlc(17)), 'memory'],
    ['on a serial line', onLine('serial', hdlc(17)), 'serial line in memory'],
    ['on a serial line that echoes', onLine('serial, echo: true', hdlc(17)), 'echo cancelled'],
    ['at its optical port', onLine('optical', hdlc(17)), 'sign-on by mode E'],
    ['behind a head that echoes', onLine('optical, echo: true', hdlc(17)), 'sign-on by mode E'],
    ['behind a head found out to echo not', onLine('optical, echo: auto', hdlc(17)), 'sign-on by mode E'],
  ])('%s', async (_, rig, description) => {
    const bench = benchOf(rig);
    expect(await nameBy(bench.client('public'))).toBe('SIM0000000000001');
    expect(bench.traffic.text()).toContain(description);
  });

  it('by IPv6 beside IPv4', async () => {
    const bench = benchOf(onLine('tcp, hostV6: "::1"'));
    expect(await nameBy(bench.clientByIpv6('public'))).toBe('SIM0000000000001');
    expect(bench.traffic.text()).toContain('tcp ::1');
    expect(await nameBy(bench.client('public'))).toBe('SIM0000000000001');
    expect(bench.traffic.text()).toContain('tcp 127.0.0.1');
  });
});

describe('a serial line of the simulator', () => {
  it.each(['serial', 'optical'])('%s carries the links of two clients at once', async (line) => {
    const bench = benchOf(onLine(line, hdlc(17)));
    expect(await nameBy(bench.client('public'))).toBe('SIM0000000000001');
    expect(await nameBy(bench.client('display'))).toBe('SIM0000000000017');
    expect(await readBy(bench.client('public'))).toBe('SIM0000000000001');
  });

  it.each([17, 18])('has the meter %i on it beside another one', async (lower) => {
    const line = `serial, otherMeters: [{ meter: ${METER}, physicalAddress: 18 }]`;
    expect(await nameBy(benchOf(onLine(line, hdlc(lower))).client('public'))).toBe('SIM0000000000001');
  });

  it('has no meter at an address that nobody has', async () => {
    const line = `serial, otherMeters: [{ meter: ${METER}, physicalAddress: 18 }]`;
    await expect(nameBy(benchOf(onLine(line, hdlc(19))).client('public'))).rejects.toThrow('SNRM');
  });

  it('loses its links with the supply, and takes them anew', async () => {
    const bench = benchOf(onLine('serial', hdlc(17)));
    const client = bench.client('public');
    expect(await nameBy(client)).toBe('SIM0000000000001');
    bench.powerCycle?.();
    expect(await nameBy(client)).toBe('no association');
    await client.disconnect();
    expect(await nameBy(client)).toBe('SIM0000000000001');
  });
});

describe('the meter files of a simulator rig', () => {
  const checked = (rig: Rig) => () => rig.transport.kind === 'simulator' && checkMeterFiles(rig.transport);

  it('suit their line', () => {
    expect(checked(onLine('optical', hdlc(17)))).not.toThrow();
    expect(checked(onLine(`serial, otherMeters: [{ meter: ${METER}, physicalAddress: 18 }]`))).not.toThrow();
  });

  it('must not put two meters at one address', () => {
    const line = `serial, otherMeters: [{ meter: ${METER}, physicalAddress: 17 }]`;
    expect(checked(onLine(line))).toThrow('two meters on one line have the lower address 17');
  });

  it('must be there, those of the other meters too', () => {
    expect(checked(onLine('serial, otherMeters: [{ meter: no.yaml, physicalAddress: 18 }]'))).toThrow('no.yaml');
  });

  it('must have an optical port where that is the line', () => {
    const text = readFileSync(METER, 'utf8').replace(/^optical:\n(?: .*\n)+/m, '');
    const rig = rigOn(`kind: simulator, meter: ${fileHolding(text)}, line: optical`, hdlc(17));
    expect(checked(rig)).toThrow('the meter has no optical port: expected a section optical');
  });
});

describe('the way to a real meter', () => {
  it.each([
    ['kind: tcp, host: m, port: 1', 'tcp m:1'],
    ['kind: udp, host: m, port: 1', 'udp m:1'],
    ['kind: serial, path: COM3', 'serial COM3 9600 8N1'],
    ['kind: serial, path: COM3, baud: 2400, parity: even', 'serial COM3 2400 8E1'],
    ['kind: serial, path: COM3, echo: true', 'serial COM3 9600 8N1, echo cancelled'],
    ['kind: optical, path: COM3', 'serial COM3 300 8N1, sign-on by mode E'],
    ['kind: optical, path: COM3, parityBy: port', 'serial COM3 300 7E1, sign-on by mode E'],
    ['kind: rfc2217, host: m, port: 1', 'rfc2217 m:1'],
    ['kind: rfc2217, host: m, port: 1, signOn: modeE', 'rfc2217 m:1, sign-on by mode E'],
  ])('%s', (transport, description) => {
    const way = wayTo(rigOn(transport).transport);
    expect(way.transport.description).toBe(description);
    expect(way.powerCycle).toBeUndefined();
  });

  it('by IPv6 is beside the other one', () => {
    const way = wayTo(rigOn('kind: tcp, host: m, hostV6: "2001:db8::7"').transport);
    expect(way.transportV6?.description).toBe('tcp 2001:db8::7:4059');
  });
});
