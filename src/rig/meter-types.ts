import type { ServerPublicKeys } from '#dlms/security/party-keys';

/** What the rig file says of the meter itself. */
export interface MeterDeclaration {
  /** three letters */
  readonly flagId?: string;
  readonly systemTitle?: Uint8Array;
  readonly publicKeys?: ServerPublicKeys;
  /** AlgorithmID of its key derivation: the right object identifier, or the one that is printed (security.md 12); undefined: the right one */
  readonly algorithmId?: 'correct' | 'as-printed';
  /** what it signs in general-signing (security.md 10.4); undefined: as the standard says */
  readonly signedOctets?: 'standard' | 'without-content-length';
  /** TCP inactivity time-out; 0 = never; undefined = not declared */
  readonly inactivitySeconds?: number;
  /** time after which a pending HLS association is dropped */
  readonly pendingAssociationSeconds?: number;
  readonly maxConnections?: number;
  /** most items that the meter takes in one list request */
  readonly maxListItems?: number;
  /** what its TCP-UDP setup shows where that is not the port at which it is reached */
  readonly portShown?: number;
  /** so many failures lock a client out for so long */
  readonly lockout?: { readonly failures: number; readonly seconds: number };
  /** of the sign-on by IEC 62056-21; undefined: it has none */
  readonly deviceAddress?: string;
  /** speeds that it declares for the sign-on, bits a second; undefined = not declared */
  readonly baudRates?: readonly number[];
  /** false: it declares that it has no data readout */
  readonly hasReadout?: boolean;
  readonly eventCodes?: EventCodes;
  readonly gateway?: GatewayDeclaration;
  readonly logicalDevices: readonly LogicalDeviceDeclaration[];
}

/** Codes of events in `objects.eventLog`; undefined: not logged, or not declared. */
export interface EventCodes {
  readonly coverOpened?: number;
  readonly coverClosed?: number;
  readonly serviceAccessRefused?: number;
}

/** A meter with a device behind it, reached by a prefix before its APDUs (xdlms.md 1, tags E6 and E7). */
export interface GatewayDeclaration {
  readonly networkId: number;
  /** of a device behind it that answers */
  readonly address: Uint8Array;
  /** of none */
  readonly unknownAddress: Uint8Array;
}

export interface LogicalDeviceDeclaration {
  readonly sap: number;
  readonly name: string;
}
