import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCertificate } from '#certificates/certificate';
import { certificateOctets } from '#certificates/certificate-file';
import { fromHex } from '#dlms/codec/hex';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { CURVES, isOnCurve } from '#dlms/security/elliptic-curve';
import type { ServerPublicKeys } from '#dlms/security/party-keys';
import type { RigDocument } from './rig-schema';
import { codeOf, type Path, type RigSource } from './rig-source';
import { resolveSecret } from './secrets';
import type { TestAuthority } from './test-authority';

/**
 * The certificate in a file, PEM or DER.
 * @returns X.509 in DER
 * @throws RigError when it cannot be read, or is no certificate with a key on P-256 or P-384
 */
export function certificateAt(source: RigSource, path: Path, file: string): Uint8Array {
  try {
    const octets = certificateOctets(readFile(source, path, file));
    readCertificate(octets);
    return octets;
  } catch (error) {
    const isCertificateFault = error instanceof LocalProtocolError || error instanceof PeerProtocolError;
    if (isCertificateFault) throw source.problem(path, `${file}: ${error.message}`);
    throw error;
  }
}

/**
 * Public keys of the meter: as hex of x and y, or out of certificates.
 * @throws RigError when one of them is neither, or no point of P-256 or P-384
 */
export function publicKeysOf(
  { signing, agreement }: NonNullable<RigDocument['meter']['publicKeys']>,
  source: RigSource,
): ServerPublicKeys {
  return {
    ...(signing === undefined ? {} : { signing: publicKeyAt(source, ['meter', 'publicKeys', 'signing'], signing) }),
    ...(agreement === undefined
      ? {}
      : { agreement: publicKeyAt(source, ['meter', 'publicKeys', 'agreement'], agreement) }),
  };
}

/** @throws RigError when certificate or key cannot be had, or do not fit one another in length */
export function testAuthorityOf(
  { testAuthority, transport }: RigDocument,
  source: RigSource,
  env: Readonly<Record<string, string | undefined>>,
): { readonly testAuthority?: TestAuthority } {
  if (testAuthority === undefined) return {};
  const certificate = certificateAt(source, ['testAuthority', 'certificate'], testAuthority.certificate);
  const path = ['testAuthority', 'privateKey'];
  const place = { env, folder: source.folderOf(path), literalsAllowed: transport.kind === 'simulator' };
  const secret = resolveSecret(testAuthority.privateKey, 'hex', place);
  if ('wrong' in secret) throw source.problem(path, secret.wrong);
  const wanted = CURVES[readCertificate(certificate).publicKey.suite].coordinateLength;
  if (secret.octets.length !== wanted)
    throw source.problem(path, `is ${secret.octets.length} octets long, expected ${wanted} with this certificate`);
  return { testAuthority: { certificate, privateKey: secret.octets } };
}

function publicKeyAt(source: RigSource, path: Path, text: string): Uint8Array {
  if (text.startsWith('file:')) return readCertificate(certificateAt(source, path, text.slice(5))).publicKey.octets;
  const digits = text.replace(/^hex:/, '');
  const octets = /^(?:[0-9A-Fa-f]{2})+$/.test(digits) ? fromHex(digits) : undefined;
  if (octets !== undefined && Object.values(CURVES).some((curve) => isOnCurve(curve, octets))) return octets;
  throw source.problem(path, 'expected file:PATH of a certificate, or x and y of a point on P-256 or P-384 in hex');
}

function readFile(source: RigSource, path: Path, file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(resolve(source.folderOf(path), file)));
  } catch (error) {
    throw source.problem(path, `${file} cannot be read: ${codeOf(error)}`);
  }
}
