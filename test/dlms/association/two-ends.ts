import type { AssociationSettings } from '#dlms/association/association-settings';
import type { ClientSecurityParts } from '#dlms/association/client-keys';
import { ClientSecurity } from '#dlms/association/client-security';
import { fromHex, toHex } from '#dlms/codec/hex';
import { CURVES } from '#dlms/security/elliptic-curve';
import { SendCounter } from '#dlms/security/invocation-counter';
import { publicKeyOf } from '#dlms/security/key-pair';
import { decodeSecurityControl } from '#dlms/security/security-control';
import {
  CLIENT_AGREEMENT_KEY,
  CLIENT_AGREEMENT_PUBLIC,
  CLIENT_SIGNING_KEY,
  CLIENT_SIGNING_PUBLIC,
  GAK,
  GUEK,
  KEK,
  SERVER_AGREEMENT_KEY,
  SERVER_AGREEMENT_PUBLIC,
  SERVER_SIGNING_KEY,
  SERVER_SIGNING_PUBLIC,
} from '../security/book-keys';
import { GBEK } from '../security/golden-vectors';

export const GET = fromHex('C0010000080000010000FF0200');
/** Titles of the worked examples (security.md 10.3). */
export const CLIENT = fromHex('4D4D4D0000BC614E');
export const METER = fromHex('4D4D4D0000000001');

const SETTINGS: AssociationSettings = {
  clientSap: 1,
  serverSap: 1,
  ciphered: true,
  mechanism: 'high-level-security-using-gmac',
  suite: 1,
  keys: { guek: GUEK, gak: GAK, gbek: GBEK, kek: KEK },
  keyPairs: { signing: { privateKey: CLIENT_SIGNING_KEY }, agreement: { privateKey: CLIENT_AGREEMENT_KEY } },
  serverKeys: { signing: SERVER_SIGNING_PUBLIC, agreement: SERVER_AGREEMENT_PUBLIC },
  systemTitle: CLIENT,
  conformance: new Set(),
  maxPduSize: 1200,
  protection: undefined,
  dedicatedKey: false,
};

/** What the other end of an exchange brings: the protocol is the same for both, only keys and titles change places. */
const METERS: Partial<AssociationSettings> = {
  keyPairs: { signing: { privateKey: SERVER_SIGNING_KEY }, agreement: { privateKey: SERVER_AGREEMENT_KEY } },
  serverKeys: { signing: CLIENT_SIGNING_PUBLIC, agreement: CLIENT_AGREEMENT_PUBLIC },
  systemTitle: METER,
};

export interface End {
  readonly security: ClientSecurity;
  /** names and values of all that was registered as secret */
  readonly secrets: readonly (readonly [name: string, hex: string])[];
}

export const control = decodeSecurityControl;

export function clientSettings(): AssociationSettings {
  return SETTINGS;
}

export function client(settings: Partial<AssociationSettings> = {}, parts: Partial<ClientSecurityParts> = {}): End {
  return endOf({ ...SETTINGS, ...settings }, METER, parts);
}

export function meter(settings: Partial<AssociationSettings> = {}, parts: Partial<ClientSecurityParts> = {}): End {
  return endOf({ ...SETTINGS, ...METERS, ...settings }, CLIENT, { random: counting(100), ...parts });
}

/** Keys of suite 2 for both ends. */
export function ofSuite2(): {
  readonly client: Partial<AssociationSettings>;
  readonly meter: Partial<AssociationSettings>;
} {
  const pairs = [1, 2, 3, 4].map((fill) => new Uint8Array(48).fill(fill));
  const [a, b, c, d] = pairs.map((privateKey) => ({ privateKey }));
  const [pa, pb, pc, pd] = pairs.map((privateKey) => publicKeyOf(CURVES[2], privateKey));
  const key = (fill: number) => new Uint8Array(32).fill(fill);
  const common = { suite: 2, keys: { guek: key(0x11), gak: key(0x12), kek: key(0x13) } } as const;
  return {
    client: { ...common, keyPairs: pair(a, b), serverKeys: pair(pc, pd) },
    meter: { ...common, keyPairs: pair(c, d), serverKeys: pair(pa, pb) },
  };
}

function pair<T>(signing: T | undefined, agreement: T | undefined): { signing: T; agreement: T } {
  if (signing === undefined || agreement === undefined) throw new Error('a pair has two');
  return { signing, agreement };
}

function endOf(settings: AssociationSettings, otherTitle: Uint8Array, parts: Partial<ClientSecurityParts>): End {
  const secrets: [string, string][] = [];
  const security = new ClientSecurity({
    settings,
    globalCounter: new SendCounter(1),
    dedicatedCounter: () => new SendCounter(),
    random: counting(0),
    secrets: { add: (name, octets) => secrets.push([name, toHex(octets)]) },
    ...parts,
  });
  security.serverTitle = otherTitle;
  return { security, secrets };
}

/** Octets that are others each time, and the same in each run. */
function counting(start: number): (length: number) => Uint8Array {
  let calls = start;
  return (length) => {
    calls++;
    return Uint8Array.from({ length }, (_, at) => (calls * 37 + at * 11) & 0xff);
  };
}
