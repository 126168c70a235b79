import {
  type CertificateRequest,
  type RequestFault,
  readRequest,
  requestFaults,
} from '#certificates/certificate-request';
import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import { equalOctets, toHex } from '#dlms/codec/hex';
import { CURVES, type CurveSuite } from '#dlms/security/elliptic-curve';
import type { Rig } from '#rig/rig';
import { CertificateMethods, type KeyPairPurpose, returnedOctets } from './certificate-methods';
import { Examination, type Findings } from './findings';
import { securitySetupOf } from './security-setup';

/** A key pair that the meter made anew, and its certificate request. */
export interface NewKeyPair {
  readonly generations: readonly Reply[];
  /** what answered the last generate_certificate_request */
  readonly reply: Reply;
  readonly request: CertificateRequest | undefined;
  /** public keys that there were before, x ‖ y */
  readonly earlier: readonly Uint8Array[];
}

/** What a certificate request of the meter must say. */
export interface ExpectedRequest {
  readonly suite: CurveSuite;
  /** of the meter, as the wire shows it or the rig declares it */
  readonly title: Uint8Array | undefined;
}

/**
 * KEY-17: a new key pair and its certificate request. The key before it is known by a request too; where the meter
 * gives none for it, a second new one is made.
 * @throws MalformedCertificate for a request that is none in DER
 */
export async function makesKeyPair(client: DlmsClient, purpose: KeyPairPurpose): Promise<NewKeyPair> {
  const methods = new CertificateMethods(client, await securitySetupOf(client));
  const before = await requested(methods, purpose);
  const generations = [(await methods.generateKeyPair(purpose)).last];
  const first = await requested(methods, purpose);
  if (before.request !== undefined) return { generations, ...first, earlier: [before.request.publicKey.octets] };
  generations.push((await methods.generateKeyPair(purpose)).last);
  const second = await requested(methods, purpose);
  return { generations, ...second, earlier: first.request === undefined ? [] : [first.request.publicKey.octets] };
}

/** The key of the meter for this purpose that the rig knows. */
export function declaredKey({ meter }: Pick<Rig, 'meter'>, purpose: KeyPairPurpose): Uint8Array | undefined {
  const { signing, agreement } = meter.publicKeys ?? {};
  return { 'digital-signature': signing, 'key-agreement': agreement, tls: undefined }[purpose];
}

/** Each key pair was made, the request is right, and its key is another one than all before. */
export function examineKeyPair(
  { generations, reply, request, earlier }: NewKeyPair,
  { suite, title }: ExpectedRequest,
  known: Uint8Array | undefined,
): Findings {
  const examination = new Examination();
  for (const each of generations) {
    const { kind, detail } = answerOf(each);
    examination.expect(kind === 'success-result', `generate_key_pair: expected success, got ${kind} (${detail})`);
  }
  examination.expect(title !== undefined, 'the title of the meter is not known');
  const { kind, detail } = answerOf(reply);
  examination.expect(request !== undefined, `generate_certificate_request: expected octets, got ${kind} (${detail})`);
  if (request === undefined || title === undefined) return examination;
  for (const fault of requestFaults(request, suite, title))
    examination.expect(false, `the request: ${faultText(fault, request, title)}`);
  const isNew = ![...earlier, known].some((key) => key !== undefined && equalOctets(key, request.publicKey.octets));
  examination.expect(isNew, 'the public key in the request is the one before generate_key_pair');
  return examination;
}

function faultText(
  fault: RequestFault,
  { subjectCommonName, publicKey }: CertificateRequest,
  title: Uint8Array,
): string {
  switch (fault) {
    case 'signature':
      return 'its signature is not made with its own key';
    case 'signature-algorithm':
      return 'its signature is of another algorithm than its key';
    case 'curve':
      return `its key is on ${CURVES[publicKey.suite].name}, which is not the curve of the suite`;
    case 'title':
      return `its common name is ${subjectCommonName ?? 'missing'}, expected the system title ${toHex(title)}`;
  }
}

async function requested(methods: CertificateMethods, purpose: KeyPairPurpose) {
  const call = await methods.requestCertificate(purpose);
  const octets = returnedOctets(call);
  return { reply: call.last, request: octets && readRequest(octets) };
}
