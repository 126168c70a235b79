import type { ClientKeyPair, ClientKeyPairs, SymmetricKeys } from '#dlms/security/party-keys';
import type { ClientSetting } from './client-profile';
import { certificateAt } from './rig-certificates';
import type { ClientDocument } from './rig-schema';
import type { Path } from './rig-source';
import { resolveSecret, type SecretForm } from './secrets';

const KEY_OCTETS: readonly number[] = [16, 16, 32];
/** of private keys; suite 0 has none */
const SCALAR_OCTETS: readonly (number | undefined)[] = [undefined, 32, 48];

/**
 * The symmetric keys of a client.
 * @throws RigError when one cannot be had, or is not as long as the suite says
 */
export function keysOf(setting: ClientSetting, fields: NonNullable<ClientDocument['keys']>): SymmetricKeys {
  const { guek, gak, gbek, kek } = fields;
  return {
    guek: keyAt(setting, 'guek', guek),
    gak: keyAt(setting, 'gak', gak),
    ...(gbek === undefined ? {} : { gbek: keyAt(setting, 'gbek', gbek) }),
    ...(kek === undefined ? {} : { kek: keyAt(setting, 'kek', kek) }),
  };
}

/**
 * The key pairs of a client.
 * @throws RigError in suite 0, when one cannot be had, or is not as long as the suite says
 */
export function keyPairsOf(setting: ClientSetting, fields: NonNullable<ClientDocument['keyPairs']>): ClientKeyPairs {
  const { signing, agreement } = fields;
  return {
    ...(signing === undefined ? {} : { signing: keyPairAt(setting, 'signing', signing) }),
    ...(agreement === undefined ? {} : { agreement: keyPairAt(setting, 'agreement', agreement) }),
  };
}

/** @throws RigError when the reference leads to nothing */
export function secretAt(setting: ClientSetting, path: Path, reference: string, form: SecretForm): Uint8Array {
  const { source, env, rig, role } = setting;
  const place = {
    env,
    folder: source.folderOf(['clients', role, ...path]),
    literalsAllowed: rig.transport.kind === 'simulator',
  };
  const result = resolveSecret(reference, form, place);
  if ('wrong' in result) throw source.problem(['clients', role, ...path], result.wrong);
  return result.octets;
}

function keyAt(setting: ClientSetting, name: string, reference: string): Uint8Array {
  return ofLength(setting, ['keys', name], reference, KEY_OCTETS[setting.fields.suite]);
}

type KeyPairFields = NonNullable<NonNullable<ClientDocument['keyPairs']>['signing']>;

function keyPairAt(setting: ClientSetting, name: string, { privateKey, certificate }: KeyPairFields): ClientKeyPair {
  const { source, role, fields } = setting;
  const path = ['clients', role, 'keyPairs', name];
  const wanted = SCALAR_OCTETS[fields.suite];
  if (wanted === undefined) throw source.problem(path, 'belongs to suites 1 and 2');
  return {
    privateKey: ofLength(setting, ['keyPairs', name, 'privateKey'], privateKey, wanted),
    ...(certificate === undefined ? {} : { certificate: certificateAt(source, [...path, 'certificate'], certificate) }),
  };
}

function ofLength(setting: ClientSetting, path: Path, reference: string, wanted: number | undefined): Uint8Array {
  const { source, role, fields } = setting;
  const octets = secretAt(setting, path, reference, 'hex');
  if (octets.length === wanted) return octets;
  const text = `is ${octets.length} octets long, expected ${wanted} in suite ${fields.suite}`;
  throw source.problem(['clients', role, ...path], text);
}
