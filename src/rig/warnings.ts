import { equalOctets, fromHex } from '#dlms/codec/hex';
import type { ClientProfile, TransportSettings } from './rig';

/** Keys printed in books, manuals and demo meters: they protect nothing. */
const LABORATORY_KEYS = [
  '000102030405060708090A0B0C0D0E0F',
  '101112131415161718191A1B1C1D1E1F',
  'C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF',
  'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF',
  '00112233445566778899AABBCCDDEEFF',
  '00000000000000000000000000000000',
  'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',
].map(fromHex);

/** Capabilities that a rig may declare and that no case can be tried by. */
const UNTRIED: ReadonlyMap<string, string> = new Map([
  ['sec.compression', 'compression (V.44) is not built, so that SEC-44 cannot be tried'],
]);

/** What is declared to no purpose: nobody shall think that it was tested. */
export function untriedDeclarations(
  declares: ReadonlySet<string>,
  clients: ReadonlyMap<string, ClientProfile>,
): readonly string[] {
  const all = [declares, ...[...clients.values()].map((client) => client.declares)];
  return [...UNTRIED]
    .filter(([name]) => all.some((names) => names.has(name)))
    .map(([name, reason]) => `${name} is declared, but ${reason}`);
}

/** What is allowed but worth a line before the run, without any secret in it. */
export function rigWarnings(transport: TransportSettings, clients: ReadonlyMap<string, ClientProfile>): string[] {
  if (transport.kind === 'simulator') return [];
  return [...clients.values()].flatMap(laboratoryKeys);
}

function laboratoryKeys({ role, keys }: ClientProfile): string[] {
  return Object.entries(keys ?? {})
    .filter(([, key]) => LABORATORY_KEYS.some((known) => equalOctets(known, key)))
    .map(([name]) => `clients.${role}.keys.${name} is a well-known laboratory key`);
}
