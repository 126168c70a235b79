import type { Certificate } from '#certificates/certificate';
import type { CertificateInfo } from '#certificates/certificate-id';
import { isOfSerial } from '#certificates/certificate-id';
import type { MethodCall } from '#client/acting';
import { answerOf } from '#client/answer';
import type { DlmsClient } from '#client/dlms-client';
import type { Reply } from '#client/reply';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import { equalOctets, toHex } from '#dlms/codec/hex';
import { mayBeMeters } from '#dlms/errors';
import { type Attempts, restores } from './attempts';
import { CertificateMethods, type CertificateName, returnedOctets, rowsIn } from './certificate-methods';
import { declared } from './declared';
import { Examination, type Findings } from './findings';
import { securitySetupOf } from './security-setup';
import {
  type CertificateFlaw,
  type CertificateMeans,
  flawedCertificate,
  isOfTest,
  testCertificate,
} from './test-certificate';

/** What a test certificate went through in a meter. */
export interface CertificateLife {
  readonly certificate: Certificate;
  readonly imported: Reply;
  /** its row of the attribute certificates */
  readonly row: CertificateInfo | undefined;
  readonly exports: readonly Export[];
  readonly removed: Reply;
  /** what is still there of it afterwards */
  readonly rest: readonly string[];
  readonly before: Data | undefined;
  readonly after: Data | undefined;
}

interface Export {
  readonly by: CertificateName['by'];
  readonly reply: Reply;
  readonly octets: Uint8Array | undefined;
}

/** A certificate that must not be imported, and the list before and after it. */
export interface RefusedImport {
  readonly attempts: Attempts;
  readonly before: Data | undefined;
  readonly after: Data | undefined;
}

/**
 * Removes whatever a test that was broken off has left in the meter.
 * @returns what was removed, in words; undefined when there was nothing
 */
export async function removesLeftOverCertificates(client: DlmsClient): Promise<string | undefined> {
  const methods = await methodsOf(client);
  const left = (rowsIn(await methods.list()) ?? []).filter(isOfTest);
  for (const { serialNumber, issuer } of left) await methods.remove({ by: 'serial', serialNumber, issuer });
  const numbers = left.map(({ serialNumber }) => toHex(serialNumber)).join(', ');
  return left.length === 0 ? undefined : `removed what an earlier test had left in the meter: certificates ${numbers}`;
}

/** KEY-18: imports a certificate, exports it in both ways, finds it in the list, removes it and looks for it again. */
export async function importsAndRemoves(client: DlmsClient, means: CertificateMeans): Promise<CertificateLife> {
  const certificate = testCertificate(means);
  const methods = await methodsOf(client);
  const before = await methods.list();
  try {
    const { last: imported } = await methods.import(certificate.octets);
    const row = rowOf(await methods.list(), certificate);
    const names = namesOf(certificate, row);
    const exports = await exportsBy(methods, names);
    const { last: removed } = await methods.remove(serialName(certificate));
    const rest = await findsAgain(methods, names);
    return { certificate, imported, row, exports, removed, rest, before, after: await methods.list() };
  } finally {
    await removesAgain(methods, certificate);
  }
}

/** KEY-19: imports a certificate that is wrong in one respect. One that the meter takes is removed again. */
export async function importsFlawed(
  client: DlmsClient,
  means: CertificateMeans,
  flaw: CertificateFlaw,
): Promise<RefusedImport> {
  const certificate = flawedCertificate(means, flaw);
  const methods = await methodsOf(client);
  const before = await methods.list();
  try {
    const { last: reply } = await methods.import(certificate.octets);
    const attempts = { observed: [{ what: `import_certificate of one ${flaw}`, reply }], reopened: false };
    await restores(client);
    return { attempts, before, after: await methods.list() };
  } finally {
    await removesAgain(methods, certificate);
  }
}

/** Import and removal succeed, list and exports show the certificate as it was given, and nothing of it stays. */
export function examineLife(life: CertificateLife): Findings {
  const examination = new Examination();
  const { imported, removed, exports, rest, before, after } = life;
  examination.expect(isSuccess(imported), `import_certificate: expected success, got ${textOf(imported)}`);
  examineRow(life, examination);
  for (const each of exports) examineExport(each, life.certificate, examination);
  examination.expect(exports.length === 2, 'it could not be exported by entity, as the list does not show it');
  examination.expect(isSuccess(removed), `remove_certificate: expected success, got ${textOf(removed)}`);
  for (const text of rest) examination.expect(false, `after its removal ${text}`);
  examination.expect(isSame(before, after), 'the list of certificates is another one than before');
  return examination;
}

