import { expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import golden from '../../../fixtures/vectors/golden.json';
import { ACSE_EXAMPLES } from './worked-examples/acse-examples';
import { APDU_EXAMPLES } from './worked-examples/apdu-examples';
import { HLS_EXAMPLES } from './worked-examples/hls-examples';
import { KEY_AGREEMENT_EXAMPLES } from './worked-examples/key-agreement-examples';

/** protocol/security.md 9.3 to 13 and protocol/acse.md 9, all of it */
const EXAMPLES = [...HLS_EXAMPLES, ...APDU_EXAMPLES, ...KEY_AGREEMENT_EXAMPLES, ...ACSE_EXAMPLES];

const NOT_VERIFIED = 'a signature that does not verify';

function shown(octets: Uint8Array | undefined): string {
  return octets === undefined ? NOT_VERIFIED : toHex(octets);
}

it.each(EXAMPLES)('$clause $name is reproduced by us', ({ expected, ours }) => {
  expect(shown(ours())).toBe(toHex(expected));
});

it.each(EXAMPLES.filter(({ forge }) => forge !== undefined))(
  '$clause $name is reproduced by node-forge',
  ({ expected, forge }) => {
    expect(shown(forge?.())).toBe(toHex(expected));
  },
);

it.each(['security', 'acse'] as const)('no golden vector of %s is left out', (topic) => {
  const prefix = `${topic}/`;
  const used = EXAMPLES.map(({ name }) => name).filter((name) => name.startsWith(prefix));
  const unused = Object.keys(golden[topic]).filter((name) => !used.includes(prefix + name));
  expect(unused).toEqual([]);
  expect(new Set(used).size).toBe(used.length);
});
