import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { Data } from '#dlms/codec/data';
import { toHex } from '#dlms/codec/hex';
import type { Obis } from '#dlms/codec/obis';
import { Examination, type Findings } from './findings';
import { type ListedObject, readObjectList } from './object-list';
import { currentValue } from './protected-services';
import { securitySetupOf } from './security-setup';

const SECURITY_SETUP = 64;
const TITLE_LENGTH = 8;
const HIGHEST_SUITE = 2;
/** fields of a row of certificates: entity, type, serial number, issuer, subject, subject_alt_name */
const CERTIFICATE_FIELDS = ['enum', 'enum', 'octet-string', 'octet-string', 'octet-string', 'octet-string'] as const;

/** One Security setup object, as far as the client may read it. */
export interface ShownSetup {
  readonly logicalName: Obis;
  readonly version: number;
  /** attributes that gave a value */
  readonly values: ReadonlyMap<number, Data>;
  /** attributes that are listed as readable and gave none */
  readonly missing: readonly number[];
  /** the client's own association uses it */
  readonly isOwn: boolean;
}

/** KEY-01: attributes 1 to 5, from version 1 on to 6, of each Security setup that the client is shown. */
export async function readsAllSetups(client: DlmsClient): Promise<readonly ShownSetup[]> {
  const own = await securitySetupOf(client);
  const listed = (await readObjectList(client)) ?? [];
  const shown: ShownSetup[] = [];
  for (const object of listed.filter(({ classId }) => classId === SECURITY_SETUP))
    shown.push(await readsSetup(client, object, own));
  return shown;
}

async function readsSetup(client: DlmsClient, object: ListedObject, own: Obis): Promise<ShownSetup> {
  const { logicalName, version, readable } = object;
  const values = new Map<number, Data>();
  const missing: number[] = [];
  for (const attributeId of attributesOf(version).filter((id) => readable.includes(id))) {
    const value = await currentValue(client, { classId: SECURITY_SETUP, logicalName, attributeId });
    if (value === undefined) missing.push(attributeId);
    else values.set(attributeId, value);
  }
  return { logicalName, version, values, missing, isOwn: logicalName === own };
}

function attributesOf(version: number): readonly number[] {
  return version === 0 ? [1, 2, 3, 4, 5] : [1, 2, 3, 4, 5, 6];
}

/** Each attribute has the type and the range of its version. */
export function examineTypes(setups: readonly ShownSetup[]): Findings {
  const examination = new Examination();
  examination.expect(setups.length > 0, 'the client is shown no Security setup');
  for (const setup of setups) examination.add(new SetupExamination(setup).findings());
  return examination;
}

/** The suite in the client's own Security setup is the one of its security control octets, where it may read it. */
export function examineSuite(setups: readonly ShownSetup[], onTheWire: number): Findings {
  const examination = new Examination();
  const own = setups.find(({ isOwn }) => isOwn);
  const shown = own?.values.get(3);
  if (shown === undefined) return examination;
  const suite = shown.type === 'enum' ? shown.value : textOf(shown);
  examination.expect(
    suite === onTheWire,
    `security_suite of ${own?.logicalName} is ${suite}, on the wire it is ${onTheWire}`,
  );
  return examination;
}

/** BB 4.4.7, both versions. */
class SetupExamination {
  private readonly examination = new Examination();

  constructor(private readonly setup: ShownSetup) {}

  findings(): Findings {
    const { missing, values } = this.setup;
    for (const id of missing) this.expect(false, id, 'is listed as readable and gave no value');
    for (const [id, value] of values) this.judges(id, value);
    return this.examination;
  }

  private judges(id: number, value: Data): void {
    if (id === 1) this.expect(lengthOf(value) === 6, id, `logical_name is ${textOf(value)}, expected 6 octets`);
    if (id === 2) this.judgesPolicy(value);
    if (id === 3) this.judgesSuite(value);
    if (id === 4) this.judgesClientTitle(value);
    if (id === 5) this.expect(lengthOf(value) === TITLE_LENGTH, id, `server_system_title is ${textOf(value)}`);
    if (id === 6) this.judgesCertificates(value);
  }

