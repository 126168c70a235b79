import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capabilityNames } from '#rig/capability-names';
import { CLIENT_RULES, RIG_RULES } from '#rig/derived-capabilities';
import { loadRig } from '#rig/load-rig';
import { fileHolding } from './rig-folder';

const RIGS = join(__dirname, '../../fixtures/rigs');
const KEY = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';
const ENV = { BENCH07_PASSWORD: 'x', BENCH07_GUEK: KEY, BENCH07_GAK: KEY, BENCH07_GBEK: KEY, BENCH07_KEK: KEY };
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

  it('hold no literal secret but for the simulator', () => {
    expect(readFileSync(join(RIGS, 'example-tcp.yaml'), 'utf8')).not.toMatch(/: (?:hex|text):/);
  });

  it('show nothing in the template that would be wrong without its comment sign', () => {
    const text = readFileSync(join(RIGS, 'example-tcp.yaml'), 'utf8').replace(/^( *)# ( *(?:- |\w+:))/gm, '$1$2');
    const rig = loadRig(fileHolding(text), ENV);
    expect(rig.objects.testMethod?.method.methodId).toBe(1);
    expect(rig.clients.get('management')?.invocationCounter).toEqual({ object: '0-0:43.1.0.255', via: 'public' });
    expect(rig.deviations).toHaveLength(1);
  });
});

describe('rules by which capabilities follow from a rig', () => {
  it('speak of names that exist', () => {
    const unknown = [...Object.keys(RIG_RULES), ...Object.keys(CLIENT_RULES)].filter(
      (name) => !capabilityNames().has(name),
    );
    expect(unknown).toEqual([]);
  });
});
