import { LocalProtocolError } from '#dlms/errors';
import { type AdditionalData, decipherUnverified, open, seal } from './aes-gcm';
import { passingHead, passingVector, roomFor } from './cipher-inputs';
import { decodeSecurityControl, encodeSecurityControl, type SecurityControl } from './security-control';
import { type SecuritySuite, type SuiteId, suiteOf, TAG_LENGTH } from './suite';
import { counterAt, putCounter } from './system-title';

export interface ProtectionKeys {
  /** block cipher key: global unicast, global broadcast or dedicated */
  readonly encryptionKey: Uint8Array;
  /** GAK, also with a dedicated key; empty in a project that uses none */
  readonly authenticationKey: Uint8Array;
}

export interface ProtectRequest {
  /** as sent and as authenticated; its suite chooses the cipher */
  readonly control: SecurityControl;
  readonly keys: ProtectionKeys;
  /** of the sender, 8 octets */
  readonly systemTitle: Uint8Array;
  /** 0..FFFFFFFF. Never the same twice with one key: a SendCounter sees to that, not this function. */
  readonly invocationCounter: number;
  readonly apdu: Uint8Array;
  /** M, the header of general-ciphering with its lengths: part of the additional data; absent in the other forms */
  readonly header?: Uint8Array;
  /** SC 00 is right: only a layer of general-ciphering may protect nothing (security.md 3) */
  readonly permitsNone?: boolean;
}

export interface UnprotectRequest {
  /** SC ‖ IC ‖ …: what stands behind the length of a glo-, ded- or general-ciphered APDU */
  readonly content: Uint8Array;
  readonly keys: ProtectionKeys;
  /** of the sender, 8 octets */
  readonly systemTitle: Uint8Array;
  /** that of the association */
  readonly suite: SuiteId;
  /** What must have been done to it at least. Without it a sender may leave out the tag, and nothing is verified. */
  readonly required?: Pick<SecurityControl, 'authenticated' | 'encrypted'>;
  /** M, the header of general-ciphering with its lengths: part of the additional data; absent in the other forms */
  readonly header?: Uint8Array;
  /** SC 00 is right: only a layer of general-ciphering may protect nothing (security.md 3) */
  readonly permitsNone?: boolean;
}

/** What can be read without a key. `body` is a view: text and, when authenticated, the tag behind it. */
export interface ProtectedContent {
  readonly control: SecurityControl;
  readonly invocationCounter: number;
  readonly body: Uint8Array;
}

export type UnprotectRefusal =
  | 'too-short'
  | 'suite-mismatch'
  | 'no-protection'
  | 'insufficient-protection'
  | 'compressed'
  | 'tag-mismatch';

export type Unprotected =
  | {
      readonly ok: true;
      /** a view on the content when it was authenticated only; unverified when it was encrypted only */
      readonly apdu: Uint8Array;
      readonly control: SecurityControl;
      readonly invocationCounter: number;
    }
  | { readonly ok: false; readonly reason: UnprotectRefusal };

/** SC (1) ‖ IC (4) */
const HEADER_LENGTH = 5;
const NOTHING = new Uint8Array(0);
const NO_DATA: AdditionalData = [];

/**
 * Protects an xDLMS APDU as glo-, ded-, general-glo/ded- and, with `header`, general-ciphering do (GB 9.2.7.2).
 * @returns authenticated: `SC ‖ IC ‖ APDU ‖ tag(12)`; encrypted: `SC ‖ IC ‖ text`; both: `SC ‖ IC ‖ text ‖ tag(12)`;
 * neither: `SC ‖ IC ‖ APDU`
 * @throws LocalProtocolError for an undefined suite, a control octet that protects nothing or compresses, or keys,
 * title or counter of the wrong size
 */
export function protect(request: ProtectRequest): Uint8Array {
  const { control, keys, systemTitle, invocationCounter, apdu, header } = request;
  const suite = suiteToSendWith(control, request.permitsNone);
  const content = roomFor(HEADER_LENGTH + apdu.length + (control.authenticated ? TAG_LENGTH : 0));
  content[0] = encodeSecurityControl(control);
  putCounter(content, 1, invocationCounter);
  if (!control.authenticated && !control.encrypted) {
    content.set(apdu, HEADER_LENGTH);
    return content;
  }
  checkAuthenticationKey(suite, keys.authenticationKey);
  const aad = additionalData(control, content[0] ?? 0, keys.authenticationKey, apdu, header);
  const plain = control.encrypted ? apdu : NOTHING;
  const { text, tag } = seal(
    suite.cipher,
    keys.encryptionKey,
    passingVector(systemTitle, invocationCounter),
    aad,
    plain,
  );
  content.set(control.encrypted ? text : apdu, HEADER_LENGTH);
  if (control.authenticated) content.set(tag, HEADER_LENGTH + apdu.length);
  return content;
}

