import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readCertificate } from '#certificates/certificate';
import { certificateOctets } from '#certificates/certificate-file';
import { bodyFor, type CertificateBody, issueCertificate } from '#certificates/certificate-issue';
import { titleNameOf } from '#certificates/certificate-name';
import type { ActionOutcome } from '#dlms/apdu/action';
import type { Data } from '#dlms/codec/data';
import { fromHex } from '#dlms/codec/hex';
import type { Obis } from '#dlms/codec/obis';
import { CURVES, type CurveSuite } from '#dlms/security/elliptic-curve';
import { publicKeyOf } from '#dlms/security/key-pair';
import { loadMeter } from '#simulator/load-meter';
import type { KeySet } from '#simulator/model';
import { securityOf } from '#simulator/objects/security-setup';
import { conforming, type MeterPolicy } from '#simulator/policy';
import { seededRandom } from '#simulator/seeded-random';
import { Access, octetsOf } from './access';

export const SETUP: Obis = '0-0:43.0.0.255';
export const METER_TITLE = fromHex('53494D0000000001');
export const CLIENT_TITLE = fromHex('434C490000000001');
export const STRANGER_TITLE = fromHex('5354520000000009');
const PRIVATE_KEYS: Readonly<Record<string, string>> = parse(readFileSync('fixtures/certificates/keys.yaml', 'utf8'));

/** Methods of the Security setup of a meter with suite 1 or 2, and the keys behind it. */
export class AsymmetricBench {
  readonly suite: CurveSuite;
  readonly access: Access;
  readonly keys: KeySet;

  constructor(suite: CurveSuite, policy: Partial<MeterPolicy> = {}) {
    const model = loadMeter(`fixtures/meters/electricity-suite${suite}.yaml`);
    this.suite = suite;
    this.access = new Access('management', model);
    this.access.more = {
      clientSystemTitle: CLIENT_TITLE,
      random: seededRandom(),
      policy: { ...conforming, ...policy },
    };
    this.keys = securityOf(model, this.access.device, SETUP).keys;
  }

  call(method: number, parameters: Data): ActionOutcome {
    return this.access.object(SETUP).invoke(method, parameters, this.access.context);
  }

  /** @throws Error unless the method returned octets */
  octets(method: number, parameters: Data): Uint8Array {
    const { returnParameters } = this.call(method, parameters);
    return octetsOf(returnParameters !== undefined && 'data' in returnParameters ? returnParameters.data : undefined);
  }

  /** Of the client, of the meter or of the authority, such as `management-signing`. */
  privateKey(whose: string): Uint8Array {
    return fromHex(PRIVATE_KEYS[`suite${this.suite}-${whose}`] ?? '');
  }

  /** A certificate of the authority that the meter trusts, for a stranger's signing key, with changes. */
  certificate(change: Partial<CertificateBody> = {}, signer = this.privateKey('ca')): Uint8Array {
    const { suite } = this;
    const file = readFileSync(`fixtures/certificates/suite${suite}-ca.pem`);
    const { subject: issuer } = readCertificate(certificateOctets(file));
    const publicKey = { suite, octets: publicKeyOf(CURVES[suite], this.privateKey('maintenance-signing')) };
    const validity = { notBefore: Date.UTC(2020, 0, 1), notAfter: Date.UTC(2040, 0, 1) };
    const subject = titleNameOf(STRANGER_TITLE);
    const serialNumber = Uint8Array.of(0x55, 0x01);
    const body = bodyFor('digital-signature', { serialNumber, issuer, subject, publicKey, ...validity });
    return issueCertificate({ ...body, ...change }, { suite, octets: signer });
  }
}
