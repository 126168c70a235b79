import { concat, equalOctets, fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { type Curve, curveOf } from '#dlms/security/elliptic-curve';
import { agreedKeyC2e0s, type KeyAgreement } from '#dlms/security/key-agreement';
import type { DerivedKeyUse, OidCoding } from '#dlms/security/key-derivation';
import { ephemeralPrivateKey, ephemeralRandomLength } from '#dlms/security/key-pair';
import { SYSTEM_TITLE_LENGTH } from '#dlms/security/system-title';
import type { Rig } from '#rig/rig';
import { temporaryKey } from '#rig/temporary-secret';
import { declared } from './declared';
import type { KeyMeans, KeyReplacement } from './key-means';
import type { KeyName } from './key-names';

/** A key that a meter may have after an agreement. */
export interface AgreedKey {
  readonly key: Uint8Array;
  /** how it was derived, in words */
  readonly how: string;
  /** tells the counter of what is sent under it */
  readonly nonce: string;
}

type Means = Pick<KeyMeans, 'client' | 'hide'>;
type Entry = Pick<KeyReplacement, 'role' | 'nonce' | 'agreedWith'>;

interface Way {
  readonly oidCoding: OidCoding;
  readonly use: 'right' | 'other';
  /** which party it is */
  readonly client: 'U' | 'V';
  readonly how: string;
}

/** How a key may be derived; the first way is the right one, the others are those of meters that take it differently. */
const WAYS: readonly Way[] = [
  { oidCoding: '05', use: 'right', client: 'U', how: 'by the right AlgorithmID' },
  { oidCoding: '06', use: 'right', client: 'U', how: 'by the AlgorithmID as it is printed' },
  { oidCoding: '05', use: 'other', client: 'U', how: 'by the AlgorithmID of another use' },
  { oidCoding: '06', use: 'other', client: 'U', how: 'by the AlgorithmID of another use, as it is printed' },
  { oidCoding: '05', use: 'right', client: 'V', how: 'with itself as party U' },
  { oidCoding: '06', use: 'right', client: 'V', how: 'with itself as party U, by the AlgorithmID as it is printed' },
];

/** How the meter writes the AlgorithmID when it derives keys. */
export function algorithmIdCoding({ meter }: Pick<Rig, 'meter'>): OidCoding {
  return meter.algorithmId === 'as-printed' ? '06' : '05';
}

/** The curve of the suite. @throws LocalProtocolError in suite 0, which agrees no keys */
export function curveOfClient({ client }: Pick<KeyMeans, 'client'>): Curve {
  return curveOf(client.association.settings.suite);
}

/**
 * Our ephemeral private key of an agreement. It follows from the signing key of the rig and the nonce, so that nobody
 * has to keep it anywhere.
 */
export function ephemeralKeyOf(means: Means, { nonce }: Pick<Entry, 'nonce'>): Uint8Array {
  const { keyPairs } = means.client.association.settings;
  const { privateKey } = declared(keyPairs?.signing, 'keyPairs.signing of the client');
  const curve = curveOfClient(means);
  const random = temporaryKey(privateKey, fromHex(nonce), 'ephemeral key', ephemeralRandomLength(curve));
  const ephemeral = ephemeralPrivateKey(curve, random);
  means.hide(`ephemeral key ${means.client.role}`, ephemeral);
  return ephemeral;
}

/** What the journal keeps of the meter in an agreement. */
export function agreedWith(title: Uint8Array, meterKey: Uint8Array): string {
  return toHex(concat(title, meterKey));
}

/** Every key that the meter may have under this entry, the right one first; none while its half is not known. */
export function agreedKeys(means: Means, entry: Entry, name: KeyName): readonly AgreedKey[] {
  const known = fromHex(entry.agreedWith ?? '');
  if (known.length <= SYSTEM_TITLE_LENGTH) return [];
  const keys = WAYS.map(({ how, ...way }, at) => {
    const key = agreed(agreementOf(means, entry, known, way), name, useOf(name, way.use));
    means.hide(`agreed ${name} ${means.client.role}`, key);
    return { key, how, nonce: at === 0 ? entry.nonce : `${entry.nonce}.${at}` };
  });
  return keys.filter(({ key }, at) => keys.findIndex((other) => equalOctets(other.key, key)) === at);
}

function agreementOf(
  means: Means,
  entry: Entry,
  known: Uint8Array,
  { oidCoding, client }: Pick<Way, 'oidCoding' | 'client'>,
): KeyAgreement {
  const own = means.client.association.security.ownTitle();
  const meter = known.subarray(0, SYSTEM_TITLE_LENGTH);
  const titles = client === 'U' ? { titleU: own, titleV: meter } : { titleU: meter, titleV: own };
  const publicKey = known.subarray(SYSTEM_TITLE_LENGTH);
  return {
    suite: curveOfClient(means).suite,
    privateKey: ephemeralKeyOf(means, entry),
    publicKey,
    ...titles,
    oidCoding,
  };
}

function agreed(agreement: KeyAgreement, name: KeyName, use: DerivedKeyUse): Uint8Array {
  const key = agreedKeyC2e0s(agreement, name, use);
  if (key === undefined) throw new LocalProtocolError('the journal has a key of the meter that is not on the curve');
  return key;
}

function useOf(name: KeyName, which: 'right' | 'other'): DerivedKeyUse {
  return (name === 'kek') === (which === 'right') ? 'aes-wrap' : 'aes-gcm';
}
