import type { ActionOutcome } from '#dlms/apdu/action';
import type { AuthenticationKind } from '#dlms/apdu/authentication';
import type { Conformance } from '#dlms/apdu/conformance';
import type { AttributeDescriptor, SelectiveAccess } from '#dlms/apdu/descriptors';
import type { GetDataResult } from '#dlms/apdu/get';
import type { DataAccessResult } from '#dlms/apdu/results';
import type { Data } from '#dlms/codec/data';
import type { CosemDateTime } from '#dlms/codec/date-time';
import type { Obis } from '#dlms/codec/obis';
import type { ServerAddressLength } from '#dlms/link/hdlc/address';
import type { Mode } from '#dlms/link/optical/baud-character';
import type { BaudRate } from '#dlms/link/optical/line-speed';
import type { Confirmation } from '#dlms/link/optical/sign-on-decisions';
import type { SuiteId } from '#dlms/security/suite';
import type { Instant } from '#time/clock';
import type { MeterPolicy } from './policy';
import type { Access } from './policy/access-policy';
import type { CoverEvent, CoverSeen } from './policy/service-mode-policy';

/** What the simulated meter is made of. Objects hold values and know their class; who may touch them is decided by the server. */
export interface MeterModel {
  readonly manufacturer: string;
  /** 8 octets */
  readonly systemTitle: Uint8Array;
  readonly tcp: { readonly port: number; readonly inactivitySeconds: number; readonly maxConnections: number };
  readonly hdlc: HdlcSettings;
  /** undefined: it has no local port */
  readonly optical: OpticalSettings | undefined;
  /** undefined: nothing is behind it */
  readonly gateway: GatewaySettings | undefined;
  readonly maxPduSize: number;
  /** undefined: a pending HLS association waits for ever */
  readonly pendingAssociationSeconds: number | undefined;
  /** so many wrong secrets in a row lock a client out for so long; undefined: they do not */
  readonly lockout: Lockout | undefined;
  /** whether it refuses a transaction-id that a client has used before */
  readonly checksTransactionIds: boolean;
  /** undefined: no service parameters */
  readonly cover: CoverSettings | undefined;
  readonly logicalDevices: readonly LogicalDevice[];
  /** what its clock shows, ms since 1970-01-01 UTC */
  utcAt(now: Instant): number;
}

export interface Lockout {
  readonly failures: number;
  readonly seconds: number;
}

/** A device behind the meter, which passes requests on to it. */
export interface GatewaySettings {
  readonly networkId: number;
  readonly address: Uint8Array;
  /** SAP of the logical device that stands for it */
  readonly device: number;
}

/** What the terminal cover guards, and where that is logged. */
export interface CoverSettings {
  /** may only be written while it is open */
  readonly serviceParameters: readonly AttributeDescriptor[];
  readonly codes: Readonly<Record<CoverEvent, number>>;
  readonly log: EventRecorder;
}

/** Where events are noted. */
export interface EventRecorder {
  note(code: number, at: Instant): void;
  clear(): void;
}

/** The terminal cover as a request finds it, and what follows from that. */
export interface CoverInView extends CoverSeen {
  guards(access: Access): boolean;
  /** a write was refused because it is closed */
  refused(): void;
}

/** How the meter speaks HDLC. The upper addresses of its logical devices are their SAPs. */
export interface HdlcSettings {
  /** lower address */
  readonly physicalAddress: number;
  /** lengths of server addresses that it understands */
  readonly addressBytes: readonly ServerAddressLength[];
  /** 0: never. The setup object may change it, for the next connection (BB 4.7.2). */
  inactivitySeconds: number;
  readonly interOctetMs: number;
  /** longest information field, octets, both ways */
  readonly maxInfo: number;
  /** frames, both ways */
  readonly window: number;
  /** links at the same time on one physical connection */
  readonly maxLinks: number;
  /** whether it has opened every physical connection itself, and so answers to CALLING */
  readonly calls: boolean;
}

/** The local port, and what its ASCII modes show (IEC 62056-21). Times are milliseconds. */
export interface OpticalSettings {
  readonly mode: Mode;
  /** that the identification names */
  readonly baud: BaudRate;
  readonly lowerBauds: readonly BaudRate[];
  /** empty: none */
  readonly deviceAddress: string;
  /** behind the escapes */
  readonly identification: string;
  readonly announcesHdlc: boolean;
  /** answers after 20 ms in place of 200 */
  readonly isQuick: boolean;
  readonly confirmation: Confirmation;
  readonly isBattery: boolean;
  readonly optionSelectWaitMs: number;
  readonly inactivityMs: number;
  /** mode D: between two pushes */
  readonly pushMs: number;
  readonly passwords: { readonly p1?: string | undefined; readonly p2?: string | undefined };
  /** objects of the first logical device */
  readonly readout: readonly Obis[];
  /** may be read before a password */
  readonly free: readonly Obis[];
  /** may be written after one */
  readonly writable: readonly Obis[];
}

export interface LogicalDevice {
  readonly sap: number;
  readonly name: string;
  readonly objects: ReadonlyMap<Obis, CosemObject>;
  readonly associations: readonly AssociationDefinition[];
}

