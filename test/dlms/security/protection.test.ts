import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { parseProtected, protect, unprotect } from '#dlms/security/protection';
import { decodeSecurityControl } from '#dlms/security/security-control';
import { isSuiteId, type SuiteId } from '#dlms/security/suite';
import { forgeProtect, forgeUnprotect } from './forge-oracle';
import { CLIENT_TITLE, DEDICATED, GAK, GAK_256, GBEK, GUEK, GUEK_256, SERVER_TITLE, vector } from './golden-vectors';

const GET = fromHex('C0010000080000010000FF0200');
const keys = { encryptionKey: GUEK, authenticationKey: GAK };
const dedicated = { encryptionKey: DEDICATED, authenticationKey: GAK };
const keys256 = { encryptionKey: GUEK_256, authenticationKey: GAK_256 };
const book = { keys, systemTitle: SERVER_TITLE, invocationCounter: 0x01234567 };

interface Golden {
  readonly name: string;
  readonly content: Uint8Array;
  readonly apdu: Uint8Array;
  readonly keys: typeof keys;
  readonly systemTitle: Uint8Array;
  readonly invocationCounter: number;
}

/** The content of a ciphered APDU with a short length, checked: tag ‖ length ‖ content. */
function glo(topic: 'acse' | 'security', name: string): Uint8Array {
  const apdu = vector(topic, name);
  expect(apdu[1]).toBe(apdu.length - 2);
  return apdu.subarray(2);
}

/** The last octets of an APDU: where user-information ends it, or a general-glo content. */
function tail(topic: 'acse' | 'security', name: string, length: number): Uint8Array {
  const apdu = vector(topic, name);
  expect(apdu[apdu.length - length - 1]).toBe(length);
  return apdu.subarray(-length);
}

function get(name: string, content: Uint8Array, with_: Partial<Golden> = {}): Golden {
  return { name, content, apdu: GET, ...book, ...with_ };
}

function client(name: string, content: Uint8Array, plain: string, invocationCounter: number, key = keys): Golden {
  return { name, content, apdu: vector('acse', plain), keys: key, systemTitle: CLIENT_TITLE, invocationCounter };
}

function server(name: string, content: Uint8Array, plain: string, invocationCounter: number, key = keys): Golden {
  return { name, content, apdu: vector('acse', plain), keys: key, systemTitle: SERVER_TITLE, invocationCounter };
}

const initiate = 'init_plain_ded';
const initiated = 'initresp_plain';
const GOLDEN: readonly Golden[] = [
  get('get_auth', glo('security', 'get_auth')),
  get('get_enc', glo('security', 'get_enc')),
  get('get_ae', glo('security', 'get_ae')),
  get('get_bcast', glo('security', 'get_bcast'), { keys: { encryptionKey: GBEK, authenticationKey: GAK } }),
  get('get_s1_auth', glo('security', 'get_s1_auth')),
  get('get_s1_ae', glo('security', 'get_s1_ae')),
  get('get_s2_auth', glo('security', 'get_s2_auth'), { keys: keys256 }),
  get('get_s2_enc', glo('security', 'get_s2_enc'), { keys: keys256 }),
  get('get_s2_ae', glo('security', 'get_s2_ae'), { keys: keys256 }),
  get('gglo', tail('security', 'gglo', 30)),
  get('gded', tail('security', 'gded', 30), { keys: dedicated, invocationCounter: 0 }),
  server('init_gloded', glo('acse', 'init_gloded'), initiate, 0x01234567),
  server('aarq_cip_lls', tail('acse', 'aarq_cip_lls', 48), initiate, 0x01234567),
  server('initresp_glo', glo('acse', 'initresp_glo'), initiated, 0x01234567),
  server('aare_cip', tail('acse', 'aare_cip', 31), initiated, 0x01234567),
  client('hls_aarq', tail('acse', 'hls_aarq', 48), initiate, 1),
  server('hls_aare', tail('acse', 'hls_aare', 31), initiated, 0x01234567),
  client('hls_action_ded', glo('acse', 'hls_action_ded'), 'hls_action_plain', 0, dedicated),
  client('hls_action_glo', glo('acse', 'hls_action_glo'), 'hls_action_plain', 3),
  server('hls_actresp_ded', glo('acse', 'hls_actresp_ded'), 'hls_actresp_plain', 0, dedicated),
  server('hls_actresp_glo', glo('acse', 'hls_actresp_glo'), 'hls_actresp_plain', 0x01234569),
  {
    ...client('ded_get', glo('acse', 'ded_get'), initiate, 1, dedicated),
    apdu: fromHex('C001C100080000010000FF0200'),
  },
  client('rlrq_ui', tail('acse', 'rlrq_ui', 48), initiate, 4),
  server('rlre_ui', tail('acse', 'rlre_ui', 31), initiated, 0x0123456a),
];

