import type { AuthenticationKind } from '#dlms/apdu/authentication';
import type { Conformance } from '#dlms/apdu/conformance';
import type { AttributeDescriptor, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { Data } from '#dlms/codec/data';
import type { Obis } from '#dlms/codec/obis';
import type { ClientKeyPairs, SymmetricKeys } from '#dlms/security/party-keys';
import type { MeterDeclaration } from './meter-types';
import type { TestAuthority } from './test-authority';

export type { EventCodes, GatewayDeclaration, LogicalDeviceDeclaration, MeterDeclaration } from './meter-types';

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
  /** a client whose association is there without an AARQ (aa.preestablished) */
  readonly preEstablished?: ClientProfile;
  readonly testAuthority?: TestAuthority;
  readonly objects: ObjectDeclaration;
  /** capability names of fixtures/requirements/capabilities.json that hold for the meter as a whole */
  readonly declares: ReadonlySet<string>;
  readonly deviations: readonly DeclaredDeviation[];
  readonly safety: Safety;
  /** what the person at the bench should know before the run, one line each, such as a well-known key on a real meter */
  readonly warnings: readonly string[];
}

export type TransportSettings =
  | TcpSettings
  | UdpSettings
  | SerialSettings
  | OpticalSettings
  | Rfc2217Settings
  | SimulatorSettings;

export interface TcpSettings {
  readonly kind: 'tcp';
  readonly framing: Framing;
  readonly host: string;
  /** where the same meter is reached by IPv6 as well */
  readonly hostV6?: string;
  readonly port: number;
}

export interface UdpSettings {
  readonly kind: 'udp';
  readonly framing: 'wrapper';
  readonly host: string;
  readonly hostV6?: string;
  readonly port: number;
}

/** A serial port of this computer, HDLC without sign-on. */
export interface SerialSettings extends DirectHdlc {
  readonly kind: 'serial';
  readonly framing: 'hdlc';
  readonly path: string;
}

/** A serial port of this computer, mode E of IEC 62056-21 and then HDLC. */
export interface OpticalSettings {
  readonly kind: 'optical';
  readonly framing: 'hdlc';
  readonly path: string;
  readonly signOn: SignOnSettings;
}

/** The serial port of another computer. `signOn` is there with mode E only. */
export type Rfc2217Settings = {
  readonly kind: 'rfc2217';
  readonly framing: 'hdlc';
  readonly host: string;
  readonly port: number;
} & SerialUse;

/** Our own simulator in this process, on a manual clock; `line` says what lies between it and the client. */
export type SimulatorSettings = { readonly kind: 'simulator'; readonly meter: string } & SimulatorLine;

export type SimulatorLine =
  /** stands in for TCP */
  | { readonly line: 'memory'; readonly framing: Framing }
  | { readonly line: 'tcp'; readonly framing: Framing; readonly host: string; readonly hostV6?: string }
  | { readonly line: 'udp'; readonly framing: 'wrapper'; readonly host: string; readonly hostV6?: string }
  | ({ readonly line: 'serial'; readonly framing: 'hdlc'; readonly others: readonly OtherMeter[] } & DirectHdlc)
  | {
      readonly line: 'optical';
      readonly framing: 'hdlc';
      readonly others: readonly OtherMeter[];
      readonly signOn: SignOnSettings;
    };

/** A further meter on the serial line of the simulator. */
export interface OtherMeter {
  /** file with its object model */
  readonly meter: string;
  /** its lower address */
  readonly physicalAddress: number;
}

export type SerialUse =
  | (DirectHdlc & { readonly signOn?: undefined })
  | { readonly signOn: SignOnSettings; readonly serial?: undefined; readonly echo?: undefined };

/** A port that speaks HDLC without sign-on. */
export interface DirectHdlc {
  readonly serial: SerialFormat;
  /** what is sent comes back and is taken away */
  readonly echo: boolean;
}

