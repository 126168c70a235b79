import type { ClientProfile, Rig } from './rig';
import type { RigError } from './rig-error';
import type { Path, RigSource } from './rig-source';

type Facts = Pick<Rig, 'declares' | 'clients' | 'meter' | 'objects' | 'testAuthority'>;

/**
 * Checks that a rig which declares key agreement or certificates says what their tests need.
 * @throws RigError naming the field that is missing
 */
export function checkKeyDeclarations(rig: Facts, source: RigSource): void {
  const agreeing = declarersOf(rig, 'key.agreement');
  if (agreeing.length > 0 && rig.meter.publicKeys?.signing === undefined) {
    throw missing(source, ['meter', 'publicKeys', 'signing'], 'the public signing key of the meter', 'key.agreement');
  }
  for (const { role } of agreeing.filter(({ keyPairs }) => keyPairs?.signing === undefined)) {
    throw missing(source, ['clients', role, 'keyPairs', 'signing'], 'a key pair', 'key.agreement');
  }
  for (const { role } of agreeing.filter(({ keys }) => keys?.kek === undefined)) {
    throw missing(
      source,
      ['clients', role, 'keys', 'kek'],
      'the key that gives the meter its own back',
      'key.agreement',
    );
  }
  if (declarersOf(rig, 'key.certificates').length === 0) return;
  if (rig.testAuthority === undefined) throw missing(source, ['testAuthority'], 'an authority', 'key.certificates');
  if (rig.objects.spareKeyPair === undefined) {
    throw missing(source, ['objects', 'spareKeyPair'], 'a key pair that may be made anew', 'key.certificates');
  }
}

/** Clients for which it is declared, by themselves or with the whole rig; of the latter those that have keys. */
function declarersOf({ declares, clients }: Facts, name: string): readonly ClientProfile[] {
  return [...clients.values()].filter((client) => client.declares.has(name) || (declares.has(name) && client.ciphered));
}

function missing(source: RigSource, path: Path, what: string, name: string): RigError {
  return source.problem(path, `is missing, expected ${what} since ${name} is declared`);
}
