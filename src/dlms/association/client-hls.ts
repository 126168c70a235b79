import type { Apdu } from '#dlms/apdu/apdu';
import { equalOctets } from '#dlms/codec/hex';
import { gmacToken, parseToken, verifyGmacToken } from '#dlms/security/hls-gmac';
import { decodeSecurityControl } from '#dlms/security/security-control';
import type { SuiteId } from '#dlms/security/suite';
import type { ClientSecurity } from './client-security';
import type { TokenChange } from './open-change';

/** The two challenges of one opening. */
export interface Challenges {
  /** CtoS */
  readonly client: Uint8Array | undefined;
  /** StoC */
  readonly server: Uint8Array | undefined;
}

/** f(StoC) of pass 3 (security.md 9.2); takes a value of its own from the counter of the global key. */
export function clientToken(
  security: ClientSecurity,
  suite: SuiteId,
  challenge: Uint8Array,
  change: TokenChange,
): Uint8Array {
  const keys = security.keys();
  const token = gmacToken({
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
  return change.edit?.(token) ?? token;
}

/**
 * What is wrong with the answer to pass 3, in words; undefined when f(CtoS) is there and right.
 */
export function faultOfPassFour(
  apdu: Apdu,
  security: ClientSecurity,
  suite: SuiteId,
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
  return faultOfToken(data.value, security, suite, challenges);
}

function faultOfToken(
  token: Uint8Array,
  security: ClientSecurity,
  suite: SuiteId,
  challenges: Challenges,
): string | undefined {
  const parsed = parseToken(token);
  const { serverTitle } = security;
  const { client, server } = challenges;
  if (parsed === undefined) return `f(CtoS) has ${token.length} octets, expected SC, IC and a tag of 12`;
  if (serverTitle === undefined || client === undefined) return 'no system title of the meter to check f(CtoS) with';
  if (server !== undefined && equalOctets(server, client)) return 'StoC equals CtoS: a reflection';
  const right = verifyGmacToken({ suite, token, keys: security.keys(), systemTitle: serverTitle, challenge: client });
  if (!right) return 'f(CtoS) does not verify under the title of the meter';
  security.noteTokenCounter(parsed.invocationCounter);
  return undefined;
}
