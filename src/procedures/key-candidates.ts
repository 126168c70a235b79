import { equalOctets } from '#dlms/codec/hex';
import type { SymmetricKeys } from '#dlms/security/party-keys';
import { agreedKeys } from './agreed-keys';
import { keyToWrap } from './key-change';
import { type KeyMeans, type KeyReplacement, ownKey } from './key-means';
import { type KeyName, keysOf } from './key-names';
import { EVERY_FAULT, keysThatMayBeTaken, type WrapFault } from './key-wraps';

/** Two keys are sent together with no other fault, and one of them at most has it. */
const FAULTS_OF_PAIRS: readonly WrapFault[] = ['with one bit of its wrap changed'];
/** places of the own key and of the temporary one among its candidates */
const WELL_KNOWN = 2;

/** A key that the meter may have. */
interface CandidateKey {
  readonly key: Uint8Array;
  /** tells the counter of what is sent under it; undefined: the rig's own */
  readonly nonce: string | undefined;
}

/** Keys that may open an association together. */
export interface CandidateKeys {
  readonly keys: SymmetricKeys;
  readonly nonce: string | undefined;
}

/**
 * Every pair of GUEK and GAK that the meter may have while these changes are pending: the rig's own first, then the
 * temporary ones, then what a careless meter may have made of them; but that which the client uses now before all others.
 */
export function candidateKeys(means: KeyMeans, entries: readonly KeyReplacement[]): readonly CandidateKeys[] {
  const ofGak = candidatesFor(means, entries, 'gak');
  const pairs = candidatesFor(means, entries, 'guek').flatMap((guek, i) =>
    ofGak.slice(0, i < WELL_KNOWN ? undefined : WELL_KNOWN).map((gak, j) => ({
      order: i + j,
      keys: { ...means.own, guek: guek.key, gak: gak.key },
      nonce: guek.nonce,
    })),
  );
  const inUse = means.client.association.security.keys();
  const isInUse = ({ keys: { guek, gak } }: CandidateKeys) =>
    equalOctets(guek, inUse.encryptionKey) && equalOctets(gak, inUse.authenticationKey);
  return [...pairs].sort((a, b) => Number(isInUse(b)) - Number(isInUse(a)) || a.order - b.order);
}

/** Every master key that the meter may have: temporary ones first, for the meter was told of them last. */
export function candidateMasterKeys(means: KeyMeans, entries: readonly KeyReplacement[]): readonly Uint8Array[] {
  const [own, ...others] = candidatesFor(means, entries, 'kek').map(({ key }) => key);
  return own === undefined ? others : [...others, own];
}

function candidatesFor(means: KeyMeans, entries: readonly KeyReplacement[], name: KeyName): readonly CandidateKey[] {
  const own: CandidateKey = { key: ownKey(means, name), nonce: undefined };
  const concerned = entries.filter(({ what }) => keysOf(what).includes(name));
  return [own, ...concerned.flatMap((entry) => ofEntry(means, entry, name))];
}

/** Each key has a counter of its own: no value is used twice under one. */
function ofEntry(means: KeyMeans, entry: KeyReplacement, name: KeyName): readonly CandidateKey[] {
  if (entry.agreedWith !== undefined) return agreedKeys(means, entry, name);
  return keysThatMayBeTaken(keyToWrap(means, entry, name), faultsOf(entry)).map((key, at) => {
    means.hide(`temporary ${name} ${means.client.role}`, key);
    return { key, nonce: at === 0 ? entry.nonce : `${entry.nonce}.${at}` };
  });
}

/** With which faults the keys of an entry are sent, if with any. */
function faultsOf({ what }: KeyReplacement): readonly WrapFault[] {
  if (what === 'guek+gak') return FAULTS_OF_PAIRS;
  return what === 'guek' ? EVERY_FAULT : [];
}
