import type { Apdu } from '#dlms/apdu/apdu';
import { MECHANISM_TRAITS } from '#dlms/apdu/authentication';
import { equalOctets } from '#dlms/codec/hex';
import { LocalProtocolError } from '#dlms/errors';
import { type CurveSuite, isCurveSuite } from '#dlms/security/elliptic-curve';
import { type HlsChallenge, hlsAnswer, isHlsAnswer, type SharedSecretMechanism } from '#dlms/security/hls-answer';
import { gmacToken, parseToken, verifyGmacToken } from '#dlms/security/hls-gmac';
import { decodeSecurityControl } from '#dlms/security/security-control';
import type { AssociationSettings } from './association-settings';
import type { ClientSecurity } from './client-security';
import type { TokenChange } from './open-change';

/** The two challenges of one opening. */
export interface Challenges {
  /** CtoS */
  readonly client: Uint8Array | undefined;
  /** StoC */
  readonly server: Uint8Array | undefined;
}

const GMAC = 5;
const ECDSA = 7;
const NOTHING = new Uint8Array(0);

/**
 * f(StoC) of pass 3 (security.md 9.2). That of GMAC takes a value of its own from the counter of the global key.
 * @throws LocalProtocolError when the rig lacks a key, a secret or a title, or no StoC has come
 */
export function clientAnswer(
  security: ClientSecurity,
  settings: AssociationSettings,
  challenges: Challenges,
  change: TokenChange,
): Uint8Array {
  const stoc = challenges.server;
  if (stoc === undefined) throw new LocalProtocolError('HLS pass 3 needs the challenge of an accepted AARE');
  const gmac = MECHANISM_TRAITS[settings.mechanism].id === GMAC;
  const answer = gmac
    ? clientToken(security, settings, stoc, change)
    : plainAnswer(security, settings, challenges, change);
  return change.edit?.(answer) ?? answer;
}

/** What is wrong with the answer to pass 3, in words; undefined when f(CtoS) is there and right. */
export function faultOfPassFour(
  apdu: Apdu,
  security: ClientSecurity,
  settings: AssociationSettings,
  challenges: Challenges,
): string | undefined {
  if (apdu.kind !== 'action-response' || apdu.choice !== 'normal') return `no action-response-normal, but ${apdu.kind}`;
  const { result, returnParameters } = apdu.outcome;
  if (result !== 'success') return `action-result ${result}`;
  if (returnParameters === undefined || !('data' in returnParameters)) {
    return 'success without return-parameters: f(CtoS) is missing';
  }
  const { data } = returnParameters;
  if (data.type !== 'octet-string') return `f(CtoS) is of type ${data.type}, expected octet-string`;
  return faultOfAnswer(data.value, security, settings, challenges);
}

function faultOfAnswer(
  answer: Uint8Array,
  security: ClientSecurity,
  settings: AssociationSettings,
  challenges: Challenges,
): string | undefined {
  const { client, server } = challenges;
  if (client === undefined) return 'no challenge of ours to check f(CtoS) with';
  if (server !== undefined && equalOctets(server, client)) return 'StoC equals CtoS: a reflection';
  const { id, needsTitles } = MECHANISM_TRAITS[settings.mechanism];
  if (needsTitles && security.serverTitle === undefined)
    return 'no system title of the meter to check f(CtoS) with: the AARE brought none';
  if (id === GMAC) return faultOfToken(answer, security, settings, client);
  return faultOfPlainAnswer(answer, security, settings, challenges);
}

function clientToken(
  security: ClientSecurity,
  { suite }: AssociationSettings,
  challenge: Uint8Array,
  change: TokenChange,
): Uint8Array {
  const keys = security.keys();
  return gmacToken({
    suite,
    keys: {
      encryptionKey: change.encryptionKey ?? keys.encryptionKey,
      authenticationKey: change.authenticationKey ?? keys.authenticationKey,
    },
    systemTitle: security.ownTitle(),
    invocationCounter: change.counter ?? security.globalCounter.take(),
    challenge,
    ...(change.control !== undefined && { control: decodeSecurityControl(change.control) }),
  });
}