function suiteOfContent(content: Uint8Array): SuiteId {
  const suite = (content[0] ?? 0) & 0x0f;
  if (!isSuiteId(suite)) throw new Error(`suite ${suite}`);
  return suite;
}

describe.each(GOLDEN)('golden $name', ({ content, apdu, keys, systemTitle, invocationCounter }) => {
  const control = decodeSecurityControl(content[0] ?? 0);
  const suite = suiteOfContent(content);

  it('is what protect makes', () => {
    expect(toHex(protect({ control, keys, systemTitle, invocationCounter, apdu }))).toBe(toHex(content));
  });

  it('is undone by unprotect', () => {
    const result = unprotect({ content, keys, systemTitle, suite });
    expect(result).toEqual({ ok: true, apdu, control, invocationCounter });
  });

  it('is what node-forge makes and undoes', () => {
    const how = { controlOctet: content[0] ?? 0, ...keys, title: systemTitle, counter: invocationCounter };
    expect(toHex(forgeProtect(how, apdu))).toBe(toHex(content));
    expect(forgeUnprotect(how, content)).toEqual(apdu);
  });

  it('shows control and counter without a key', () => {
    expect(parseProtected(content)).toEqual({ control, invocationCounter, body: content.subarray(5) });
  });
});

describe.each(['get_auth', 'get_ae', 'get_s1_auth', 'get_s1_ae'])('%s changed on the way', (name) => {
  const content = glo('security', name);
  const suite = suiteOfContent(content);
  const required = decodeSecurityControl(content[0] ?? 0);
  const receive = (octets: Uint8Array) =>
    unprotect({ content: octets, keys, systemTitle: SERVER_TITLE, suite, required });

  it('is accepted unchanged', () => {
    expect(receive(content).ok).toBe(true);
  });

  it('is refused with any one bit flipped', () => {
    const accepted: number[] = [];
    for (let bit = 0; bit < content.length * 8; bit++) if (receive(flipped(content, bit)).ok) accepted.push(bit);
    expect(accepted).toEqual([]);
  });

  it('is refused when cut anywhere or prolonged', () => {
    const cut = [...content.keys()].filter((length) => receive(content.subarray(0, length)).ok);
    expect(cut).toEqual([]);
    expect(receive(concat(content, Uint8Array.of(0)))).toEqual({ ok: false, reason: 'tag-mismatch' });
  });

  it('is refused under another key, authentication key or title', () => {
    const others = [
      { keys: { ...keys, encryptionKey: GBEK }, systemTitle: SERVER_TITLE },
      { keys: { ...keys, authenticationKey: GBEK }, systemTitle: SERVER_TITLE },
      { keys: { ...keys, authenticationKey: new Uint8Array(0) }, systemTitle: SERVER_TITLE },
      { keys, systemTitle: CLIENT_TITLE },
    ];
    for (const other of others) {
      expect(unprotect({ content, suite, ...other })).toEqual({ ok: false, reason: 'tag-mismatch' });
    }
  });
});

function flipped(octets: Uint8Array, bit: number): Uint8Array {
  const changed = octets.slice();
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
  return changed;
}

