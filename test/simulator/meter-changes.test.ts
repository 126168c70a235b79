import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadMeter } from '#simulator/load-meter';
import { MeterError } from '#simulator/meter-error';
import { METER } from './objects/access';

const FOLDER = mkdtempSync(join(tmpdir(), 'meter-changes-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

let files = 0;

function heir(text: string): string {
  const file = join(FOLDER, `${++files}.yaml`);
  writeFileSync(
    file,
    `extends: ${relative(FOLDER, resolve(METER))}
${text}`,
  );
  return file;
}

function complaintOf(file: string): string {
  try {
    loadMeter(file);
  } catch (error) {
    if (error instanceof MeterError) return error.message.replaceAll(FOLDER, '');
    throw error;
  }
  return 'none';
}

describe('a meter file that says what differs', () => {
  it('changes fields of associations and objects, and takes away those that become null', () => {
    const text = `changes:
  associations:
    reading: { authentication: hls-md5, password: null, secret: "another secret" }
  objects:
    0-0:43.0.1.255: { version: 0, policy: 3 }
`;
    const [device] = loadMeter(heir(text)).logicalDevices;
    const reading = device?.associations.find(({ clientSap }) => clientSap === 32);
    expect(reading).toMatchObject({ authentication: 'hls-md5' });
    expect(Buffer.from(reading?.secret.octets ?? []).toString()).toBe('another secret');
    expect(device?.objects.get('0-0:43.0.1.255')?.version).toBe(0);
    expect(device?.objects.get('0-0:43.0.0.255')?.version).toBe(1);
  });

  it.each<[string, string, string]>([
    ['a client that is not there', 'changes: { associations: { nobody: { ciphered: true } } }', 'nothing of that name'],
    ['an object that is not there', 'changes: { objects: { 1-1:1.1.1.255: { policy: 0 } } }', 'nothing of that name'],
    ['something else', 'changes: { clients: {} }', 'expected associations or objects'],
    [
      'a mechanism without its secret',
      'changes: { associations: { reading: { authentication: hls-sha1, password: null } } }',
      'expected with hls-vendor, hls-md5, hls-sha1, hls-sha256',
    ],
    [
      'an unknown function of the vendor',
      'changes: { associations: { reading: { authentication: hls-vendor, password: null, secret: x, vendorFunction: x } } }',
      'expected with hls-vendor, one of aes-128-ecb',
    ],
    [
      'a policy that version 0 does not know',
      'changes: { objects: { 0-0:43.0.0.255: { version: 0, policy: 4 } } }',
      'expected 0 to 3 in version 0',
    ],
    [
      'keys of another suite',
      'keySets: { management: { suite: 2, guek: "00", gak: "00" }, maintenance: { guek: "00", gak: "00" } }',
      'expected 32 octets in suite 2',
    ],
    [
      'a certificate that is not there',
      `keySets:\n  management: &set { guek: "${'00'.repeat(16)}", gak: "${'00'.repeat(16)}", certificates: [nowhere.pem] }\n  maintenance: *set`,
      'nowhere.pem cannot be read: ENOENT',
    ],
  ])('is refused for %s', (_, text, complaint) => {
    expect(complaintOf(heir(`${text}\n`))).toContain(complaint);
  });

  it('gives each meter a secret of its own', () => {
    const [one, other] = [loadMeter(METER), loadMeter(METER)];
    const secretOf = (meter: typeof one) => meter.logicalDevices[0]?.associations[1]?.secret;
    const changed = secretOf(one);
    if (changed !== undefined) changed.octets = new Uint8Array(3);
    expect(secretOf(other)?.octets.length).toBe(8);
  });
});
