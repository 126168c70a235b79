import type { ReleaseResponseReason, Rlre, Rlrq } from '#dlms/apdu/acse';
import { encodeApdu } from '#dlms/apdu/apdu';
import { decodeCiphered } from '#dlms/apdu/ciphered';
import { isGeneralLayerTag } from '#dlms/apdu/tags';
import { PeerProtocolError } from '#dlms/errors';
import type { MeterPolicy } from '../policy';
import type { ProtectionKind, RequestProtection } from '../policy/protection-kind';
import { GeneralRequestOpener } from './general-request';
import { initiateRequestOf, mayHoldInitiateRequest } from './initiate-check';
import type { KeyRing } from './key-ring';
import type { OpenAssociation } from './open-association';
import { ReplySealer } from './reply-protection';
import { type OpenedApdu, RequestOpener } from './request-protection';

export type ReleaseFault = 'missing' | 'unprotected' | 'undecipherable' | 'stale-counter' | 'malformed';

export interface ReleaseVerdict {
  readonly fault: ReleaseFault | undefined;
  readonly protection: RequestProtection | undefined;
}

const BOTH: ProtectionKind = { authenticated: true, encrypted: true };

/** Judges and answers RLRQs of an open association (GB 9.4.3, acse.md 8). */
export class Release {
  private readonly policy: MeterPolicy;
  private readonly association: OpenAssociation;
  private readonly ring: KeyRing | undefined;

  constructor(policy: MeterPolicy, association: OpenAssociation, ring: KeyRing | undefined) {
    this.policy = policy;
    this.association = association;
    this.ring = ring;
  }

  /** @param demanded what the security policy asks of requests */
  judge({ userInformation }: Rlrq, demanded: ProtectionKind): ReleaseVerdict {
    const { openedProtected, cipheredContext } = this.association;
    const needed = this.policy.releaseNeedsProtection({ openedProtected, cipheredContext });
    if (userInformation === undefined) return verdict(needed ? 'missing' : undefined);
    const opened = this.opened(userInformation, demanded);
    if (opened === 'plain') return verdict(needed ? 'unprotected' : undefined);
    if (opened === 'unusable') return verdict(needed ? 'undecipherable' : undefined);
    if (!opened.ok) return verdict(faultOf(opened.fault.kind));
    const fault = initiateRequestOf(opened.plain) === undefined ? 'malformed' : undefined;
    return { fault, protection: opened.protection };
  }

  private opened(octets: Uint8Array, demanded: ProtectionKind): OpenedApdu | 'plain' | 'unusable' {
    const { ring, policy } = this;
    const isLayered = isGeneralLayerTag(octets[0] ?? 0);
    const ciphered = isLayered ? undefined : cipheredOf(octets);
    if (!isLayered && ciphered === undefined) return 'plain';
    if (ciphered === 'malformed' || ring === undefined || !this.association.cipheredContext) return 'unusable';
    if (ciphered !== undefined && !mayHoldInitiateRequest(ciphered)) return 'unusable';
    return ciphered === undefined
      ? new GeneralRequestOpener(policy, ring, 'release').open(octets, demanded)
      : new RequestOpener(policy, ring, 'release').open(ciphered, demanded);
  }

  /** The RLRE that releases, or undefined when our own counter is used up. */
  released(request: Rlrq, protection: RequestProtection | undefined): Uint8Array | undefined {
    const information = this.policy.releaseInformation({ protectedRequest: protection !== undefined });
    const response = encodeApdu(this.policy.initiateResponseOfRelease(this.association.negotiated));
    if (information === 'absent') return this.rlre(this.policy.releaseReason(request.reason));
    const userInformation = information === 'plain' ? response : this.sealed(response, protection);
    return userInformation && this.rlre(this.policy.releaseReason(request.reason), userInformation);
  }

  notFinished(): Uint8Array {
    return this.rlre('not-finished');
  }

  private sealed(response: Uint8Array, request: RequestProtection | undefined): Uint8Array | undefined {
    const generalProtection = this.association.conformance.has('general-protection');
    const sealer = new ReplySealer(this.policy, this.ring, { request, generalProtection });
    const kind = this.policy.initiateResponseProtection(request?.control ?? BOTH);
    return sealer.sealAs(response, kind, 'release-response');
  }

  private rlre(reason: ReleaseResponseReason | undefined, userInformation?: Uint8Array): Uint8Array {
    return encodedRlre(this.policy, {
      kind: 'RLRE',
      ...(reason && { reason }),
      ...(userInformation && { userInformation }),
    });
  }
}

export function encodedRlre(policy: MeterPolicy, rlre: Rlre): Uint8Array {
  return policy.rlreOctets(encodeApdu(rlre), rlre);
}

function verdict(fault: ReleaseFault | undefined): ReleaseVerdict {
  return { fault, protection: undefined };
}

function faultOf(kind: string): ReleaseFault {
  if (kind === 'weak') return 'unprotected';
  return kind === 'stale-counter' ? 'stale-counter' : 'undecipherable';
}

function cipheredOf(octets: Uint8Array) {
  try {
    return decodeCiphered(octets);
  } catch (error) {
    if (error instanceof PeerProtocolError) return 'malformed' as const;
    throw error;
  }
}
