import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capabilityNames } from '#rig/capability-names';
import { CLIENT_RULES, RIG_RULES } from '#rig/derived-capabilities';
import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';
import { fileHolding } from './rig-folder';

const RIGS = join(__dirname, '../../fixtures/rigs');
const KEY = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';
const EXAMPLES = readdirSync(RIGS).filter((name) => name.startsWith('example-'));
const ENV = Object.fromEntries(
  ['BENCH07', 'BENCH08', 'BENCH09'].flatMap((bench) => [
    [`${bench}_PASSWORD`, 'x'],
    [`${bench}_SECRET`, 'x'],
    ...['GUEK', 'GAK', 'GBEK', 'KEK'].map((key) => [`${bench}_${key}`, KEY]),
    ...['SIGNING', 'AGREEMENT', 'TEST_AUTHORITY'].map((key) => [`${bench}_${key}`, `${KEY}${KEY}`]),
  ]),
);
const load = (name: string) => loadRig(join(RIGS, name), ENV);

describe('the rigs of the project', () => {
  it.each(readdirSync(RIGS).filter((name) => name.endsWith('.yaml')))('%s can be loaded', (name) => {
    expect(load(name).clients.size).toBeGreaterThan(0);
  });

  it('differ between memory and TCP in their line and name alone', () => {
    const memory = load('simulator-memory.yaml');
    const tcp = load('simulator.yaml');
    expect({ ...memory.transport, line: 'tcp', host: '127.0.0.1' }).toEqual(tcp.transport);
    expect({ ...memory, file: '', name: '', transport: undefined }).toEqual({
      ...tcp,
      file: '',
      name: '',
      transport: undefined,
    });
  });

  it.each(EXAMPLES)('%s holds no literal secret', (name) => {
    expect(readFileSync(join(RIGS, name), 'utf8')).not.toMatch(/: (?:hex|text):/);
  });

  it.each(EXAMPLES)('%s shows nothing that would be wrong without its comment sign', (name) => {
    const rig = uncommented(name);
    expect(rig.clients.get('management')?.invocationCounter).toEqual({ object: '0-0:43.1.0.255', via: 'public' });
    expect(rig.hdlc).toMatchObject({ serverLower: 17, addressBytes: 2, window: 1, maxLinks: 1 });
    expect(rig.warnings).toEqual([]);
  });

  it('show every transport', () => {
    const transports = EXAMPLES.map((name) => uncommented(name).transport);
    expect(transports).toMatchObject([
      { kind: 'optical', signOn: { echo: 'auto', maximumBaud: 19200 } },
      { kind: 'serial', serial: { baud: 9600 } },
      { kind: 'tcp', framing: 'hdlc' },
    ]);
    expect(uncommented('example-tcp.yaml').objects.testMethod?.method.methodId).toBe(1);
    expect(uncommented('example-tcp.yaml').deviations).toHaveLength(1);
  });
});

describe('the rigs that the guide shows', () => {
  const guide = readFileSync(join(__dirname, '../../docs/adding-a-meter.md'), 'utf8');
  const rigs = [...guide.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) => text);
  const transports = [...guide.matchAll(/^\|.*\| `(\{ kind: .*\})` \|$/gm)].map(([, text = '']) => text);

  it.each(rigs)('%s can be loaded', (text) => {
    expect(loadRig(fileHolding(text), ENV).warnings).toEqual([]);
  });

  it.each(transports)('%s reaches a meter', (transport) => {
    const text = `version: 1\nname: b\ntransport: ${transport}\nclients: { public: { sap: 16 } }\n`;
    expect(loadRig(fileHolding(text)).clients.size).toBe(1);
  });

  it('are of every kind', () => {
    expect([rigs.length, transports.length]).toEqual([3, 7]);
  });
});

const CERTIFICATES: Readonly<Record<string, string>> = {
  'meter-signing': 'server-signing',
  'meter-agreement': 'server-agreement',
  'maintenance-signing': 'maintenance-signing',
  'maintenance-agreement': 'maintenance-agreement',
  'test-authority': 'ca',
};

/** The template with everything that it shows as a comment, the certificates that it names beside it. */
function uncommented(name: string): Rig {
  for (const [file, ours] of Object.entries(CERTIFICATES)) {
    const text = readFileSync(join(RIGS, `../certificates/suite1-${ours}.pem`), 'utf8');
    fileHolding(text, { name: `${file}.pem` });
  }
  const text = readFileSync(join(RIGS, name), 'utf8').replace(/^( *)# ( *(?:- |\w+:))/gm, '$1$2');
  return loadRig(fileHolding(text), ENV);
}

describe('rules by which capabilities follow from a rig', () => {
  it('speak of names that exist', () => {
    const unknown = [...Object.keys(RIG_RULES), ...Object.keys(CLIENT_RULES)].filter(
      (name) => !capabilityNames().has(name),
    );
    expect(unknown).toEqual([]);
  });
});
