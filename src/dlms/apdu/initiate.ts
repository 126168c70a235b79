import type { Conformance } from './conformance';

export interface InitiateRequest {
  readonly kind: 'initiate-request';
  readonly dedicatedKey?: Uint8Array;
  /** DEFAULT TRUE: only FALSE is written */
  readonly responseAllowed: boolean;
  readonly proposedQualityOfService?: number;
  readonly proposedDlmsVersionNumber: number;
  readonly proposedConformance: Conformance;
  /** octets of a whole xDLMS APDU with its protection; 0 = no limit */
  readonly clientMaxReceivePduSize: number;
}

export interface InitiateResponse {
  readonly kind: 'initiate-response';
  readonly negotiatedQualityOfService?: number;
  readonly negotiatedDlmsVersionNumber: number;
  readonly negotiatedConformance: Conformance;
  readonly serverMaxReceivePduSize: number;
  /** 0x0007 for logical-name, 0xFA00 for short-name referencing */
  readonly vaaName: number;
}
