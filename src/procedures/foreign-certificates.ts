import { readCertificate } from '#certificates/certificate';
import { bodyFor, type CertificateSubject, issueCertificate } from '#certificates/certificate-issue';
import { nameOf, titleNameOf } from '#certificates/certificate-name';
import type { PrivateKey } from '#certificates/certificate-signature';
import { NO_END } from '#certificates/certificate-time';
import type { DlmsClient } from '#client/dlms-client';
import { LocalProtocolError } from '#dlms/errors';
import { CURVES, type CurveSuite, isCurveSuite } from '#dlms/security/elliptic-curve';
import { ephemeralPrivateKey, ephemeralRandomLength, publicKeyOf } from '#dlms/security/key-pair';
import type { ClientKeyPair } from '#dlms/security/party-keys';
import type { TestAuthority } from '#rig/test-authority';
import { declared } from './declared';
import { type Observed, observe } from './observed';
import { orClosed, readsInVain } from './opening';
import { isPending, readsAfterwards, sendsPassThree } from './pass-three';

/** What speaks against a certificate, in the words of features. */
export type CertificateDoubt = keyof typeof CERTIFICATES;

interface Situation {
  readonly client: DlmsClient;
  readonly suite: CurveSuite;
  readonly signing: ClientKeyPair;
  readonly authority: TestAuthority | undefined;
}

/** A certificate for calling-AE-qualifier, and the key in it, with which pass 3 is signed. */
interface Presented {
  readonly certificate: Uint8Array;
  readonly signingKey: Uint8Array;
}

const BEGINNING = Date.UTC(2020, 0, 1);
const LONG_AGO = { notBefore: Date.UTC(2015, 0, 1), notAfter: Date.UTC(2016, 0, 1) };
const SERIAL_LENGTH = 8;

const CERTIFICATES = {
  'of an issuer that the meter does not know': (situation) => selfMade(situation, nameOf('unknown issuer')),
  "of a stranger who bears the name of the client's issuer": (situation) => {
    const { certificate } = situation.signing;
    return selfMade(situation, readCertificate(declared(certificate, 'certificate of the signing key')).issuer);
  },
  'of its key agreement key': ({ client }) => {
    const pair = declared(client.association.settings.keyPairs?.agreement, 'key agreement key pair');
    const certificate = declared(pair.certificate, 'certificate of the key agreement key');
    return { certificate, signingKey: pair.privateKey };
  },
  'that has expired': (situation) => {
    const { certificate, privateKey } = declared(situation.authority, 'testAuthority');
    const issuer = { name: readCertificate(certificate).subject, key: privateKey };
    return issued(situation, issuer, LONG_AGO);
  },
} as const satisfies Readonly<Record<string, (situation: Situation) => Presented>>;

export const CERTIFICATE_DOUBTS: readonly string[] = Object.keys(CERTIFICATES);

/**
 * AUT-32: an AARQ with a certificate that the meter must not take, pass 3 signed with its key where it goes on, then a
 * read. The key is not the client's own signing key: a meter that does not look at the certificate at all, since it
 * holds the right one, refuses the signature.
 */
export async function presentsCertificate(
  client: DlmsClient,
  doubt: CertificateDoubt,
  authority: TestAuthority | undefined,
): Promise<readonly Observed[]> {
  const { certificate, signingKey } = CERTIFICATES[doubt](situationOf(client, authority));
  await client.disconnect();
  const change = { aarq: { callingAeQualifier: certificate } };
  const aarq = await observe(
    `AARQ with a certificate ${doubt}`,
    orClosed(client, () => client.sendAarq(change)),
  );
  if (!isPending(client)) return [aarq, await readsInVain(client)];
  const passThree = await observe('pass 3 under its key', sendsPassThree(client, { signingKey }));
  return [passThree, await readsAfterwards(client, 'a read after it')];
}

function situationOf(client: DlmsClient, authority: TestAuthority | undefined): Situation {
  const { suite, keyPairs } = client.association.settings;
  if (!isCurveSuite(suite)) throw new LocalProtocolError('certificates need security suite 1 or 2');
  return { client, suite, signing: declared(keyPairs?.signing, 'signing key pair'), authority };
}

/** By an authority that is made for it: the meter cannot know its key. */
function selfMade(situation: Situation, name: Uint8Array): Presented {
  return issued(situation, { name, key: freshKey(situation) }, { notBefore: BEGINNING, notAfter: NO_END });
}

/** For a new key under the client's title. */
function issued(
  situation: Situation,
  issuer: { readonly name: Uint8Array; readonly key: PrivateKey['octets'] },
  validity: Pick<CertificateSubject, 'notBefore' | 'notAfter'>,
): Presented {
  const { client, suite } = situation;
  const signingKey = freshKey(situation);
  const subject: CertificateSubject = {
    serialNumber: client.random(SERIAL_LENGTH),
    issuer: issuer.name,
    subject: titleNameOf(client.association.security.ownTitle()),
    publicKey: { suite, octets: publicKeyOf(CURVES[suite], signingKey) },
    ...validity,
  };
  const certificate = issueCertificate(bodyFor('digital-signature', subject), { suite, octets: issuer.key });
  return { certificate, signingKey };
}

function freshKey({ client, suite }: Situation): Uint8Array {
  const curve = CURVES[suite];
  return ephemeralPrivateKey(curve, client.random(ephemeralRandomLength(curve)));
}