export interface SerialFormat {
  /** bits a second */
  readonly baud: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** Our side of IEC 62056-21 mode E, which begins at 300 Bd 7E1. */
export interface SignOnSettings {
  readonly maximumBaud: 300 | 600 | 1200 | 2400 | 4800 | 9600 | 19200;
  /** a battery meter is woken before the request */
  readonly wakesUp: boolean;
  /** whether the head returns what is sent; true declares it, auto finds out */
  readonly echo: boolean | 'auto';
  /** who makes even parity: this program over 8N1, or the port */
  readonly parityBy: 'software' | 'port';
}

/** What carries APDUs on the connection. */
export type Framing = 'wrapper' | 'hdlc';

export type AddressBytes = 1 | 2 | 4;

/** How the meter is addressed over HDLC, what the client proposes in SNRM, and what the meter declares of its link. */
export interface HdlcSettings {
  /** physical device; undefined where only one-octet addresses are used */
  readonly serverLower?: number;
  /** form of the addresses that the client uses */
  readonly addressBytes: AddressBytes;
  /** forms that the meter accepts, `addressBytes` among them (hdlc.address1, 2, 4) */
  readonly acceptsAddressBytes: readonly AddressBytes[];
  /** longest information field, octets, both ways */
  readonly maxInfo: number;
  readonly window: number;
  /** inactivity time-out of the meter's link; 0 = never; undefined = not declared */
  readonly inactivitySeconds?: number;
  /** inter-octet time-out of the meter on this line; undefined = not declared */
  readonly interOctetMs?: number;
  /** links at the same time on one line; undefined = not declared */
  readonly maxLinks?: number;
  /** lower addresses of other meters on the line */
  readonly otherLowers?: readonly number[];
}

export interface Timeouts {
  readonly connectMs: number;
  readonly responseMs: number;
  /** within one WPDU */
  readonly intraMessageMs: number;
  /** how long a meter may take to free what a dropped connection held */
  readonly recoveryMs: number;
}

export type ProtectionKind = 'none' | 'authentication' | 'encryption' | 'authenticated-encryption';

export interface ClientProfile {
  readonly role: string;
  readonly sap: number;
  /** server SAP it talks to */
  readonly server: number;
  readonly authentication: AuthenticationKind;
  /** present with `low` */
  readonly password?: Uint8Array;
  /** HLS secret, present with hls-vendor, hls-md5, hls-sha1 and hls-sha256 */
  readonly secret?: Uint8Array;
  /** present with `hls-vendor`: a name that the vendor functions know */
  readonly vendorFunction?: string;
  /** how password or HLS secret may be changed in tests; undefined: it may not (secret.change) */
  readonly secretChange?: 'plain' | 'wrapped';
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
  readonly keys?: SymmetricKeys;
  /** suites 1 and 2 */
  readonly keyPairs?: ClientKeyPairs;
  /** the client's own system title, 8 octets */
  readonly systemTitle?: Uint8Array;
  /** the block that the meter declares for this association: what it grants when everything is proposed */
  readonly conformance: Conformance;
  readonly maxPduSize: number;
  /** where the meter shows the counter it expects, and which client may read it */
  readonly invocationCounter?: { readonly object: Obis; readonly via: string };
  /** user ids on the user list of its association and not on it (userlist) */
  readonly users?: { readonly listed: number; readonly unlisted: number };
  /** capability names that hold for this client alone, e.g. sec.authOnly */
  readonly declares: ReadonlySet<string>;
}

/** An attribute with two harmless values. */
export interface WritableAttribute {
  readonly attribute: AttributeDescriptor;
  readonly values: readonly [Data, Data];
}

/** What the meter offers for tests that need an object of a certain kind. */
export interface ObjectDeclaration {
  readonly clock: AttributeDescriptor;
  /** a writable attribute with two harmless values (test.write) */
  readonly testAttribute?: WritableAttribute;
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
  /** may only be written while the terminal cover is open (test.serviceParameter) */
  readonly serviceParameter?: WritableAttribute;
  /** buffer of a profile with a clock column and one for the event code (test.eventLog) */
  readonly eventLog?: AttributeDescriptor;
  /** a writable attribute whose access right demands more protection than the policy (test.protectedWrite) */
  readonly protectedTestAttribute?: WritableAttribute;
  /** a key pair of the meter that may be made anew */
  readonly spareKeyPair?: 'digital-signature' | 'key-agreement' | 'tls';
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
  /** most wrong secrets that one run may try with each client; undefined: no limit */
  readonly wrongSecrets?: number;
  readonly allowReset: boolean;
}
