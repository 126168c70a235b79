import { encodeApdu } from '#dlms/apdu/apdu';
import type { MeterPolicy } from '../policy';
import type { Aftermath, Refusal } from '../policy/aftermath';
import type { CipheringFault } from './request-protection';

/** What the association does about one APDU. */
export interface Reaction {
  readonly octets: Uint8Array | undefined;
  readonly aftermath: Aftermath;
}

export const SILENCE: Reaction = { octets: undefined, aftermath: 'goes-on' };

export function answer(octets: Uint8Array | undefined, aftermath: Aftermath = 'goes-on'): Reaction {
  return { octets, aftermath };
}

/** @param invocationCounter goes with invocation-counter-error alone */
export function refuse(
  policy: MeterPolicy,
  refusal: Refusal,
  context: { readonly ciphered: boolean; readonly protectedRequest: boolean },
  invocationCounter = 0,
): Reaction {
  const aftermath = refusal.aftermath ?? 'goes-on';
  if (refusal.answer === 'silence') return answer(undefined, aftermath);
  const [stateError, serviceError] = refusal.answer;
  const withCounter = serviceError === 'invocation-counter-error' && { invocationCounter: invocationCounter >>> 0 };
  const octets = encodeApdu({ kind: 'exception-response', stateError, serviceError, ...withCounter });
  return answer(policy.exceptionOctets(octets, context), aftermath);
}

/** How a ciphered APDU is refused that did not open. */
export function refusalOf(policy: MeterPolicy, fault: CipheringFault, octets: Uint8Array): Refusal {
  switch (fault.kind) {
    case 'too-short':
      return policy.refusalOfMalformedCiphering(octets);
    case 'header-title':
      return policy.refusalOfHeaderTitle();
    case 'no-dedicated-key':
      return policy.refusalWithoutDedicatedKey();
    case 'weak':
      return policy.refusalOfWeakProtection({ plain: false });
    case 'stale-counter':
      return policy.refusalOfStaleCounter({ ...fault, purpose: 'request' });
    case 'wrong-tag':
      return policy.refusalOfWrongTag(fault);
    case 'general':
      return policy.refusalOfGeneralLayer(fault.fault);
    default:
      return policy.refusalOfSecurityControl(fault.kind);
  }
}
