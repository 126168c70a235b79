import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#dlms/codec/hex';
import { vendorAnswer } from '#dlms/security/hls-vendor';
import { complaint, fileHolding, loadText, simulatorRig, tcpRig } from './rig-folder';

const CERTIFICATES = join(__dirname, '../../fixtures/certificates');
const PRIVATE_KEY = '418073C239FA6125011DE4D6CD2E645780289F761BB21BFB0835CB5585E8B373';
const CERTIFICATE = join(CERTIFICATES, 'suite1-management-signing.pem');
const ENV = { KEY: '00'.repeat(16), SIGNING: PRIVATE_KEY, SECRET: 'a secret', SHORT: 'AB'.repeat(31) };

const POINT =
  'BAAFFDE06A8CB1C9DAE8D94023C601DBBB249254BA22EDD827E820BCA2BCC64362FBB83D86A82B87BB8B7161D2AAB5521911A946B97A284A90F7785CD9047D25';
const METER = `meter: { publicKeys: { signing: "${POINT}" } }`;

function client(lines: readonly string[]): string {
  return ['  public: { sap: 16 }', '  management:', '    sap: 1', ...lines.map((line) => `    ${line}`)].join('\n');
}

function management(lines: readonly string[]) {
  return loadText(tcpRig(METER, client(lines)), ENV).clients.get('management');
}

function refusal(lines: readonly string[], meter = METER): string {
  return complaint(tcpRig(meter, client(lines)), ENV).replace(/^rig\.yaml:\d+:\d+: /, '');
}

const KEYS = ['keys: { guek: env:KEY, gak: env:KEY }'];
const WITH_KEK = 'keys: { guek: env:KEY, gak: env:KEY, kek: env:KEY }';
const ECDSA = ['authentication: hls-ecdsa', 'suite: 1'];

describe('a client with an HLS secret', () => {
  it.each(['hls-md5', 'hls-sha1', 'hls-sha256'])('has it with %s', (authentication) => {
    const profile = management([`authentication: ${authentication}`, 'secret: env:SECRET', 'secretChange: plain']);
    expect(profile).toMatchObject({ authentication, ciphered: false, secretChange: 'plain' });
    expect(Buffer.from(profile?.secret ?? []).toString()).toBe('a secret');
  });

  it('has a system title where the mechanism takes titles in', () => {
    expect(management(['authentication: hls-sha256', 'secret: env:SECRET'])?.systemTitle).toEqual(
      fromHex('434C490000000001'),
    );
    expect(management(['authentication: hls-md5', 'secret: env:SECRET'])).not.toHaveProperty('systemTitle');
  });

  it.each<[string, readonly string[], string]>([
    ['no secret', ['authentication: hls-md5'], 'clients.management.secret: is missing, expected a reference'],
    [
      'a secret for GMAC',
      ['authentication: hls-gmac', 'secret: env:SECRET', ...KEYS],
      'belongs to hls-vendor, hls-md5',
    ],
    ['no function', ['authentication: hls-vendor', 'secret: env:SECRET'], 'vendorFunction: is expected with'],
    [
      'an unknown function',
      ['authentication: hls-vendor', 'secret: env:SECRET', 'vendorFunction: rot13'],
      'unknown function, expected aes-128-ecb',
    ],
    [
      'a wrapped change without a KEK',
      ['authentication: hls-md5', 'secret: env:SECRET', 'secretChange: wrapped', ...KEYS],
      'needs keys.kek to wrap the secret',
    ],
    [
      'a wrapped change of a secret that cannot be wrapped',
      ['authentication: hls-md5', 'secret: env:SECRET', 'secretChange: wrapped', WITH_KEK],
      'clients.management.secretChange: cannot wrap this secret: it takes 16 octets, or 24, 32',
    ],
    [
      'a wrapped change of a password',
      ['authentication: low', 'password: env:SECRET', 'secretChange: wrapped', WITH_KEK],
      'is plain with a password, which is written as it is',
    ],
    ['a change of nothing', ['secretChange: plain'], 'needs a password or an HLS secret'],
  ])('is refused with %s', (_, lines, text) => {
    expect(refusal(lines)).toContain(text);
  });
});