  /** Version 0 has four numbers; version 1 bits, of which the two lowest are unused. */
  private judgesPolicy(value: Data): void {
    const { version } = this.setup;
    const policy = value.type === 'enum' ? value.value : undefined;
    this.expect(policy !== undefined, 2, `security_policy is ${textOf(value)}, expected an enum`);
    if (policy === undefined) return;
    if (version === 0) this.expect(policy <= 3, 2, `security_policy is ${policy}, expected 0 to 3 in version 0`);
    const numbered = version > 0 && policy >= 1 && policy <= 3;
    const text = `${this.place(2)}: security_policy is ${policy}, a number of version 0 in version ${version}`;
    this.examination.tolerate(!numbered, text);
    const unused = version > 0 && policy > 3 && (policy & 0x03) !== 0;
    this.expect(!unused, 2, `security_policy is ${policy}: bits 0 and 1 are unused in version ${version}`);
  }

  private judgesSuite(value: Data): void {
    const suite = value.type === 'enum' ? value.value : undefined;
    const known = suite !== undefined && suite <= HIGHEST_SUITE;
    this.expect(known, 3, `security_suite is ${textOf(value)}, expected an enum of 0 to 2`);
  }

  private judgesClientTitle(value: Data): void {
    const length = lengthOf(value);
    this.expect(length === TITLE_LENGTH || length === 0, 4, `client_system_title is ${textOf(value)}`);
  }

  private judgesCertificates(value: Data): void {
    const rows = value.type === 'array' ? value.elements : undefined;
    this.expect(rows !== undefined, 6, `certificates is ${textOf(value)}, expected an array`);
    for (const row of rows ?? [])
      this.expect(isCertificateRow(row), 6, `a row of certificates is ${textOf(row)}, expected 6 elements`);
  }

  private expect(holds: boolean, attributeId: number, text: string): void {
    this.examination.expect(holds, `${this.place(attributeId)}: ${text}`);
  }

  private place(attributeId: number): string {
    return `${SECURITY_SETUP}/${this.setup.logicalName}/${attributeId}`;
  }
}

/** Titles as they went over the line when an association was opened. */
export interface WireTitles {
  readonly caller: Uint8Array | undefined;
  readonly responder: Uint8Array | undefined;
}

/** calling-AP-title and responding-AP-title of an opening. */
export function titlesOnTheWire(client: DlmsClient, { aare }: OpenOutcome): WireTitles {
  return { caller: client.association.settings.systemTitle, responder: aare?.respondingApTitle };
}

/** What a Security setup shows of the titles. */
export interface ShownTitles {
  readonly server: Data | undefined;
  readonly client: Data | undefined;
}

/** KEY-02, KEY-03: attributes 5 and 4 of the Security setup of the client's own association. */
export async function readsTitles(client: DlmsClient): Promise<ShownTitles> {
  const logicalName = await securitySetupOf(client);
  const read = (attributeId: number) => currentValue(client, { classId: SECURITY_SETUP, logicalName, attributeId });
  return { server: await read(5), client: await read(4) };
}

/**
 * The attribute is an octet-string of 8 that equals the title of the wire.
 * @param onTheWire undefined: none came
 */
export function examineTitle(what: string, shown: Data | undefined, onTheWire: Uint8Array | undefined): Findings {
  const examination = new Examination();
  examination.expect(
    onTheWire?.length === TITLE_LENGTH,
    `${what}: the title on the wire has ${onTheWire?.length ?? 'no'} octets`,
  );
  const octets = shown?.type === 'octet-string' ? toHex(shown.value) : shown && textOf(shown);
  const expected = onTheWire === undefined ? 'none' : toHex(onTheWire);
  examination.expect(octets === expected, `${what} shows ${octets ?? 'nothing'}, on the wire it is ${expected}`);
  return examination;
}

function isCertificateRow(row: Data): boolean {
  const fields = row.type === 'structure' ? row.elements : [];
  return fields.length === CERTIFICATE_FIELDS.length && fields.every(({ type }, i) => type === CERTIFICATE_FIELDS[i]);
}

function lengthOf(value: Data): number | undefined {
  return value.type === 'octet-string' ? value.value.length : undefined;
}

function textOf(value: Data): string {
  if (value.type === 'octet-string') return `an octet-string of ${value.value.length}`;
  if ('elements' in value && Array.isArray(value.elements)) return `${value.type} of ${value.elements.length}`;
  return 'value' in value && typeof value.value === 'number' ? `${value.type} ${value.value}` : value.type;
}
