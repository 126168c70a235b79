import { traitsOf } from '#dlms/apdu/authentication';
import { fromHex } from '#dlms/codec/hex';
import { keyPairsOf, keysOf, secretAt } from './client-keys';
import { obisFromText } from './descriptor-text';
import type { ClientProfile, ProtectionKind } from './rig';
import type { ClientDocument, RigDocument } from './rig-schema';
import type { Path, RigSource } from './rig-source';
import { vendorFunctionAt } from './vendor-function';

/** What completing one client of a rig file needs to know besides its fields. */
export interface ClientSetting {
  readonly role: string;
  readonly fields: ClientDocument;
  readonly rig: RigDocument;
  readonly source: RigSource;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Fills in what follows from other fields and reads the secrets.
 *
 * @throws RigError when fields contradict one another or a secret cannot be had
 */
export function completeClient(setting: ClientSetting): ClientProfile {
  const { role, fields, rig } = setting;
  const protection =
    fields.protection ??
    (fields.keys !== undefined && fields.context !== 'plain' ? 'authenticated-encryption' : 'none');
  const ciphered =
    fields.context === undefined ? fields.keys !== undefined && protection !== 'none' : fields.context === 'ciphered';
  checkAuthentication(setting);
  checkProtection(setting, ciphered, protection);
  const { sap, server, authentication, suite, policy, dedicatedKey, maxPduSize } = fields;
  return {
    role,
    ...{ sap, server, authentication, ciphered, suite, protection, policy, dedicatedKey, maxPduSize },
    ...(fields.acceptsOtherContext ? { acceptsOtherContext: true } : {}),
    ...(fields.acceptsOtherMechanisms ? { acceptsOtherMechanisms: true } : {}),
    ...(fields.password === undefined ? {} : { password: secretAt(setting, ['password'], fields.password, 'text') }),
    ...hlsSecretOf(setting),
    ...(fields.keys === undefined ? {} : { keys: keysOf(setting, fields.keys) }),
    ...(fields.keyPairs === undefined ? {} : { keyPairs: keyPairsOf(setting, fields.keyPairs) }),
    ...(ciphered || traitsOf(authentication).needsTitles ? { systemTitle: titleOf(fields) } : {}),
    conformance: new Set(fields.conformance ?? rig.conformance),
    ...counterOf(setting),
    ...(fields.users === undefined ? {} : { users: fields.users }),
    declares: new Set(fields.declares),
  };
}

/**
 * The client of a pre-established association: no authentication, no ciphering, no opening.
 *
 * @throws RigError when another client has the same SAP: what opens its association is not pre-established
 */
export function preEstablishedOf(
  { preEstablished, clients }: RigDocument,
  source: RigSource,
): { readonly preEstablished?: ClientProfile } {
  if (preEstablished === undefined) return {};
  const { sap, server, conformance } = preEstablished;
  const other = Object.entries(clients).find(([, client]) => client.sap === sap && client.server === server);
  if (other !== undefined) throw source.problem(['preEstablished', 'sap'], `is the SAP of the ${other[0]} client`);
  return {
    preEstablished: {
      ...{ role: 'pre-established', sap, server, authentication: 'none', ciphered: false, suite: 0 },
      ...{ protection: 'none', policy: 'none', dedicatedKey: false, maxPduSize: 0xffff },
      conformance: new Set(conformance),
      declares: new Set(),
    },
  };
}

function checkAuthentication(setting: ClientSetting): void {
  const { authentication, password, keys } = setting.fields;
  if (authentication === 'low' && password === undefined)
    throw problem(setting, ['password'], 'is missing, expected a reference since authentication is low');
  if (authentication !== 'low' && password !== undefined)
    throw problem(setting, ['password'], 'belongs to authentication: low');
  if (authentication === 'hls-gmac' && keys === undefined)
    throw problem(setting, ['keys'], 'is missing, expected guek and gak since authentication is hls-gmac');
  if (authentication === 'hls-ecdsa' && setting.fields.keyPairs?.signing === undefined)
    throw problem(setting, ['keyPairs'], 'is missing, expected signing since authentication is hls-ecdsa');
  if (authentication === 'hls-ecdsa' && setting.rig.meter.publicKeys?.signing === undefined)
    throw problem(setting, ['authentication'], 'needs meter.publicKeys.signing, to check what the meter answers');
  checkHlsSecret(setting);
}

function checkHlsSecret(setting: ClientSetting): void {
  const { authentication, secret, vendorFunction, secretChange, keys } = setting.fields;
  const { needsSecret } = traitsOf(authentication);
  if (needsSecret && secret === undefined)
    throw problem(setting, ['secret'], `is missing, expected a reference since authentication is ${authentication}`);
  if (!needsSecret && secret !== undefined)
    throw problem(setting, ['secret'], 'belongs to hls-vendor, hls-md5, hls-sha1 and hls-sha256');
  if ((authentication === 'hls-vendor') !== (vendorFunction !== undefined))
    throw problem(setting, ['vendorFunction'], 'is expected with authentication: hls-vendor, and only there');
  if (secretChange !== undefined && !needsSecret && authentication !== 'low')
    throw problem(setting, ['secretChange'], 'needs a password or an HLS secret');
  if (secretChange === 'wrapped' && !needsSecret)
    throw problem(setting, ['secretChange'], 'is plain with a password, which is written as it is');
  if (secretChange === 'wrapped' && keys?.kek === undefined)
    throw problem(setting, ['secretChange'], 'needs keys.kek to wrap the secret');
}

/** Key wrap takes blocks of 8 octets, two at least (RFC 3394). */
function checkWrap(setting: ClientSetting, secret: Uint8Array | undefined): void {
  const { secretChange } = setting.fields;
  if (secretChange !== 'wrapped' || secret === undefined) return;
  if (secret.length < 16 || secret.length % 8 !== 0)
    throw problem(setting, ['secretChange'], 'cannot wrap this secret: it takes 16 octets, or 24, 32, …');
}

function hlsSecretOf(setting: ClientSetting): Pick<ClientProfile, 'secret' | 'vendorFunction' | 'secretChange'> {
  const { secret: reference, vendorFunction, secretChange } = setting.fields;
  const secret = reference === undefined ? undefined : secretAt(setting, ['secret'], reference, 'text');
  checkWrap(setting, secret);
  return {
    ...(secret === undefined ? {} : { secret }),
    ...(vendorFunction === undefined ? {} : { vendorFunction: vendorFunctionAt(setting, vendorFunction) }),
    ...(secretChange === undefined ? {} : { secretChange }),
  };
}

function checkProtection(setting: ClientSetting, ciphered: boolean, protection: ProtectionKind): void {
  const { keys, policy, dedicatedKey } = setting.fields;
  if (ciphered && keys === undefined)
    throw problem(setting, ['keys'], 'is missing, expected guek and gak since the context is ciphered');
  if (!ciphered && protection !== 'none') throw problem(setting, ['protection'], 'needs keys and context: ciphered');
  if (!ciphered && policy !== 'none') throw problem(setting, ['policy'], 'needs keys and context: ciphered');
  if (!ciphered && dedicatedKey) throw problem(setting, ['dedicatedKey'], 'needs keys and context: ciphered');
  if (!covers(protection, policy))
    throw problem(setting, ['protection'], `is weaker than the policy, expected ${policy}`);
}

function covers(protection: ProtectionKind, policy: ProtectionKind): boolean {
  return policy === 'none' || protection === policy || protection === 'authenticated-encryption';
}

/** `CLI`, three zero octets and the SAP, unless the file names another. */
function titleOf({ systemTitle, sap }: ClientDocument): Uint8Array {
  return fromHex(systemTitle ?? `434C49000000${sap.toString(16).padStart(4, '0')}`);
}

function counterOf(setting: ClientSetting): Pick<ClientProfile, 'invocationCounter'> {
  const counter = setting.fields.invocationCounter;
  if (counter === undefined) return {};
  const object = obisFromText(counter.object);
  if (object === undefined) throw problem(setting, ['invocationCounter', 'object'], 'a group is above 255');
  if (!Object.hasOwn(setting.rig.clients, counter.via))
    throw problem(setting, ['invocationCounter', 'via'], `there is no client ${counter.via}`);
  return { invocationCounter: { object, via: counter.via } };
}

function problem({ source, role }: ClientSetting, path: Path, text: string): Error {
  return source.problem(['clients', role, ...path], text);
}
