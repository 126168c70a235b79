import { join } from 'node:path';
import { type Aarq, APPLICATION_CONTEXTS, MECHANISMS } from '#dlms/apdu/acse';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { type CipheredForm, decodeCiphered, encodeCiphered } from '#dlms/apdu/ciphered';
import { CONFORMANCE_BITS, type Conformance } from '#dlms/apdu/conformance';
import type { InitiateRequest } from '#dlms/apdu/initiate';
import { fromHex } from '#dlms/codec/hex';
import type { Obis } from '#dlms/codec/obis';
import { encodeWpdu } from '#dlms/link/wrapper/wpdu';
import { WpduReader } from '#dlms/link/wrapper/wpdu-reader';
import { forgeProtection } from '#dlms/security/forged-protection';
import { gmacToken } from '#dlms/security/hls-gmac';
import { unprotect } from '#dlms/security/protection';
import { decodeSecurityControl } from '#dlms/security/security-control';
import { loadMeter } from '#simulator/load-meter';
import type { MeterPolicy } from '#simulator/policy';
import type { ServedConnection } from '#simulator/server/served-connection';
import { SimulatedMeter, type SimulatedMeterOptions } from '#simulator/simulated-meter';

export const METER_FILE = join(__dirname, '../../../fixtures/meters/electricity.yaml');
export const CLIENT_TITLE = fromHex('434C490000000001');
export const SERVER_TITLE = fromHex('53494D0000000001');
export const KEYS = {
  encryptionKey: fromHex('000102030405060708090A0B0C0D0E0F'),
  authenticationKey: fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF'),
};
export const MAINTENANCE_KEYS = {
  encryptionKey: fromHex('101112131415161718191A1B1C1D1E1F'),
  authenticationKey: fromHex('C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF'),
};
export const ALL_BITS: Conformance = new Set(CONFORMANCE_BITS);

export const PUBLIC = 16;
export const READING = 32;
export const MANAGEMENT = 1;
export const MAINTENANCE = 48;

export const INITIATE: InitiateRequest = {
  kind: 'initiate-request',
  responseAllowed: true,
  proposedDlmsVersionNumber: 6,
  proposedConformance: ALL_BITS,
  clientMaxReceivePduSize: 0,
};

const REQUIREMENTS = { bits: 1, octets: Uint8Array.of(0x80) };

export function publicAarq(initiate: Partial<InitiateRequest> = {}, fields: Partial<Aarq> = {}): Aarq {
  return {
    kind: 'AARQ',
    applicationContextName: APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'],
    userInformation: encodeApdu({ ...INITIATE, ...initiate }),
    ...fields,
  };
}

export function readingAarq(initiate: Partial<InitiateRequest> = {}, fields: Partial<Aarq> = {}): Aarq {
  return publicAarq(initiate, {
    senderAcseRequirements: REQUIREMENTS,
    mechanismName: MECHANISMS['low-level-security'],
    callingAuthenticationValue: new TextEncoder().encode('12345678'),
    ...fields,
  });
}

/** The CtoS of every HLS opening here. */
export const CTOS = new TextEncoder().encode('K56iVagYK56iVagY');

export function hlsAarq(userInformation: Uint8Array, fields: Partial<Aarq> = {}): Aarq {
  return {
    kind: 'AARQ',
    applicationContextName: APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering'],
    callingApTitle: CLIENT_TITLE,
    senderAcseRequirements: REQUIREMENTS,
    mechanismName: MECHANISMS['high-level-security-using-gmac'],
    callingAuthenticationValue: CTOS,
    userInformation,
    ...fields,
  };
}

export interface Protection {
  readonly counter: number;
  readonly form?: CipheredForm;
  /** security control octet, 30 unless given */
  readonly control?: number;
  readonly keys?: { readonly encryptionKey: Uint8Array; readonly authenticationKey: Uint8Array };
  /** in the initialization vector */
  readonly title?: Uint8Array;
  /** in the header of the general forms; empty: none */
  readonly headerTitle?: Uint8Array;
  readonly edit?: (content: Uint8Array) => Uint8Array;
  readonly serviceTag?: number;
}

export function ciphered(plain: Uint8Array, protection: Protection): Uint8Array {
  const { counter, form = 'glo', control = 0x30, keys = KEYS, title = CLIENT_TITLE } = protection;
  const content = forgeProtection({
    controlOctet: control,
    keys,
    systemTitle: title,
    invocationCounter: counter,
    apdu: plain,
  });
  const general = form === 'general-glo' || form === 'general-ded';
  const systemTitle = protection.headerTitle ?? CLIENT_TITLE;
  return encodeCiphered({
    form,
    serviceTag: protection.serviceTag ?? plain[0] ?? 0,
    content: protection.edit?.(content) ?? content,
    ...(general && systemTitle.length > 0 && { systemTitle }),
  });
}