/** The attribute certificates shows the same before and after. */
export function examineSameList({ before, after }: Pick<RefusedImport, 'before' | 'after'>): Findings {
  const examination = new Examination();
  examination.expect(
    rowsIn(before) !== undefined,
    'the list of certificates could not be read, or is not as its class has it',
  );
  examination.expect(isSame(before, after), 'the list of certificates is another one than before');
  return examination;
}

async function methodsOf(client: DlmsClient): Promise<CertificateMethods> {
  return new CertificateMethods(client, await securitySetupOf(client));
}

function serialName({ serialNumber, issuer }: Certificate): CertificateName {
  return { by: 'serial', serialNumber, issuer };
}

/** By entity as the meter lists it: whether a stranger is a client or somebody else is for the meter to say. */
function namesOf(certificate: Certificate, row: CertificateInfo | undefined): readonly CertificateName[] {
  if (row === undefined) return [serialName(certificate)];
  const systemTitle = declared(certificate.systemTitle, 'system title in the test certificate');
  const { entity } = row;
  return [serialName(certificate), { by: 'entity', entity, type: 'digital-signature', systemTitle }];
}

async function exportsBy(methods: CertificateMethods, names: readonly CertificateName[]): Promise<readonly Export[]> {
  const exports: Export[] = [];
  for (const name of names) {
    const call = await methods.export(name);
    exports.push({ by: name.by, reply: call.last, octets: returnedOctets(call) });
  }
  return exports;
}

async function findsAgain(methods: CertificateMethods, names: readonly CertificateName[]): Promise<readonly string[]> {
  const found = await exportsBy(methods, names);
  return found
    .filter(({ reply }) => !isError(reply))
    .map(({ by, reply }) => `export by ${by} should be refused, got ${textOf(reply)}`);
}

/** Whatever has happened: a second removal is refused and does no harm. */
async function removesAgain(methods: CertificateMethods, certificate: Certificate): Promise<MethodCall | undefined> {
  try {
    if (rowOf(await methods.list(), certificate) === undefined) return undefined;
    return await methods.remove(serialName(certificate));
  } catch (error) {
    // the next test removes it
    if (mayBeMeters(error)) return undefined;
    throw error;
  }
}

function rowOf(list: Data | undefined, certificate: Certificate): CertificateInfo | undefined {
  return rowsIn(list)?.find((row) => isOfSerial(certificate, row));
}

function examineRow({ row, certificate }: CertificateLife, examination: Examination): void {
  examination.expect(row !== undefined, 'the list of certificates does not show it');
  if (row === undefined) return;
  const { entity, type, subject, subjectAltName } = row;
  examination.expect(entity === 'client' || entity === 'other', `it is listed as that of a ${entity}`);
  examination.expect(type === 'digital-signature', `it is listed as one for ${type}`);
  examination.tolerate(equalOctets(subject, certificate.subject), `its subject is listed as ${toHex(subject)}`);
  examination.tolerate(subjectAltName.length === 0, `a subjectAltName is listed, ${toHex(subjectAltName)}`);
}

function examineExport({ by, reply, octets }: Export, certificate: Certificate, examination: Examination): void {
  const isReturned = octets !== undefined;
  examination.expect(isReturned, `export by ${by}: expected the certificate, got ${textOf(reply)}`);
  const isEqual = octets === undefined || equalOctets(octets, certificate.octets);
  examination.expect(isEqual, `export by ${by} gives other octets than were imported`);
}

/** The same rows, in whatever order. */
function isSame(before: Data | undefined, after: Data | undefined): boolean {
  return before?.type === 'array' && after?.type === 'array' && sorted(before.elements) === sorted(after.elements);
}

function sorted(rows: readonly Data[]): string {
  return rows
    .map((row) => toHex(encodeToBytes(row)))
    .sort()
    .join(' ');
}

function isSuccess(reply: Reply): boolean {
  return answerOf(reply).kind === 'success-result';
}

function isError(reply: Reply): boolean {
  const { kind } = answerOf(reply);
  return kind === 'error-result' || kind === 'exception-response';
}

function textOf(reply: Reply): string {
  const { kind, detail } = answerOf(reply);
  return `${kind} (${detail})`;
}
