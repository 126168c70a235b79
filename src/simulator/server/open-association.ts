import type { Conformance } from '#dlms/apdu/conformance';
import type { InitiateRequest, InitiateResponse } from '#dlms/apdu/initiate';
import type { Instant } from '#time/clock';
import type { KeyState, RequestProtection } from '../policy/protection-kind';

/** What an accepted AARQ has agreed. */
export interface OpenAssociation {
  readonly cipheredContext: boolean;
  readonly clientTitle: Uint8Array | undefined;
  /** x ‖ y; of the certificate that came with the AARQ, or of one that the meter holds (mechanism 7) */
  readonly clientSigningKey: Uint8Array | undefined;
  readonly negotiated: InitiateResponse;
  /** the services that are served */
  readonly conformance: Conformance;
  readonly clientMaxReceivePduSize: number;
  readonly dedicated: KeyState | undefined;
  readonly openedProtected: boolean;
  readonly unconfirmed: boolean;
  /** with HLS */
  readonly challenges: Challenges | undefined;
  readonly openedAt: Instant;
  /** calling-AE-invocation-id */
  readonly userId: number | undefined;
}

export interface Challenges {
  readonly ctos: Uint8Array;
  readonly stoc: Uint8Array;
  /** the one of the opening before, of which only a wrong meter still knows */
  readonly previous: Uint8Array | undefined;
}

/** An InitiateRequest that was accepted. */
export interface Proposal {
  readonly request: InitiateRequest;
  readonly protection: RequestProtection | undefined;
  readonly negotiated: Conformance;
  readonly conformance: Conformance;
  readonly dedicatedKey: Uint8Array | undefined;
}
