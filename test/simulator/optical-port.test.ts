import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { octetString, structure, unsigned, visibleString } from '#dlms/codec/data-values';
import { LocalProtocolError } from '#dlms/errors';
import { loadMeter } from '#simulator/load-meter';
import { PortPlan } from '#simulator/server/port-plan';
import { readoutAddress, readoutValue, writtenValue } from '#simulator/server/readout-value';
import { SimulatedMeter } from '#simulator/simulated-meter';
import { eightNoneOne } from '#transport/serial-port-settings';

const METER = 'fixtures/meters/electricity.yaml';
const TEXT = readFileSync(METER, 'utf8');
const FOLDER = mkdtempSync(join(tmpdir(), 'optical-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function complaintOn(piece: string, replacement: string): string {
  expect(TEXT).toContain(piece);
  const file = join(FOLDER, 'meter.yaml');
  writeFileSync(
    file,
    TEXT.replace(piece, () => replacement),
  );
  try {
    loadMeter(file);
    return 'none';
  } catch (error) {
    return String(error);
  }
}

describe('the local port in a meter file', () => {
  it.each([
    ['free: [0-0:96.1.0.255]', 'free: [0-0:96.13.0.255]', 'optical.free.0: expected an object of the readout'],
    ['writable: [0-0:96.13.0.255]', 'writable: [1-0:1.8.0.255]', 'optical.writable.0: the first logical device has no'],
    ['readout: [0-0:96.1.0.255', 'readout: [1-0:99.1.0.255', 'optical.readout.0: the first logical device has no'],
    ['lowerBauds: [4800]', 'lowerBauds: [9600]', 'optical.lowerBauds.0: expected a speed below baud'],
    ['identification: SIM-EL3', 'identification: SIM/EL3', 'optical.identification: expected at most 14 characters'],
    ['p1: "11111111"', 'p1: "(1111111)"', 'optical.passwords.p1: expected 1 to 32 characters'],
  ])('%s cannot be %s', (piece, replacement, complaint) => {
    expect(complaintOn(piece, replacement)).toContain(complaint);
  });

  it('never repeats a password', () => {
    expect(complaintOn('p1: "11111111"', 'p1: "(secret!"')).not.toContain('secret');
  });

  it('may be absent', () => {
    const meter = new SimulatedMeter({ model: { ...loadMeter(METER), optical: undefined } });
    expect(() => meter.opticalPort).toThrow(LocalProtocolError);
  });
});

describe('values in a readout', () => {
  it.each([
    ['1-0:1.8.0.255', '1.8.0'],
    ['0-0:96.1.0.255', '96.1.0'],
    ['0-0:1.0.0.255', '0-0:1.0.0*255'],
    ['7-0:3.0.0.255', '7-0:3.0.0*255'],
  ] as const)('%s is written %s', (name, address) => {
    expect(readoutAddress(name)).toBe(address);
  });

  it('are scaled, and have their unit', () => {
    const scaling = structure({ type: 'integer', value: -2 }, { type: 'enum', value: 13 });
    expect(readoutValue({ type: 'double-long-unsigned', value: 482113 }, scaling)).toEqual({
      value: '4821.13',
      unit: 'm3',
    });
    expect(readoutValue(unsigned(7), undefined)).toEqual({ value: '7', unit: undefined });
  });

  it('hold no delimiter', () => {
    expect(readoutValue(visibleString('a(b)*c/d!'), undefined).value).toBe('a_b__c_d_');
    expect(readoutValue(octetString(Uint8Array.of(0, 0xff)), undefined).value).toBe('00FF');
  });

  it('are written in the type that they have', () => {
    expect(writtenValue('ab', visibleString(''))).toEqual(visibleString('ab'));
    expect(writtenValue('ab', octetString(new Uint8Array()))).toEqual(octetString(Uint8Array.of(0x61, 0x62)));
    expect(writtenValue('1', unsigned(0))).toBeUndefined();
  });
});

describe('what a port is to do', () => {
  it('changes its settings behind what was to be sent before', () => {
    const plan = new PortPlan(eightNoneOne(300));
    const [first, second] = [Uint8Array.of(1), Uint8Array.of(2)];
    plan.send(first);
    plan.set(eightNoneOne(9600));
    plan.send(second);
    expect(plan.settings.baud).toBe(300);
    expect(plan.take()).toEqual([first]);
    expect(plan.settings.baud).toBe(9600);
    expect(plan.take()).toEqual([second]);
    expect(plan.isEmpty).toBe(true);
    plan.set(eightNoneOne(300));
    expect(plan.settings.baud).toBe(300);
  });
});