export interface Deciphered {
  readonly plain: Uint8Array;
  readonly form: CipheredForm;
  readonly counter: number;
  readonly control: number;
  readonly headerTitle: Uint8Array | undefined;
}

/** Opens a reply of the meter; fails where it is not protected as it must be. */
export function deciphered(octets: Uint8Array, keys = KEYS): Deciphered {
  const envelope = decodeCiphered(octets);
  if (envelope === undefined) throw new Error(`not ciphered: tag ${octets[0]?.toString(16)}`);
  const opened = unprotect({ content: envelope.content, keys, systemTitle: SERVER_TITLE, suite: 0 });
  if (!opened.ok) throw new Error(`does not decipher: ${opened.reason}`);
  return {
    plain: opened.apdu,
    form: envelope.form,
    counter: opened.invocationCounter,
    control: envelope.content[0] ?? 0,
    headerTitle: envelope.systemTitle,
  };
}

export function getRequest(
  classId: number,
  logicalName: Obis,
  attributeId: number,
  invokeIdAndPriority = 0xc1,
): Uint8Array {
  return encodeApdu({
    kind: 'get-request',
    choice: 'normal',
    invokeIdAndPriority,
    attribute: { classId, logicalName, attributeId },
  });
}

/** Logical device name: every client may read it. */
export const GET_NAME = getRequest(1, '0-0:42.0.0.255', 2);
export const GET_LIST = getRequest(15, '0-0:40.0.0.255', 2);

export function token(stoc: Uint8Array, counter: number, control = 0x10, keys = KEYS): Uint8Array {
  const systemTitle = CLIENT_TITLE;
  return gmacToken({
    suite: 0,
    keys,
    systemTitle,
    invocationCounter: counter,
    challenge: stoc,
    control: decodeSecurityControl(control),
  });
}

export function passThree(value: Uint8Array, logicalName: Obis = '0-0:40.0.0.255'): Uint8Array {
  return encodeApdu({
    kind: 'action-request',
    choice: 'normal',
    invokeIdAndPriority: 0xc1,
    method: { classId: 15, logicalName, methodId: 1 },
    parameters: { type: 'octet-string', value },
  });
}

/** One meter and one connection to it, driven by hand. */
export class Bench {
  readonly meter: SimulatedMeter;
  now = 0;
  connection: ServedConnection;

  constructor(policy: Partial<MeterPolicy> = {}, options: Partial<SimulatedMeterOptions> = {}) {
    this.meter = new SimulatedMeter({ model: loadMeter(METER_FILE), policy, ...options });
    this.connection = this.connect();
  }

  connect(): ServedConnection {
    const connection = this.meter.connect(this.now);
    if (connection === undefined) throw new Error('the meter accepts no connection');
    this.connection = connection;
    return connection;
  }

  /** What comes back to one APDU: the APDU of the reply, or undefined for silence. */
  ask(client: number, apdu: Uint8Array | Apdu, server = 1): Uint8Array | undefined {
    const octets = apdu instanceof Uint8Array ? apdu : encodeApdu(apdu);
    this.connection.receive(encodeWpdu({ sourceWport: client, destinationWport: server, apdu: octets }), this.now);
    return this.replies()[0];
  }

  /** The same, decoded. */
  askFor(client: number, apdu: Uint8Array | Apdu, server = 1): Apdu | undefined {
    const reply = this.ask(client, apdu, server);
    return reply && decodeApdu(reply);
  }

  replies(): Uint8Array[] {
    const reader = new WpduReader();
    const apdus: Uint8Array[] = [];
    for (const piece of this.connection.takeOutput()) {
      reader.push(piece);
      for (let wpdu = reader.next(); wpdu !== undefined; wpdu = reader.next()) apdus.push(wpdu.apdu);
    }
    return apdus;
  }

  /** Opens as management and authenticates: uses the counters first (AARQ), first + 1 (token) and first + 2 (carrier). */
  openManagement(first = 1, initiate: Partial<InitiateRequest> = {}): void {
    const request = encodeApdu({ ...INITIATE, ...initiate });
    const stoc = this.challengeOf(this.askFor(MANAGEMENT, hlsAarq(ciphered(request, { counter: first }))));
    const reply = this.ask(MANAGEMENT, ciphered(passThree(token(stoc, first + 1)), { counter: first + 2 }));
    const apdu = reply && decodeApdu(deciphered(reply).plain);
    if (apdu?.kind !== 'action-response' || apdu.choice !== 'normal' || apdu.outcome.result !== 'success') {
      throw new Error('pass 3 was refused');
    }
  }

  challengeOf(apdu: Apdu | undefined): Uint8Array {
    if (apdu?.kind !== 'AARE' || apdu.respondingAuthenticationValue === undefined) throw new Error('no StoC');
    return apdu.respondingAuthenticationValue;
  }
}
