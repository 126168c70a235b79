import type { Replaced } from '#rig/key-journal';

/** Symmetric keys of a Security setup, by their names in a rig. */
export type KeyName = 'guek' | 'gbek' | 'gak' | 'kek';

/** What one transfer of a test replaces. */
export type ReplacedKeys = Extract<Replaced, KeyName | 'guek+gak'>;

/** key_id of key_transfer and key_agreement (BB 4.4.7). */
export const KEY_IDS: Readonly<Record<KeyName, number>> = { guek: 0, gbek: 1, gak: 2, kek: 3 };

const NAMES: Readonly<Record<ReplacedKeys, readonly KeyName[]>> = {
  guek: ['guek'],
  gbek: ['gbek'],
  gak: ['gak'],
  kek: ['kek'],
  'guek+gak': ['guek', 'gak'],
};

export function isReplacedKeys(what: Replaced): what is ReplacedKeys {
  return what in NAMES;
}

export function keysOf(what: ReplacedKeys): readonly KeyName[] {
  return NAMES[what];
}

/** As messages name a key: `GUEK`. */
export function keyText(name: KeyName): string {
  return name.toUpperCase();
}