describe('a function of the vendor', () => {
  const lines = (name: string) => ['authentication: hls-vendor', 'secret: env:SECRET', `vendorFunction: ${name}`];

  it('may come from a module beside the rig', () => {
    fileHolding('exports.answer = (secret, challenge) => challenge.slice().reverse();', { name: 'reverse.cjs' });
    const name = management(lines('reverse.cjs'))?.vendorFunction ?? '';
    const challenge = Uint8Array.of(1, 2, 3);
    expect(vendorAnswer({ name, secret: new Uint8Array(4), challenge })).toEqual(Uint8Array.of(3, 2, 1));
    expect(management(lines('reverse.cjs'))?.vendorFunction).toBe(name);
  });

  it('must be exported, and be there', () => {
    fileHolding('exports.other = 1;', { name: 'other.cjs' });
    expect(refusal(lines('other.cjs'))).toContain('does not export a function answer');
    expect(refusal(lines('nowhere.cjs'))).toContain('nowhere.cjs cannot be loaded');
  });
});

describe('a client with key pairs', () => {
  it('has private key and certificate', () => {
    const pair = `keyPairs: { signing: { privateKey: env:SIGNING, certificate: ${CERTIFICATE} } }`;
    const signing = management([...ECDSA, pair])?.keyPairs?.signing;
    expect(toHex(signing?.privateKey ?? new Uint8Array())).toBe(PRIVATE_KEY);
    expect(signing?.certificate?.[0]).toBe(0x30);
  });

  it.each<[string, readonly string[], string]>([
    ['no signing key', ECDSA, 'keyPairs: is missing, expected signing since authentication is hls-ecdsa'],
    ['a key in suite 0', [...KEYS, 'keyPairs: { signing: { privateKey: env:SIGNING } }'], 'belongs to suites 1 and 2'],
    [
      'a short key',
      [...ECDSA, 'keyPairs: { signing: { privateKey: env:SHORT } }'],
      'privateKey: is 31 octets long, expected 32 in suite 1',
    ],
    [
      'a literal key on a real meter',
      [...ECDSA, `keyPairs: { signing: { privateKey: "hex:${PRIVATE_KEY}" } }`],
      'a secret may stand in the file of a simulator rig only',
    ],
    [
      'a certificate that is none',
      [...ECDSA, `keyPairs: { signing: { privateKey: env:SIGNING, certificate: ${__filename} } }`],
      'expected one certificate, in PEM or in DER',
    ],
  ])('is refused with %s', (_, lines, text) => {
    const complained = refusal(lines);
    expect(complained).toContain(text);
    expect(complained).not.toContain(PRIVATE_KEY);
  });
});

describe('public keys of the meter', () => {
  it('are needed where it signs its answers', () => {
    const signing = 'keyPairs: { signing: { privateKey: env:SIGNING } }';
    expect(refusal([...ECDSA, signing], '')).toContain('authentication: needs meter.publicKeys.signing');
  });

  it('are points in hex, or come out of certificates', () => {
    const file = join(CERTIFICATES, 'suite1-server-agreement.pem');
    const rig = loadText(tcpRig(`meter: { publicKeys: { signing: ${POINT}, agreement: "file:${file}" } }`));
    expect(toHex(rig.meter.publicKeys?.signing ?? new Uint8Array())).toBe(POINT);
    expect(rig.meter.publicKeys?.agreement?.length).toBe(64);
  });

  it('must lie on a curve', () => {
    const off = `${POINT.slice(0, -2)}24`;
    expect(complaint(tcpRig(`meter: { publicKeys: { signing: ${off} } }`))).toContain(
      'meter.publicKeys.signing: expected file:PATH of a certificate, or x and y of a point on P-256 or P-384 in hex',
    );
  });
});

describe('the authority of the bench', () => {
  const certificate = join(CERTIFICATES, 'suite2-ca.pem');

  it('has a key as long as its certificate says', () => {
    const right = `testAuthority: { certificate: ${certificate}, privateKey: "hex:${'AB'.repeat(48)}" }`;
    expect(loadText(simulatorRig(right)).testAuthority?.privateKey.length).toBe(48);
    const short = right.replace('AB'.repeat(48), 'AB'.repeat(32));
    expect(complaint(simulatorRig(short))).toContain('is 32 octets long, expected 48 with this certificate');
  });

  it('must be there', () => {
    expect(complaint(tcpRig('testAuthority: { certificate: nowhere.pem, privateKey: env:X }'))).toContain(
      'testAuthority.certificate: nowhere.pem cannot be read: ENOENT',
    );
  });

  it('is there in the rigs of suites 1 and 2', () => {
    for (const suite of [1, 2]) {
      const text = readFileSync(join(__dirname, `../../fixtures/rigs/simulator-suite${suite}.yaml`), 'utf8');
      expect(text).toContain(`../certificates/suite${suite}-ca.pem`);
    }
  });
});