describe('unprotect refuses', () => {
  const receive = (hex: string, required?: { authenticated: boolean; encrypted: boolean }) =>
    unprotect({
      content: fromHex(hex),
      keys,
      systemTitle: SERVER_TITLE,
      suite: 0,
      ...(required === undefined ? {} : { required }),
    });

  it.each([
    ['nothing at all', '', 'too-short'],
    ['four octets', '30012345', 'too-short'],
    ['a tag of 11 octets and no text', `3001234567${'00'.repeat(11)}`, 'too-short'],
    ['a tag of 0 octets and no text', '1001234567', 'too-short'],
    ['another suite', '3101234567411312FF935A47566827C467BCE8691C99484B00B2449055B5', 'suite-mismatch'],
    ['a suite that is not defined', `3F01234567${'00'.repeat(30)}`, 'suite-mismatch'],
    ['no protection', '0001234567C0010000080000010000FF0200', 'no-protection'],
    ['only the broadcast bit', '4001234567C0010000080000010000FF0200', 'no-protection'],
    ['compression', `B001234567${'00'.repeat(30)}`, 'compressed'],
    ['a wrong tag', '3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6C', 'tag-mismatch'],
  ])('%s', (_, hex, reason) => {
    expect(receive(hex)).toEqual({ ok: false, reason });
  });

  it('encryption alone where authentication is required', () => {
    const [enc, auth] = [toHex(glo('security', 'get_enc')), toHex(glo('security', 'get_auth'))];
    const reason = 'insufficient-protection';
    expect(receive(enc, { authenticated: true, encrypted: false })).toEqual({ ok: false, reason });
    expect(receive(auth, { authenticated: true, encrypted: true })).toEqual({ ok: false, reason });
    expect(receive(auth, { authenticated: true, encrypted: false }).ok).toBe(true);
    expect(receive(enc, { authenticated: false, encrypted: false }).ok).toBe(true);
  });
});

describe('what was made with a shortened tag', () => {
  it.each([0, 4, 8, 11])('of %i octets is refused', (length) => {
    const content = glo('security', 'get_ae').slice(0, 5 + GET.length + length);
    const result = unprotect({ content, keys, systemTitle: SERVER_TITLE, suite: 0 });
    expect(result).toMatchObject({ ok: false });
  });
});

describe('protect refuses what is our own mistake', () => {
  const control = { suite: 0, authenticated: true, encrypted: true, keySet: 'unicast', compressed: false } as const;
  const good = { control, ...book, apdu: GET };

  it.each([
    ['no protection', { ...good, control: { ...control, authenticated: false, encrypted: false } }],
    ['compression', { ...good, control: { ...control, compressed: true } }],
    ['a suite that is not defined', { ...good, control: { ...control, suite: 3 } }],
    ['a short key', { ...good, keys: { ...keys, encryptionKey: GUEK.subarray(1) } }],
    ['a key of suite 2', { ...good, keys: { ...keys, encryptionKey: GUEK_256 } }],
    ['a short authentication key', { ...good, keys: { ...keys, authenticationKey: GAK.subarray(1) } }],
    ['a title of 7 octets', { ...good, systemTitle: SERVER_TITLE.subarray(1) }],
    ['a counter beyond 32 bits', { ...good, invocationCounter: 0x100000000 }],
    ['a negative counter', { ...good, invocationCounter: -1 }],
  ])('%s', (_, request) => {
    expect(() => protect(request)).toThrow(LocalProtocolError);
  });

  it('without telling keys', () => {
    const told = [GUEK_256, GAK].map((encryptionKey) => {
      try {
        protect({ ...good, keys: { encryptionKey: encryptionKey.subarray(1), authenticationKey: GAK } });
        return 'nothing thrown';
      } catch (error) {
        return String(error);
      }
    });
    for (const text of told) {
      expect(text).toMatch(/octets, not of (31|15)$/);
      expect(text.toUpperCase()).not.toMatch(/0102|D1D2|AQID|1,2,3/);
    }
  });

  it('but takes a project without authentication key', () => {
    const without = { ...keys, authenticationKey: new Uint8Array(0) };
    const content = protect({ ...good, keys: without });
    const how = { controlOctet: 0x30, ...without, title: SERVER_TITLE, counter: 0x01234567 };
    expect(toHex(content)).toBe(toHex(forgeProtect(how, GET)));
    expect(unprotect({ content, keys: without, systemTitle: SERVER_TITLE, suite: 0 })).toMatchObject({ apdu: GET });
  });
});