/** Control octet, counter and the rest, or undefined when not even these five octets are there. */
export function parseProtected(content: Uint8Array): ProtectedContent | undefined {
  if (content.length < HEADER_LENGTH) return undefined;
  return {
    control: decodeSecurityControl(content[0] ?? 0),
    invocationCounter: counterAt(content, 1),
    body: content.subarray(HEADER_LENGTH),
  };
}

/**
 * Undoes `protect`. Says nothing about key-set and freshness of the counter: the order is parseProtected, policy,
 * ReceiveCounter.isFresh, unprotect, ReceiveCounter.accept (GB 9.2.3.3.7.3).
 * @throws LocalProtocolError when keys or title have the wrong size; whatever the peer did is a refusal instead
 */
export function unprotect(request: UnprotectRequest): Unprotected {
  const parsed = parseProtected(request.content);
  if (parsed === undefined) return { ok: false, reason: 'too-short' };
  const suite = suiteOf(request.suite);
  checkAuthenticationKey(suite, request.keys.authenticationKey);
  const reason = refusalOf(parsed, suite, request);
  if (reason !== undefined) return { ok: false, reason };
  const { control, invocationCounter } = parsed;
  const apdu = control.authenticated ? verified(request, parsed, suite) : unverified(request, parsed, suite);
  return apdu === undefined ? { ok: false, reason: 'tag-mismatch' } : { ok: true, apdu, control, invocationCounter };
}

/** What is wrong with it before any key is used. */
function refusalOf(
  { control, body }: ProtectedContent,
  suite: SecuritySuite,
  { required, permitsNone }: UnprotectRequest,
): UnprotectRefusal | undefined {
  const isNone = !control.authenticated && !control.encrypted;
  if (control.suite !== suite.id && !(isNone && permitsNone && control.suite === 0)) return 'suite-mismatch';
  if (isNone && !permitsNone) return 'no-protection';
  if (required?.authenticated && !control.authenticated) return 'insufficient-protection';
  if (required?.encrypted && !control.encrypted) return 'insufficient-protection';
  if (control.compressed) return 'compressed';
  if (control.authenticated && body.length < TAG_LENGTH) return 'too-short';
  return undefined;
}

function verified(
  { content, keys, systemTitle, header }: UnprotectRequest,
  { control, invocationCounter }: ProtectedContent,
  suite: SecuritySuite,
): Uint8Array | undefined {
  const end = content.length - TAG_LENGTH;
  const text = content.subarray(HEADER_LENGTH, end);
  const tag = content.subarray(end);
  const aad = additionalData(control, content[0] ?? 0, keys.authenticationKey, text, header);
  const vector = passingVector(systemTitle, invocationCounter);
  const opened = open(suite.cipher, keys.encryptionKey, vector, aad, control.encrypted ? text : NOTHING, tag);
  return opened === undefined || control.encrypted ? opened : text;
}

function unverified(
  { keys, systemTitle }: UnprotectRequest,
  { control, invocationCounter, body }: ProtectedContent,
  suite: SecuritySuite,
): Uint8Array {
  if (!control.encrypted) return body;
  return decipherUnverified(suite.cipher, keys.encryptionKey, passingVector(systemTitle, invocationCounter), body);
}

/** Authenticated only: SC ‖ AK [‖ M] ‖ APDU; both: SC ‖ AK [‖ M]; encrypted only: nothing. */
function additionalData(
  control: SecurityControl,
  controlOctet: number,
  authenticationKey: Uint8Array,
  apdu: Uint8Array,
  header: Uint8Array | undefined,
): AdditionalData {
  if (!control.authenticated) return NO_DATA;
  const head = passingHead(controlOctet, authenticationKey);
  if (header === undefined) return control.encrypted ? head : [head, apdu];
  return control.encrypted ? [head, header] : [head, header, apdu];
}

function suiteToSendWith(control: SecurityControl, permitsNone = false): SecuritySuite {
  if (!permitsNone && !control.authenticated && !control.encrypted) {
    throw new LocalProtocolError('a security control octet without authentication and encryption protects nothing');
  }
  if (control.compressed) throw new LocalProtocolError('compression is not built');
  return suiteOf(control.suite);
}

/** @throws LocalProtocolError unless it is empty or as long as the suite says */
export function checkAuthenticationKey(suite: SecuritySuite, key: Uint8Array): void {
  if (key.length !== 0 && key.length !== suite.keyLength) {
    throw new LocalProtocolError(
      `suite ${suite.id} takes an authentication key of ${suite.keyLength} octets, not of ${key.length}`,
    );
  }
}