/** One application association that the meter offers: who may open it, how, and with what rights. */
export interface AssociationDefinition {
  /** the concrete association object, 0-0:40.0.1.255 and so on; 0-0:40.0.0.255 is always the current one */
  readonly logicalName: Obis;
  readonly clientSap: number;
  readonly authentication: AuthenticationKind;
  readonly ciphered: boolean;
  /** LLS password or HLS secret, live: the client may change it */
  readonly secret: AssociationSecret;
  /** name of the vendor's function of mechanism 2 */
  readonly vendorFunction?: string;
  /** how a new HLS secret comes: as it is, or wrapped under the KEK */
  readonly secretChange: 'plain' | 'wrapped';
  /** security setup object in force, with ciphering and with mechanisms 5 and 7 */
  readonly securitySetup?: Obis;
  readonly conformance: Conformance;
  /** it is there without an AARQ, for as long as the meter is */
  readonly preEstablished: boolean;
  /** who may open it; empty: anybody, and nobody is identified */
  readonly users: readonly AssociationUser[];
  rights(classId: number, logicalName: Obis): ObjectRights | undefined;
}

/** Empty octets where the mechanism has none. */
export interface AssociationSecret {
  octets: Uint8Array;
  /** the one before the last change, which only a wrong meter still takes */
  former: Uint8Array | undefined;
}

/** A row of user_list (class 15, attribute 10). */
export interface AssociationUser {
  /** 0..255 */
  readonly id: number;
  readonly name: string;
}

/** Class 15 version 3 access modes as bit fields: 1 read, 2 write, 4 authenticated request, 8 encrypted request, 20h authenticated response, 40h encrypted response. */
export interface ObjectRights {
  attribute(id: number): number;
  /** bit 0 access, others as above */
  method(id: number): number;
}

export type KeyPairPurpose = 'digital-signature' | 'key-agreement' | 'tls';

/** Keys and policy of a Security setup object (class 64), as the server needs them. */
export interface SecurityMaterial {
  /** class 64 v1 bits, also in version 0: 4 authenticated request, 8 encrypted, 10h signed, 20h authenticated response, 40h encrypted, 80h signed */
  policy: number;
  /** shared by the setups that are meant for the same keys, so that they share the counters too */
  readonly keys: KeySet;
}

/** Live: what a client transfers, agrees, generates or imports is seen at once. */
export interface KeySet {
  readonly suite: SuiteId;
  guek: Uint8Array;
  gak: Uint8Array;
  gbek: Uint8Array | undefined;
  kek: Uint8Array | undefined;
  /** of the GUEK; a key transfer puts a new pair in place of the old one, a new GAK does not */
  counters: InvocationCounters;
  /** of the GBEK */
  broadcastCounters: InvocationCounters;
  /** the keys before the last replacement, with their counters: a right meter never looks at them */
  former?: KeySet;
  /** the meter's own private keys, suites 1 and 2 */
  readonly keyPairs: Map<KeyPairPurpose, Uint8Array>;
  /** private keys that wait for their certificates: the old ones stay in use until those are imported */
  readonly generatedKeyPairs: Map<KeyPairPurpose, Uint8Array>;
  /** X.509 in DER: its own, its clients', and those of certification authorities, which it trusts */
  readonly certificates: Uint8Array[];
}

/** Invocation counters of one key, kept over associations, connections and power cycles; both start at 0 with a new key (security.md 4). The server moves them. */
export interface InvocationCounters {
  /** lowest counter that a client may use next: the last accepted one + 1 */
  lowest: number;
  /** the counter of our own next protected APDU or HLS token */
  next: number;
}

/** A Security setup object (class 64) as the server needs it: found under `securitySetup` of an association. */
export interface SecuritySetupObject extends CosemObject {
  readonly material: SecurityMaterial;
}

/** What an object may know of the access that is being made. */
export interface AccessContext {
  readonly now: Instant;
  readonly logicalDevice: LogicalDevice;
  readonly association: AssociationDefinition;
  readonly clientSap: number;
  readonly serverSap: number;
  /** association_status of the current association: 1 pending, 2 associated */
  readonly associationStatus: number;
  /** who has opened it, where users are identified */
  readonly user?: AssociationUser | undefined;
  /** what was agreed with this client; without it the current association shows what it declares */
  readonly negotiated?: NegotiatedContext;
  /** the client's system title as it came with this association */
  readonly clientSystemTitle?: Uint8Array;
  /** association_status of any association of this logical device, for those that are not the current one */
  readonly statusOf?: (association: AssociationDefinition) => number;
  /** what the object asks where the standard leaves it a decision; without one it decides right */
  readonly policy?: MeterPolicy;
  /** without one nothing is guarded */
  readonly cover?: CoverInView;
  /** octets that nobody can foretell, for keys; without it none are made */
  readonly random?: (length: number) => Uint8Array;
}

/** The xDLMS context that an association ended up with (class 15, attribute 5). */
export interface NegotiatedContext {
  readonly conformance: Conformance;
  /** largest APDU that the meter receives */
  readonly serverMaxPduSize: number;
  /** largest APDU that the meter sends: what the client takes, 0 = no limit */
  readonly clientMaxPduSize: number;
}

export interface CosemObject {
  readonly classId: number;
  readonly version: number;
  readonly logicalName: Obis;
  /** ids of all attributes and methods of the class version */
  readonly attributeIds: readonly number[];
  readonly methodIds: readonly number[];
  read(attributeId: number, context: AccessContext, selection?: SelectiveAccess): GetDataResult;
  write(attributeId: number, value: Data, context: AccessContext, selection?: SelectiveAccess): DataAccessResult;
  invoke(methodId: number, parameters: Data | undefined, context: AccessContext): ActionOutcome;
}

/** The calendar of the meter: what its clock object shows at an instant of the simulation. */
export interface MeterCalendar {
  at(now: Instant): CosemDateTime;
}