function faultOfToken(
  token: Uint8Array,
  security: ClientSecurity,
  { suite }: AssociationSettings,
  challenge: Uint8Array,
): string | undefined {
  const parsed = parseToken(token);
  const { serverTitle } = security;
  if (parsed === undefined) return `f(CtoS) has ${token.length} octets, expected SC, IC and a tag of 12`;
  if (serverTitle === undefined) return 'no system title of the meter to check f(CtoS) with';
  const right = verifyGmacToken({ suite, token, keys: security.keys(), systemTitle: serverTitle, challenge });
  if (!right) return 'f(CtoS) does not verify under GUEK, GAK and the system title of the meter';
  security.noteTokenCounter(parsed.invocationCounter);
  return undefined;
}

/** Of all mechanisms but GMAC. */
function plainAnswer(
  security: ClientSecurity,
  settings: AssociationSettings,
  challenges: Challenges,
  change: TokenChange,
): Uint8Array {
  const own = settings.systemTitle;
  const { serverTitle } = security;
  const [answerer, challenger] = change.titlesSwapped ? [serverTitle, own] : [own, serverTitle];
  const challenge = bound(challenges.server, challenges.client, answerer, challenger);
  if (MECHANISM_TRAITS[settings.mechanism].id !== ECDSA)
    return hlsAnswer(sharedSecret(settings, change.secret), challenge);
  const signingKey = change.signingKey ?? needed(settings.keyPairs?.signing, 'signing key').privateKey;
  return hlsAnswer({ mechanism: ECDSA, suite: curveSuite(settings), signingKey }, challenge);
}

function faultOfPlainAnswer(
  answer: Uint8Array,
  security: ClientSecurity,
  settings: AssociationSettings,
  challenges: Challenges,
): string | undefined {
  const challenge = bound(challenges.client, challenges.server, security.serverTitle, settings.systemTitle);
  if (MECHANISM_TRAITS[settings.mechanism].id !== ECDSA) {
    const right = isHlsAnswer(sharedSecret(settings), challenge, answer);
    return right ? undefined : `f(CtoS) of ${answer.length} octets is not what ${settings.mechanism} gives`;
  }
  const suite = curveSuite(settings);
  const signerKey = needed(settings.serverKeys?.signing, 'public signing key of the meter');
  const right = isHlsAnswer({ mechanism: ECDSA, suite, signerKey }, challenge, answer);
  return right ? undefined : signatureFault(answer, suite);
}

function signatureFault(answer: Uint8Array, suite: CurveSuite): string {
  const expected = suite === 1 ? 64 : 96;
  if (answer.length !== expected) return `f(CtoS) has ${answer.length} octets, expected a signature R‖S of ${expected}`;
  return 'f(CtoS) is no signature by the signing key of the meter over both titles and challenges';
}

function bound(
  challenge: Uint8Array | undefined,
  counterChallenge: Uint8Array | undefined,
  answererTitle: Uint8Array | undefined,
  challengerTitle: Uint8Array | undefined,
): HlsChallenge {
  return {
    challenge: challenge ?? NOTHING,
    counterChallenge: counterChallenge ?? NOTHING,
    ...(answererTitle && { answererTitle }),
    ...(challengerTitle && { challengerTitle }),
  };
}

function sharedSecret(settings: AssociationSettings, other?: Uint8Array): SharedSecretMechanism {
  const secret = other ?? needed(settings.secret, 'HLS secret');
  const { id } = MECHANISM_TRAITS[settings.mechanism];
  if (id === 2) return { mechanism: 2, secret, vendorFunction: needed(settings.vendorFunction, 'vendorFunction') };
  if (id === 3 || id === 4 || id === 6) return { mechanism: id, secret };
  throw new LocalProtocolError(`${settings.mechanism} has no answer by a shared secret`);
}

function curveSuite({ suite }: AssociationSettings): CurveSuite {
  if (isCurveSuite(suite)) return suite;
  throw new LocalProtocolError('mechanism 7 needs security suite 1 or 2');
}

function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new LocalProtocolError(`the client has no ${what} in its rig, and this needs one`);
  return value;
}
