import type { ReleaseRequestReason, ReleaseResponseReason, Rlre, Rlrq } from '#dlms/apdu/acse';
import type { InitiateResponse } from '#dlms/apdu/initiate';
import type { Aftermath } from './aftermath';

/** Decisions over RLRQ and RLRE (GB 9.4.3, acse.md 8). */
export interface ReleasePolicy {
  /** Must an RLRQ carry a protected InitiateRequest? Right: where the association was opened with one (our ruling). */
  releaseNeedsProtection(association: {
    readonly openedProtected: boolean;
    readonly cipheredContext: boolean;
  }): boolean;
  /** Is a release obeyed whose user-information is wrong in this way? Right: never. */
  obeysRelease(fault: 'missing' | 'unprotected' | 'undecipherable' | 'stale-counter' | 'malformed'): boolean;
  /** The answer to an RLRQ that is not obeyed. Right: an RLRE with not-finished. */
  answersRefusedRelease(): 'not-finished' | 'exception' | 'silence';
  /** Is an RLRQ answered that is obeyed? Right: yes. */
  answersRelease(request: Rlrq): 'RLRE' | 'exception' | 'silence';
  /** Right: true. */
  endsAssociationOnRelease(): boolean;
  /** Is the association ended by an RLRQ that is not obeyed? Right: no. */
  endsAssociationOnRefusedRelease(): boolean;
  /** Right: normal. */
  releaseReason(asked: ReleaseRequestReason | undefined): ReleaseResponseReason | undefined;
  /** user-information of the RLRE. Right: protected where the RLRQ carried a protected InitiateRequest, absent else. */
  releaseInformation(request: { readonly protectedRequest: boolean }): 'absent' | 'plain' | 'protected';
  /** The InitiateResponse of the RLRE. Right: the negotiated one. */
  initiateResponseOfRelease(negotiated: InitiateResponse): InitiateResponse;
  /** The answer to an RLRQ without an association. Right: an exception-response. */
  answersReleaseWithoutAssociation(): 'RLRE' | 'exception' | 'silence';
  /** What follows an RLRQ that is obeyed, or that finds no association. Right: `goes-on`, the connection stays (wrapper.md 4). */
  afterRelease(release: { readonly associated: boolean }): Aftermath;
  /** The last word over the octets of the RLRE. Right: unchanged. */
  rlreOctets(octets: Uint8Array, rlre: Rlre): Uint8Array;
}

export const conformingRelease: ReleasePolicy = {
  releaseNeedsProtection: ({ openedProtected }) => openedProtected,
  obeysRelease: () => false,
  answersRefusedRelease: () => 'not-finished',
  answersRelease: () => 'RLRE',
  endsAssociationOnRelease: () => true,
  endsAssociationOnRefusedRelease: () => false,
  releaseReason: () => 'normal',
  releaseInformation: ({ protectedRequest }) => (protectedRequest ? 'protected' : 'absent'),
  initiateResponseOfRelease: (negotiated) => negotiated,
  answersReleaseWithoutAssociation: () => 'exception',
  afterRelease: () => 'goes-on',
  rlreOctets: (octets) => octets,
};
