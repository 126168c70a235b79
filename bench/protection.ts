import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { protect, unprotect } from '#dlms/security/protection';
import type { SecurityControl } from '#dlms/security/security-control';
import { SUITES, TAG_LENGTH } from '#dlms/security/suite';
import { iv } from '#dlms/security/system-title';
import { type Figure, inTurns } from './figure';

/** Few, so that most rounds are over before the machine turns to something else. */
const APDUS = 200;
const ROUNDS = 401;
const WARM_UPS = 80;
const LENGTHS = [64, 1024] as const;
const COUNTER = 0x01234567;
const OPTIONS = { authTagLength: TAG_LENGTH };

/** Authenticated and encrypted APDUs out and in, against bare node:crypto over the same octets. */
export async function protection(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const suite of [0, 2] as const) {
    for (const length of LENGTHS) figures.push(...(await bothWays(messageOf(suite, length))));
  }
  return figures;
}

interface Message {
  readonly suite: 0 | 2;
  readonly control: SecurityControl;
  readonly keys: { readonly encryptionKey: Uint8Array; readonly authenticationKey: Uint8Array };
  readonly systemTitle: Uint8Array;
  readonly apdu: Uint8Array;
}

function messageOf(suite: 0 | 2, length: number): Message {
  const { keyLength } = SUITES[suite];
  const octets = (count: number, factor: number) =>
    Uint8Array.from({ length: count }, (_, index) => (index * factor + 11) & 0xff);
  return {
    suite,
    control: { suite, authenticated: true, encrypted: true, keySet: 'unicast', compressed: false },
    keys: { encryptionKey: octets(keyLength, 37), authenticationKey: octets(keyLength, 41) },
    systemTitle: octets(8, 43),
    apdu: octets(length, 47),
  };
}

async function bothWays(message: Message): Promise<Figure[]> {
  const content = protect({ ...message, invocationCounter: COUNTER });
  const bare = bareOf(message);
  const out = await inTurns(
    ROUNDS,
    APDUS,
    () => protectAll(message),
    () => enciphered(bare),
    WARM_UPS,
  );
  const back = await inTurns(
    ROUNDS,
    APDUS,
    () => unprotectAll(message, content),
    () => deciphered(bare, content),
    WARM_UPS,
  );
  return [figureOf(message, 'out', out), figureOf(message, 'in', back)];
}

function figureOf({ suite, apdu }: Message, way: string, measured: Pick<Figure, 'ours' | 'floor'>): Figure {
  const name = `protected APDUs of ${apdu.length} octets, suite ${suite}, ${way}`;
  // of the rounds that nothing disturbed: on a busy machine the median of so short rounds is that of the disturbances
  const ratio = measured.ours.high / measured.floor.high;
  return { name, unit: 'APDUs/s, ratio of the upper quartiles', goal: '>= 0.7', ...measured, ratio };
}

function protectAll({ control, keys, systemTitle, apdu }: Message): void {
  let octets = 0;
  for (let i = 0; i < APDUS; i++) octets += protect({ control, keys, systemTitle, invocationCounter: i, apdu }).length;
  if (octets !== APDUS * (apdu.length + 5 + TAG_LENGTH)) throw new Error('the APDUs have another length');
}

function unprotectAll({ keys, systemTitle, suite }: Message, content: Uint8Array): void {
  const required = { authenticated: true, encrypted: true };
  for (let i = 0; i < APDUS; i++) {
    if (!unprotect({ content, keys, systemTitle, suite, required }).ok) throw new Error('an APDU was refused');
  }
}

type Bare = ReturnType<typeof bareOf>;

/** All that is the same in each message is made before the clock runs: key object, vector, additional data. */
function bareOf({ suite, keys, systemTitle, apdu }: Message) {
  return {
    cipher: SUITES[suite].cipher,
    key: createSecretKey(keys.encryptionKey),
    vector: iv(systemTitle, COUNTER),
    aad: Buffer.concat([Uint8Array.of(0x30 | suite), keys.authenticationKey]),
    apdu,
  };
}

/** The floor: node:crypto's calls and nothing else; the parts are not even put together. */
function enciphered({ cipher, key, vector, aad, apdu }: Bare): void {
  for (let i = 0; i < APDUS; i++) {
    const gcm = createCipheriv(cipher, key, vector, OPTIONS);
    gcm.setAAD(aad);
    const text = gcm.update(apdu);
    gcm.final();
    if (text.length + gcm.getAuthTag().length !== apdu.length + TAG_LENGTH) throw new Error('too short');
  }
}

function deciphered({ cipher, key, vector, aad }: Bare, content: Uint8Array): void {
  const text = content.subarray(5, -TAG_LENGTH);
  const tag = content.subarray(-TAG_LENGTH);
  for (let i = 0; i < APDUS; i++) {
    const gcm = createDecipheriv(cipher, key, vector, OPTIONS);
    gcm.setAuthTag(tag);
    gcm.setAAD(aad);
    gcm.update(text);
    gcm.final();
  }
}
