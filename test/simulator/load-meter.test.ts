import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { loadMeter } from '#simulator/load-meter';
import { MeterError } from '#simulator/meter-error';
import { METER } from './objects/access';

const TEXT = readFileSync(METER, 'utf8');
const FOLDER = mkdtempSync(join(tmpdir(), 'meter-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

let files = 0;

function written(text: string): string {
  const file = join(FOLDER, `${++files}.yaml`);
  writeFileSync(file, text);
  return file;
}

/** The meter file with one piece replaced, which must be there. */
function edited(piece: string, replacement: string): string {
  expect(TEXT).toContain(piece);
  return written(TEXT.replace(piece, () => replacement));
}

function complaintOf(file: string): string {
  try {
    loadMeter(file);
  } catch (error) {
    if (error instanceof MeterError) return error.message;
    throw error;
  }
  return 'none';
}

function lineOf(piece: string): number {
  return TEXT.slice(0, TEXT.indexOf(piece)).split('\n').length;
}

describe('the electricity meter', () => {
  const meter = loadMeter(METER);

  it('is who it says it is', () => {
    expect(meter).toMatchObject({
      manufacturer: 'SIM',
      tcp: { port: 4059, inactivitySeconds: 400, maxConnections: 4 },
      hdlc: {
        physicalAddress: 17,
        addressBytes: [1, 2, 4],
        inactivitySeconds: 120,
        interOctetMs: 1000,
        maxInfo: 128,
        window: 7,
        maxLinks: 8,
        calls: true,
      },
      maxPduSize: 1024,
      pendingAssociationSeconds: 60,
    });
    expect(toHex(meter.systemTitle)).toBe('53494D0000000001');
    expect(meter.logicalDevices.map(({ sap, name }) => [sap, name])).toEqual([
      [1, 'SIM0000000000001'],
      [17, 'SIM0000000000017'],
    ]);
  });

  it('speaks HDLC in the same way, one frame at a time, where its file says nothing about it', () => {
    const text = TEXT.replace(/^hdlc:\n(?: .*\n)+/m, '');
    expect(text).not.toContain('physicalAddress');
    expect(loadMeter(written(text)).hdlc).toEqual({ ...meter.hdlc, window: 1, calls: false });
  });

  it('offers its associations', () => {
    const offers = meter.logicalDevices.map(({ associations }) =>
      associations.map(({ clientSap, authentication, ciphered }) => [clientSap, authentication, ciphered]),
    );
    expect(offers).toEqual([
      [
        [16, 'none', false],
        [32, 'low', false],
        [1, 'hls-gmac', true],
        [48, 'hls-gmac', true],
        [102, 'none', false],
      ],
      [
        [16, 'none', false],
        [32, 'low', false],
        [1, 'hls-gmac', true],
      ],
    ]);
  });

  it('is a new one each time', () => {
    const other = loadMeter(METER);
    expect(other.logicalDevices[0]?.objects.get('0-0:96.13.0.255')).not.toBe(
      meter.logicalDevices[0]?.objects.get('0-0:96.13.0.255'),
    );
  });

  it('may be another meter but for some of its fields', () => {
    written(TEXT);
    const base = `${files}.yaml`;
    const heir = written(`extends: ${base}\nmaxPduSize: 500\nhdlc: { addressBytes: [2] }\n`);
    expect(loadMeter(heir)).toMatchObject({ maxPduSize: 500, hdlc: { addressBytes: [2], calls: false } });
    expect(loadMeter(heir).logicalDevices).toHaveLength(2);
    written(TEXT.replace('maxPduSize: 1024', 'maxPduSize: 400'));
    expect(loadMeter(heir).maxPduSize).toBe(500);
    expect(complaintOf(written(`extends: ${base}\nmaxPduSize: 1\n`))).toContain(`${files}.yaml:2: maxPduSize: `);
    expect(complaintOf(written(`extends: ${files + 1}.yaml\n`))).toContain('extend one another in a circle');
  });

  it('is read again when its file has changed', () => {
    const file = written(TEXT);
    expect(loadMeter(file).maxPduSize).toBe(1024);
    writeFileSync(file, TEXT.replace('maxPduSize: 1024', 'maxPduSize: 500'));
    expect(loadMeter(file).maxPduSize).toBe(500);
  });
});

describe('a meter file that is wrong', () => {
  it.each([
    ['an unknown field', 'maxPduSize: 1024', 'maxPdu: 1024', 'maxPdu: '],
    ['a value out of range', 'inactivitySeconds: 400', 'inactivitySeconds: 70000', 'tcp.inactivitySeconds: '],
    ['a server address of three octets', 'addressBytes: [1, 2, 4]', 'addressBytes: [3]', 'hdlc.addressBytes.0: '],
    ['a window of more than seven frames', 'window: 7', 'window: 8', 'hdlc.window: '],
    ['a system title that is a number', 'systemTitle: "53494D0000000001"', 'systemTitle: 534900', 'systemTitle: '],
    ['a rule that no year knows', '"FFFF03FE0702000000800000"', '"FFFFFFFF0702000000800000"', 'calendar.dstBegin: '],
    ['an unknown class', '{ class: 17, ', '{ class: 18, ', 'logicalDevices.0.objects.1.class: '],
    ['a unit that is none', 'scaler: 0, unit: varh', 'scaler: 0, unit: Varh', 'logicalDevices.0.objects.22.unit: '],
    ['a group beyond 255', '1-0:14.7.0.255', '1-0:256.7.0.255', 'logicalName: a group is beyond 255'],
    ['a value of no type', 'value: { unsigned: 0 }', 'value: { unsigned: 256 }', 'value: expected one of '],
    ['an object that is there twice', '0-0:0.2.1.255', '1-0:0.2.0.255', 'logicalName: object is there twice'],
    ['an access profile that is not there', 'access: technicians', 'access: technician', 'access: unknown name'],
    [
      'keys that are not there',
      'keys: maintenance',
      'keys: service',
      'keys: unknown name, expected management, maintenance',
    ],
    ['a curve that is not there', 'power: export', 'power: exports', 'power: unknown name'],
    [
      'a capture object that is not there',
      'class: 1, logicalName: 0-0:96.10.1.255, attribute',
      'class: 3, logicalName: 0-0:96.10.1.255, attribute',
      'captureObjects.1: the logical device has no object 3/0-0:96.10.1.255',
    ],
    ['an association that is not there', 'association: reading', 'association: reader', 'association: no association'],
    [
      'a register with two sources',
      'power: import, scaler',
      'power: import, value: { unsigned: 1 }, scaler',
      'expected one of value, energy, power',
    ],
    [
      'a name of another manufacturer',
      'name: SIM0000000000017',
      'name: ABC0000000000017',
      'logicalDevices.1.name: expected to start with SIM',
    ],
  ])('is refused with its line: %s', (_, piece, replacement, complaint) => {
    const file = edited(piece, replacement);
    const message = complaintOf(file);
    expect(message).toContain(complaint);
    expect(message.split('\n')).toHaveLength(1);
    expect(message.startsWith(`${file}:${lineOf(piece)}: `)).toBe(true);
  });

  it('says so of a password where none belongs, and does not repeat it', () => {
    const message = complaintOf(edited('authentication: low', 'authentication: none'));
    expect(message).toContain('associations.1.password: expected with authentication: low');
    expect(message).not.toContain('12345678');
  });

  it('does not repeat a key of the wrong length', () => {
    const message = complaintOf(edited('"000102030405060708090A0B0C0D0E0F"', '"000102030405060708090A0B0C0D0E"'));
    expect(message).toContain('keySets.management.guek: expected 16 octets');
    expect(message).not.toContain('0102');
  });

  it('is refused when it is no YAML or not there', () => {
    expect(complaintOf(written('a: [1\nb: 2'))).toMatch(/\d\.yaml:\d: not YAML: /);
    expect(complaintOf(written('version: *nowhere'))).toMatch(/\d\.yaml:1: not YAML: an alias has no anchor$/);
    expect(complaintOf(written('- 1'))).toMatch(/\d\.yaml:1: /);
    expect(complaintOf(join(FOLDER, 'nowhere.yaml'))).toMatch(/nowhere\.yaml: cannot be read: ENOENT$/);
  });
});
