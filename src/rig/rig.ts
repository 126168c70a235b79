import type { Conformance } from '#dlms/apdu/conformance';
import type { AttributeDescriptor, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';

/** A rig file after it was read, checked and completed with defaults; secrets are resolved into octets. */
export interface Rig {
  /** as given on the command line, for messages */
  readonly file: string;
  readonly name: string;
  readonly transport: TransportSettings;
  readonly hdlc: HdlcSettings;
  readonly timeouts: Timeouts;
  readonly meter: MeterDeclaration;
  /** by role: public, reading, management, maintenance, or any other word */
  readonly clients: ReadonlyMap<string, ClientProfile>;
  readonly objects: ObjectDeclaration;
  /** capability names of fixtures/requirements/capabilities.json that hold for the meter as a whole */
  readonly declares: ReadonlySet<string>;
  readonly deviations: readonly DeclaredDeviation[];
  readonly safety: Safety;
  /** what the person at the bench should know before the run, one line each, such as a well-known key on a real meter */
  readonly warnings: readonly string[];
}

export type TransportSettings =
  | { readonly kind: 'tcp'; readonly framing: Framing; readonly host: string; readonly port: number }
  /** Our own simulator in this process, on a manual clock; `line` says what lies between it and the client. */
  | { readonly kind: 'simulator'; readonly framing: Framing; readonly line: 'memory' | 'tcp'; readonly meter: string };

/** What carries APDUs on the connection. */
export type Framing = 'wrapper' | 'hdlc';

/** How the meter is addressed over HDLC and what the client proposes in SNRM. */
export interface HdlcSettings {
  /** physical device; undefined with one-octet addresses */
  readonly serverLower?: number;
  readonly addressBytes: 1 | 2 | 4;
  /** longest information field, octets, both ways */
  readonly maxInfo: number;
  readonly window: number;
}

export interface Timeouts {
  readonly connectMs: number;
  readonly responseMs: number;
  /** within one WPDU */
  readonly intraMessageMs: number;
  /** how long a meter may take to free what a dropped connection held */
  readonly recoveryMs: number;
}

export interface MeterDeclaration {
  /** three letters */
  readonly flagId?: string;
  readonly systemTitle?: Uint8Array;
  /** TCP inactivity time-out; 0 = never; undefined = not declared */
  readonly inactivitySeconds?: number;
  /** time after which a pending HLS association is dropped */
  readonly pendingAssociationSeconds?: number;
  readonly maxConnections?: number;
  /** most items that the meter takes in one list request */
  readonly maxListItems?: number;
  readonly logicalDevices: readonly LogicalDeviceDeclaration[];
}

export interface LogicalDeviceDeclaration {
  readonly sap: number;
  readonly name: string;
}

export type Authentication = 'none' | 'low' | 'hls-gmac';
export type ProtectionKind = 'none' | 'authentication' | 'encryption' | 'authenticated-encryption';

export interface ClientProfile {
  readonly role: string;
  readonly sap: number;
  /** server SAP it talks to */
  readonly server: number;
  readonly authentication: Authentication;
  /** present with `low` */
  readonly password?: Uint8Array;
  /** true: a ciphered application context */
  readonly ciphered: boolean;
  /** true: the meter also accepts the other kind of context from this client (no aa.oneContext) */
  readonly acceptsOtherContext?: boolean;
  /** true: the meter also accepts other authentication mechanisms from this client (no aa.oneMechanism) */
  readonly acceptsOtherMechanisms?: boolean;
  readonly suite: number;
  /** how requests are protected unless a scenario says otherwise */
  readonly protection: ProtectionKind;
  /** what the security policy of the meter demands of this client's requests */
  readonly policy: ProtectionKind;
  readonly dedicatedKey: boolean;
  readonly keys?: ClientKeys;
  /** the client's own system title, 8 octets */
  readonly systemTitle?: Uint8Array;
  /** the block that the meter declares for this association: what it grants when everything is proposed */
  readonly conformance: Conformance;
  readonly maxPduSize: number;
  /** where the meter shows the counter it expects, and which client may read it */
  readonly invocationCounter?: { readonly object: Obis; readonly via: string };
  /** capability names that hold for this client alone, e.g. sec.authOnly */
  readonly declares: ReadonlySet<string>;
}

export interface ClientKeys {
  readonly guek: Uint8Array;
  readonly gak: Uint8Array;
  readonly gbek?: Uint8Array;
  readonly kek?: Uint8Array;
}

/** What the meter offers for tests that need an object of a certain kind. */
export interface ObjectDeclaration {
  readonly clock: AttributeDescriptor;
  /** a writable attribute with two harmless values (test.write) */
  readonly testAttribute?: { readonly attribute: AttributeDescriptor; readonly values: readonly [Data, Data] };
  /** a harmless method with a countable effect (test.method) */
  readonly testMethod?: {
    readonly method: MethodDescriptor;
    readonly parameters: Data;
    readonly counter: AttributeDescriptor;
  };
  /** buffer of a profile with a clock column and 5 to 1000 rows, or more where `entries` limits the read (test.profile) */
  readonly profile?: AttributeDescriptor;
  /** an attribute whose access right demands more protection than the policy (sec.accessRights) */
  readonly protectedAttribute?: AttributeDescriptor;
  /** an attribute that the object list shows without read right */
  readonly unreadableAttribute?: AttributeDescriptor;
  /** an attribute that only the management client may read */
  readonly managementOnlyAttribute?: AttributeDescriptor;
}

export interface DeclaredDeviation {
  readonly case: string;
  readonly reason: string;
}

export interface Safety {
  readonly allowWrites: boolean;
  readonly allowKeyChange: boolean;
  readonly allowDisconnect: boolean;
  readonly allowImageActivation: boolean;
  readonly allowLockout: boolean;
  readonly allowReset: boolean;
}
