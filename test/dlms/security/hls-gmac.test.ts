import { describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { gmacControl, gmacToken, parseToken, verifyGmacToken } from '#dlms/security/hls-gmac';
import { ReceiveCounter } from '#dlms/security/invocation-counter';
import { parseProtected } from '#dlms/security/protection';
import { decodeSecurityControl } from '#dlms/security/security-control';
import { forgeGmacToken } from './forge-oracle';
import { CLIENT_TITLE, CTOS, GAK, GAK_256, GBEK, GUEK, GUEK_256, SERVER_TITLE, STOC, vector } from './golden-vectors';

const keys = { encryptionKey: GUEK, authenticationKey: GAK };
const keys256 = { encryptionKey: GUEK_256, authenticationKey: GAK_256 };
const pass3 = { suite: 0, keys, systemTitle: CLIENT_TITLE, challenge: STOC } as const;
const pass4 = { suite: 0, keys, systemTitle: SERVER_TITLE, challenge: CTOS } as const;

const GOLDEN = [
  { name: 'gmac_stoc', topic: 'security', request: { ...pass3, invocationCounter: 1 } },
  { name: 'gmac_ctos', topic: 'security', request: { ...pass4, invocationCounter: 0x01234567 } },
  { name: 'gmac_stoc_s1', topic: 'security', request: { ...pass3, suite: 1, invocationCounter: 1 } },
  { name: 'gmac_stoc_s2', topic: 'security', request: { ...pass3, suite: 2, keys: keys256, invocationCounter: 1 } },
  { name: 'hls_f_stoc', topic: 'acse', request: { ...pass3, invocationCounter: 2 } },
  { name: 'hls_f_ctos', topic: 'acse', request: { ...pass4, invocationCounter: 0x01234568 } },
] as const;

describe.each(GOLDEN)('golden $name', ({ name, topic, request }) => {
  const token = vector(topic, name);

  it('is the token we make', () => {
    expect(toHex(gmacToken(request))).toBe(toHex(token));
  });

  it('is the token node-forge makes', () => {
    const { keys, systemTitle: title, invocationCounter: counter, suite, challenge } = request;
    expect(toHex(forgeGmacToken({ controlOctet: 0x10 | suite, ...keys, title, counter }, challenge))).toBe(
      toHex(token),
    );
  });

  it('verifies, and does not with any one bit flipped', () => {
    expect(verifyGmacToken({ ...request, token })).toBe(true);
    const accepted: number[] = [];
    for (let bit = 0; bit < token.length * 8; bit++) {
      const changed = token.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (verifyGmacToken({ ...request, token: changed })) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  });
});

describe('verifyGmacToken', () => {
  const token = gmacToken({ ...pass3, invocationCounter: 1 });
  const verify = (other: object) => verifyGmacToken({ ...pass3, token, ...other });

  it('refuses another challenge, title or key', () => {
    expect(verify({})).toBe(true);
    expect(verify({ challenge: CTOS })).toBe(false);
    expect(verify({ challenge: STOC.subarray(1) })).toBe(false);
    expect(verify({ systemTitle: SERVER_TITLE })).toBe(false);
    expect(verify({ keys: { ...keys, encryptionKey: GBEK } })).toBe(false);
    expect(verify({ keys: { ...keys, authenticationKey: GBEK } })).toBe(false);
  });

  it.each([0, 5, 9, 13, 16, 18])('refuses a token of %i octets', (length) => {
    const other = Uint8Array.from({ length }, (_, index) => token[index] ?? 0);
    expect(verify({ token: other })).toBe(false);
    expect(parseToken(other)).toBeUndefined();
  });

  it.each([0x00, 0x11, 0x20, 0x30, 0x50, 0x90])(
    'refuses control octet %i even with the tag that is right for it',
    (octet) => {
      const forged = gmacToken({ ...pass3, invocationCounter: 1, control: decodeSecurityControl(octet) });
      const how = { controlOctet: octet, ...keys, title: CLIENT_TITLE, counter: 1 };
      expect(toHex(forged)).toBe(toHex(forgeGmacToken(how, STOC)));
      expect(verify({ token: forged })).toBe(false);
    },
  );

  it('refuses a token of another suite', () => {
    expect(verify({ suite: 1 })).toBe(false);
  });
});

describe('the counter of a token', () => {
  it('lies before that of the APDU around it, so that it is stale once that one is accepted', () => {
    const apdu = parseProtected(vector('acse', 'hls_action_glo').subarray(2))?.invocationCounter ?? -1;
    const token = parseToken(vector('acse', 'hls_f_stoc'))?.invocationCounter ?? -1;
    const counter = new ReceiveCounter(2);
    expect(counter.isFresh(token) && token !== apdu).toBe(true);
    counter.accept(apdu);
    expect(counter.isFresh(token)).toBe(false);
  });
});

describe('a token', () => {
  it('is told apart into control, counter and tag', () => {
    const token = parseToken(vector('security', 'gmac_ctos'));
    expect(token?.control).toEqual(gmacControl(0));
    expect(token?.invocationCounter).toBe(0x01234567);
    expect(toHex(token?.tag ?? new Uint8Array(0))).toBe('FE1466AFB3DBCD4F9389E2B7');
  });

  it('is not made of keys or titles of the wrong size', () => {
    const request = { ...pass3, invocationCounter: 1 };
    expect(() => gmacToken({ ...request, keys: keys256 })).toThrow(LocalProtocolError);
    expect(() => gmacToken({ ...request, suite: 2 })).toThrow(LocalProtocolError);
    expect(() => gmacToken({ ...request, systemTitle: STOC.subarray(1) })).toThrow(LocalProtocolError);
  });
});
