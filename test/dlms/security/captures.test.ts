import { describe, expect, it } from 'vitest';
import { toHex } from '#dlms/codec/hex';
import { gmacToken, parseToken, verifyGmacToken } from '#dlms/security/hls-gmac';
import { ReceiveCounter } from '#dlms/security/invocation-counter';
import { parseProtected, protect, unprotect } from '#dlms/security/protection';
import { type Capture, captureNames, type Message, readCapture } from './capture-file';

const captures = captureNames().map((name) => ({ name, capture: readCapture(name) }));
const ciphered = captures.filter(({ capture }) => capture.messages.some(({ annotation }) => annotation !== undefined));

/**
 * SC ‖ IC ‖ … out of whatever carries it. Outer lengths of ACSE APDUs are not used: the releases of these meters
 * state too small ones.
 */
function cipheredContent(apdu: Uint8Array): Uint8Array | undefined {
  const tag = apdu[0] ?? 0;
  if (tag >= 0x60 && tag <= 0x63) return contentOfUserInformation(apdu);
  if (tag === 0xdb || tag === 0xdc) return lengthCoded(apdu, 2 + (apdu[1] ?? 0));
  const isService = tag === 0x21 || tag === 0x28 || (tag >= 0xc8 && tag <= 0xd7);
  return isService ? lengthCoded(apdu, 1) : undefined;
}

function contentOfUserInformation(acse: Uint8Array): Uint8Array | undefined {
  for (let at = 2; at < acse.length; at += 2 + (acse[at + 1] ?? 0)) {
    // BE L 04 l ‖ APDU
    if (acse[at] === 0xbe) return cipheredContent(acse.subarray(at + 4));
  }
  return undefined;
}

function lengthCoded(octets: Uint8Array, at: number): Uint8Array {
  const first = octets[at] ?? 0;
  const size = first < 0x80 ? 0 : first & 0x7f;
  const length = size === 0 ? first : octets.subarray(at + 1, at + 1 + size).reduce((sum, next) => sum * 256 + next, 0);
  return octets.subarray(at + 1 + size, at + 1 + size + length);
}

function keysFor(capture: Capture, key: 'global' | 'dedicated') {
  const encryptionKey = key === 'global' ? capture.guek : capture.dedicatedKey;
  if (encryptionKey === undefined) throw new Error('capture has no dedicated key');
  return { encryptionKey, authenticationKey: capture.gak };
}

/** Every ciphered message with what it needs to be deciphered. */
function cipheredMessages(capture: Capture) {
  return capture.messages.flatMap(({ from, apdu, annotation }) => {
    const content = apdu === undefined ? undefined : cipheredContent(apdu);
    if (content === undefined) return [];
    const key = annotation?.key ?? 'global';
    return [{ from, content, key, keys: keysFor(capture, key), systemTitle: capture.titles[from], annotation }];
  });
}

it('six captures are ciphered, with 61 ciphered messages in all', () => {
  expect(ciphered.map(({ name }) => name)).toEqual([
    'hdlc-ln-gmac-glo-guruxc.txt',
    'wrapper-ln-glo-set-action-guruxc.txt',
    'wrapper-ln-gmac-ded-guruxc.txt',
    'wrapper-ln-gmac-glo-guruxc.txt',
    'wrapper-ln-high-ded-guruxjava.txt',
    'wrapper-ln-high-glo-guruxjava.txt',
  ]);
  expect(ciphered.flatMap(({ capture }) => cipheredMessages(capture))).toHaveLength(61);
});

describe.each(ciphered)('$name', ({ capture }) => {
  it('deciphers and verifies, message by message', () => {
    const ours = cipheredMessages(capture).map(({ content, keys, systemTitle }) => {
      const result = unprotect({ content, keys, systemTitle, suite: 0 });
      return result.ok ? toHex(result.apdu) : result.reason;
    });
    expect(ours).toEqual(
      cipheredMessages(capture).map(({ annotation }) => toHex(annotation?.plain ?? new Uint8Array(0))),
    );
  });

  it('is octet by octet what we would have sent', () => {
    for (const { content, keys, systemTitle, annotation } of cipheredMessages(capture)) {
      const parsed = parseProtected(content);
      if (parsed === undefined || annotation === undefined) throw new Error('not a ciphered message');
      const { control, invocationCounter } = parsed;
      const sent = protect({ control, keys, systemTitle, invocationCounter, apdu: annotation.plain });
      expect(toHex(sent)).toBe(toHex(content));
    }
  });

  it('uses every counter value of a key and direction once, in rising order', () => {
    const lowest = new Map<string, ReceiveCounter>();
    const stale = cipheredMessages(capture).filter(({ from, key, content }) => {
      const counter = lowest.get(from + key) ?? new ReceiveCounter();
      lowest.set(from + key, counter);
      const value = parseProtected(content)?.invocationCounter ?? -1;
      const isFresh = counter.isFresh(value);
      counter.accept(value);
      return !isFresh;
    });
    expect(stale).toEqual([]);
  });
});

/** StoC and CtoS stand as `80 len …` in AARQ and AARE; the tokens as `09 11 …` in the ACTION of passes 3 and 4. */
function passes(capture: Capture) {
  const plain = capture.messages.map((message) => ({ ...message, plain: plainOf(message) }));
  const challenge = (tag: number) => {
    const acse = plain.find(({ apdu }) => apdu?.[0] === tag)?.apdu ?? new Uint8Array(0);
    const at = Buffer.from(acse).indexOf(tag === 0x60 ? 'AC128010' : 'AA128010', 'hex');
    if (at < 0) throw new Error('capture has no challenge of 16 octets');
    return acse.subarray(at + 4, at + 20);
  };
  const token = (tag: number) => {
    const action = plain.find(({ plain }) => plain?.[0] === tag)?.plain ?? new Uint8Array(0);
    return action.subarray(Buffer.from(action).indexOf('0911', 'hex') + 2);
  };
  return { ctos: challenge(0x60), stoc: challenge(0x61), pass3: token(0xc3), pass4: token(0xc7) };
}

function plainOf({ annotation, apdu }: Message): Uint8Array | undefined {
  return annotation?.plain ?? apdu;
}

const authenticated = captures.filter(({ name }) => /gmac|glo-set/.test(name));

it('five captures authenticate by HLS-GMAC', () => {
  expect(authenticated).toHaveLength(5);
});

describe.each(authenticated)('HLS-GMAC in $name', ({ capture }) => {
  const { ctos, stoc, pass3, pass4 } = passes(capture);
  const keys = keysFor(capture, 'global');
  const client = { suite: 0, keys, systemTitle: capture.titles['C>S'], challenge: stoc } as const;
  const server = { suite: 0, keys, systemTitle: capture.titles['S>C'], challenge: ctos } as const;

  it('verifies in both directions', () => {
    expect(verifyGmacToken({ ...client, token: pass3 })).toBe(true);
    expect(verifyGmacToken({ ...server, token: pass4 })).toBe(true);
  });

  it('does not verify with the passes exchanged', () => {
    expect(verifyGmacToken({ ...client, token: pass4 })).toBe(false);
    expect(verifyGmacToken({ ...server, token: pass3 })).toBe(false);
  });

  it('is what we would have answered', () => {
    const invocationCounter = parseToken(pass3)?.invocationCounter ?? -1;
    expect(toHex(gmacToken({ ...client, invocationCounter }))).toBe(toHex(pass3));
  });
});
