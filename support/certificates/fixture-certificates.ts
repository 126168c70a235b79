import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { bodyFor, type CertificateBody } from '#certificates/certificate-issue';
import { nameOf, titleNameOf } from '#certificates/certificate-name';
import type { PrivateKey } from '#certificates/certificate-signature';
import { NO_END } from '#certificates/certificate-time';
import { hardwareModuleNames } from '#certificates/hardware-module-name';
import type { CertificatePurpose } from '#certificates/key-usage';
import { fromHex } from '#dlms/codec/hex';
import { CURVES, type CurveSuite } from '#dlms/security/elliptic-curve';
import { publicKeyOf } from '#dlms/security/key-pair';

/** Where the test certificates of the simulated meter and of its clients are kept. */
export const FIXTURES = join(__dirname, '../../fixtures/certificates');

/** One certificate among the fixtures: `NAME.pem`. */
export interface FixtureCertificate {
  readonly name: string;
  readonly body: CertificateBody;
  readonly signer: PrivateKey;
}

const NOT_BEFORE = Date.UTC(2020, 0, 1);

const OWNERS = {
  management: '434C490000000001',
  maintenance: '434C490000000002',
  server: '53494D0000000001',
};

const USES = { signing: 'digital-signature', agreement: 'key-agreement' } as const;

/** Private keys by the names of their certificates, of `keys.yaml`. */
export function fixtureKeys(): ReadonlyMap<string, PrivateKey> {
  const text = readFileSync(join(FIXTURES, 'keys.yaml'), 'utf8');
  const keys = z.record(z.string().regex(/^suite[12]-/), z.string()).parse(parse(text));
  return new Map(Object.entries(keys).map(([name, hex]) => [name, keyOf(name, hex)]));
}

/** What the fixtures are issued from: always the same, so that only their signatures differ from one time to the next. */
export function fixtureCertificates(): FixtureCertificate[] {
  const keys = fixtureKeys();
  return ([1, 2] as const).flatMap((suite) => certificatesOf(suite, keys));
}

function keyOf(name: string, hex: string): PrivateKey {
  return { suite: name.startsWith('suite1') ? 1 : 2, octets: fromHex(hex) };
}

function certificatesOf(suite: CurveSuite, keys: ReadonlyMap<string, PrivateKey>): FixtureCertificate[] {
  const signer = keyNamed(keys, `suite${suite}-ca`);
  const endEntities = Object.entries(OWNERS).flatMap(([owner, title]) =>
    Object.entries(USES).map(([use, purpose]) => ({ owner: `${owner}-${use}`, purpose, title: fromHex(title) })),
  );
  return [{ owner: 'ca', purpose: 'certification-authority' as const }, ...endEntities].map((entity, index) => {
    const name = `suite${suite}-${entity.owner}`;
    return { name, signer, body: bodyOf({ ...entity, suite, serial: index + 1, key: keyNamed(keys, name) }) };
  });
}

interface Entity {
  readonly suite: CurveSuite;
  readonly serial: number;
  readonly purpose: CertificatePurpose;
  readonly key: PrivateKey;
  /** none for the authority */
  readonly title?: Uint8Array;
}

function bodyOf({ suite, serial, purpose, key, title }: Entity): CertificateBody {
  const issuer = nameOf(`dlms-conformance test CA ${suite}`);
  return bodyFor(purpose, {
    serialNumber: Uint8Array.of(suite, serial),
    issuer,
    subject: title === undefined ? issuer : titleNameOf(title),
    publicKey: { suite: key.suite, octets: publicKeyOf(CURVES[key.suite], key.octets) },
    notBefore: NOT_BEFORE,
    notAfter: NO_END,
    ...(title === undefined ? {} : { subjectAltName: hardwareModuleNames(title) }),
  });
}

function keyNamed(keys: ReadonlyMap<string, PrivateKey>, name: string): PrivateKey {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`keys.yaml has no ${name}`);
  return key;
}
