import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Apdu, decodeApdu } from '#dlms/apdu/apdu';
import { fromHex } from '#dlms/codec/hex';
import { Bench, deciphered, KEYS } from './bench';

const DEDICATED_KEY = fromHex('00112233445566778899AABBCCDDEEFF');

/** WPDUs of a client as they went over a line between two foreign implementations, and the challenge it was given. */
function captured(name: string): { readonly requests: readonly Uint8Array[]; readonly stoc: Uint8Array | undefined } {
  const text = readFileSync(join(__dirname, '../../../fixtures/vectors/captures', `${name}.txt`), 'utf8');
  const requests = [...text.matchAll(/^C>S ([0-9A-F]+)$/gm)].map(([, hex = '']) => fromHex(hex));
  const stoc = text.match(/responding-authentication-value=([0-9A-F]+)/)?.[1];
  return { requests, stoc: stoc === undefined ? undefined : fromHex(stoc) };
}

/** The same octets sent to our meter; the challenge is the captured one, so that the captured answer to it is right. */
function replayed(name: string): Apdu[] {
  const { requests, stoc } = captured(name);
  const bench = new Bench(stoc === undefined ? {} : { challenge: () => stoc });
  return requests.flatMap((request) => {
    bench.connection.receive(request, bench.now);
    return bench.replies().map(plainOf);
  });
}

function plainOf(octets: Uint8Array): Apdu {
  const tag = octets[0] ?? 0;
  const isPlain = tag === 0x61 || tag === 0x63 || tag === 0xd8 || tag === 0xc4 || tag === 0xc5 || tag === 0xc7;
  const keys = tag === 0xdc ? { ...KEYS, encryptionKey: DEDICATED_KEY } : KEYS;
  return decodeApdu(isPlain ? octets : deciphered(octets, keys).plain);
}

/** Everything but AARE and RLRE, in short. */
function outcomes(apdus: readonly Apdu[]): string[] {
  return apdus.map((apdu) => {
    if (apdu.kind === 'AARE') return `AARE ${apdu.result} ${apdu.diagnostic.value}`;
    if (apdu.kind === 'RLRE') return `RLRE ${apdu.reason}`;
    if (apdu.kind === 'get-response' && apdu.choice === 'normal')
      return 'data' in apdu.result ? 'data' : apdu.result.error;
    if (apdu.kind === 'set-response' && apdu.choice === 'normal') return `set ${apdu.result}`;
    if (apdu.kind === 'action-response' && apdu.choice === 'normal') return `action ${apdu.outcome.result}`;
    return apdu.kind;
  });
}

describe('a foreign client', () => {
  it('authenticates by GMAC, reads by general-glo-ciphering and releases', () => {
    expect(outcomes(replayed('wrapper-ln-gmac-glo-guruxc'))).toEqual([
      'AARE accepted authentication-required',
      'action success',
      'data',
      'data',
      'RLRE normal',
    ]);
  });

  it('reads by general-ded-ciphering under its dedicated key', () => {
    expect(outcomes(replayed('wrapper-ln-gmac-ded-guruxc'))).toEqual([
      'AARE accepted authentication-required',
      'action success',
      'data',
      'data',
      'RLRE normal',
    ]);
  });

  it('sets the clock and operates the disconnector', () => {
    expect(outcomes(replayed('wrapper-ln-glo-set-action-guruxc'))).toEqual([
      'AARE accepted authentication-required',
      'action success',
      'set success',
      'action success',
      'RLRE normal',
    ]);
  });
});
