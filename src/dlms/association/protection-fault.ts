import { toHex } from '#dlms/codec/hex';
import { parseProtected, type UnprotectRefusal, type UnprotectRequest, unprotect } from '#dlms/security/protection';
import { encodeSecurityControl } from '#dlms/security/security-control';
import type { NamedKey } from './counted-key';

/** What failed to open, and with what it was tried. */
export interface FailedOpening {
  /** under the right key, with the right title and header */
  readonly request: UnprotectRequest;
  readonly key: NamedKey | undefined;
  /** keys and titles that a wrong tag may have been made with instead */
  readonly otherKeys: readonly NamedKey[];
  readonly otherTitles: readonly NamedTitle[];
}

export interface NamedTitle {
  readonly name: string;
  readonly title: Uint8Array;
}

const NO_KEY = new Uint8Array(0);

/** What is wrong with a protected APDU: what was expected of which key, title, counter or tag, and what came. */
export function protectionFault(refusal: UnprotectRefusal, failed: FailedOpening): string {
  const { content, suite } = failed.request;
  const control = `security control ${hex(content[0] ?? 0)}`;
  switch (refusal) {
    case 'too-short':
      return `expected SC, IC and, where authenticated, a tag of 12 octets, got ${content.length} octets`;
    case 'suite-mismatch':
      return `expected suite ${suite}, that of the association, got ${control}, suite ${(content[0] ?? 0) & 0x0f}`;
    case 'no-protection':
      return `expected authentication, encryption or both, got ${control}, which protects nothing`;
    case 'insufficient-protection':
      return `expected more protection than ${control}`;
    case 'compressed':
      return `expected no compression, which is not declared, got ${control}`;
    case 'tag-mismatch':
      return tagFault(failed);
    default:
      return refusal satisfies never;
  }
}

function tagFault(failed: FailedOpening): string {
  const { key, request } = failed;
  const parsed = parseProtected(request.content);
  const control = parsed === undefined ? '' : hex(encodeSecurityControl(parsed.control));
  const expected = [
    `${key?.name} and GAK`,
    `security control ${control}`,
    `system title ${toHex(request.systemTitle)}`,
    `invocation counter ${parsed?.invocationCounter}`,
  ];
  const came = whatVerifies(failed);
  return `expected a tag that verifies under ${expected.join(', ')}, got one that ${came ?? 'does not'}`;
}

/** Meters take the wrong key or title more often than they miscompute: the first change that makes the tag right. */
function whatVerifies(failed: FailedOpening): string | undefined {
  const { request, otherKeys, otherTitles } = failed;
  const { keys, header, ...bare } = request;
  const trials: readonly (readonly [what: string, changed: UnprotectRequest])[] = [
    ...otherKeys.map(
      ({ name, octets }) =>
        [`verifies under ${name}`, { ...request, keys: { ...keys, encryptionKey: octets } }] as const,
    ),
    ['verifies without GAK', { ...request, keys: { ...keys, authenticationKey: NO_KEY } }],
    ...otherTitles.map(
      ({ name, title }) => [`verifies with ${name} ${toHex(title)}`, { ...request, systemTitle: title }] as const,
    ),
    ...(header ? [['verifies without the header in the additional data', { ...bare, keys }] as const] : []),
  ];
  return trials.find(([, changed]) => unprotect(changed).ok)?.[0];
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0').toUpperCase();
}
