import type { DlmsClient } from '#client/dlms-client';
import { append, cut, flipBit, withOctet } from '#dlms/apdu/edit';
import type { ProtectionChoice } from '#dlms/association/protection-choice';
import { encodeSecurityControl, type SecurityControl } from '#dlms/security/security-control';
import { TAG_LENGTH } from '#dlms/security/suite';
import type { ProtectionKind } from '#rig/rig';
import { type Attempts, attemptEach } from './attempts';
import { declaredProtection, encryptionKeyOf, inGeneralForm } from './protection-choices';
import { encodeGetName } from './requests';

/** A protected read with one thing wrong. */
export interface ForgedRead {
  readonly what: string;
  readonly choice: ProtectionChoice;
  /** of the whole ciphered APDU */
  readonly edit?: (apdu: Uint8Array) => Uint8Array;
  /** the row of refusals.yaml, where it is not the case's own */
  readonly variant?: string;
}

/** What a forger knows of the right protection. */
export interface RightProtection {
  readonly choice: ProtectionChoice;
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  readonly systemTitle: Uint8Array;
  /** what the security policy of the meter demands of requests */
  readonly policy: ProtectionKind;
  readonly random: (length: number) => Uint8Array;
}

/** A way to protect a message wrongly, perhaps at several places. */
export type Forgery = (right: RightProtection) => readonly ForgedRead[];

/** Reads the logical device name with each variety of a forgery, each with the next invocation counter. */
export function readsForged(client: DlmsClient, forgery: Forgery, policy: ProtectionKind): Promise<Attempts> {
  const { security } = client.association;
  const { authenticationKey } = security.keys();
  const attempts = forgery({
    choice: declaredProtection(client),
    encryptionKey: encryptionKeyOf(client),
    authenticationKey,
    systemTitle: security.ownTitle(),
    policy,
    random: client.random,
  }).map(({ what, choice, edit, variant }) => ({
    what: `GET with ${what}`,
    send: () => client.request(encodeGetName(client), { protection: choice, ...(edit && { edit }) }),
    ...(variant !== undefined && { variant }),
  }));
  return attemptEach(client, attempts);
}

/** SC ‖ IC */
const HEADER_LENGTH = 5;

/** SEC-12: the header of a general message names another sender. */
export const foreignHeaderTitle: Forgery = ({ choice, systemTitle }) => {
  const general = { ...inGeneralForm(choice), headerTitle: neighbourOf(systemTitle) };
  return [
    { what: 'a foreign title in header and vector', choice: { ...general, ivTitle: neighbourOf(systemTitle) } },
    { what: 'a foreign title in the header alone', choice: general },
  ];
};

/** SEC-13: enciphered with another title than that of the AARQ. */
export const foreignVectorTitle: Forgery = ({ choice, systemTitle }) => [
  { what: 'a foreign title in the vector', choice: { ...choice, ivTitle: neighbourOf(systemTitle) } },
];

/** SEC-13 in a general message whose header names the right sender. */
export const foreignVectorTitleInGeneralForm: Forgery = (right) =>
  foreignVectorTitle({ ...right, choice: inGeneralForm(right.choice) });

/** SEC-14, nearly right. */
export const neighbouringEncryptionKey: Forgery = ({ choice, encryptionKey }) => [
  { what: 'an encryption key wrong in its last bit', choice: { ...choice, encryptionKey: neighbourOf(encryptionKey) } },
];

/** SEC-14 */
export const otherEncryptionKey: Forgery = ({ choice, encryptionKey, random }) => [
  { what: 'another encryption key', choice: { ...choice, encryptionKey: random(encryptionKey.length) } },
];

/** SEC-15, nearly right. */
export const neighbouringAuthenticationKey: Forgery = ({ choice, authenticationKey }) => [
  {
    what: 'an authentication key wrong in its last bit',
    choice: { ...choice, authenticationKey: neighbourOf(authenticationKey) },
  },
];

/** SEC-15: as a meter would take it that leaves the authentication key out of the additional data. */
export const noAuthenticationKey: Forgery = ({ choice }) => [
  { what: 'no authentication key', choice: { ...choice, authenticationKey: new Uint8Array(0) } },
];

/** SEC-16: the first bit, the last one, and one in each octet between them. */
export const changedTag: Forgery = ({ choice }) =>
  Array.from({ length: TAG_LENGTH }, (_, octet) => {
    const bit = octet === 0 ? 7 : octet === TAG_LENGTH - 1 ? 0 : octet % 8;
    const edit = (content: Uint8Array) => flipBit(content, content.length - TAG_LENGTH + octet, bit);
    return { what: `bit ${bit} of octet ${octet + 1} of the tag changed`, choice: { ...choice, edit } };
  });

/** SEC-17: first, middle and last octet of the protected APDU. */
export const changedText: Forgery = ({ choice }) => [
  { what: 'the first octet changed', choice: { ...choice, edit: (content) => flipBit(content, HEADER_LENGTH, 0) } },
  {
    what: 'an octet in the middle changed',
    choice: {
      ...choice,
      edit: (content) => flipBit(content, Math.floor((HEADER_LENGTH + content.length - TAG_LENGTH) / 2), 0),
    },
  },
  {
    what: 'the last octet changed',
    choice: { ...choice, edit: (content) => flipBit(content, content.length - TAG_LENGTH - 1, 0) },
  },
];

/** SEC-18: the length field fits what is left of the tag. */
export function tagCutTo(octets: number): Forgery {
  return ({ choice }) => [
    {
      what: `a tag of ${octets} octets`,
      choice: { ...choice, edit: (content) => cut(content, content.length - TAG_LENGTH + octets) },
    },
  ];
}

/** SEC-19 */
export const octetBehindTag: Forgery = ({ choice }) => [
  { what: 'an octet behind the tag', choice: { ...choice, edit: (content) => append(content, 0) } },
];

/** SEC-20: every other suite that the security control octet can name, defined or not; the tag is right for that octet. */
export const otherSuite: Forgery = ({ choice }) =>
  Array.from({ length: 16 }, (_, suite) => suite)
    .filter((suite) => suite !== choice.control.suite)
    .map((suite) => withControl(choice, `suite ${suite} in the security control octet`, { suite }));

/** SEC-21: enciphered with the unicast key all the same. */
export const broadcastKeySet: Forgery = ({ choice }) => [
  withControl(choice, 'the broadcast key-set', { keySet: 'broadcast' }),
];

/** SEC-22: the APDU is not compressed. */
export const compressionAnnounced: Forgery = ({ choice }) => [
  withControl(choice, 'compression announced', { compressed: true }),
];

/** SEC-23: the plain APDU behind the header. */
export const noProtectionAnnounced: Forgery = ({ choice, policy }) => [
  {
    ...withControl(choice, 'no protection announced', { authenticated: false, encrypted: false }),
    ...(policy === 'none' && { variant: 'no policy' }),
  },
];

/** SEC-24: the length of the ciphered APDU, in its one octet. */
export function lengthOffBy(octets: 1 | -1): Forgery {
  return ({ choice }) => [
    {
      what: `a length that is one too ${octets > 0 ? 'big' : 'small'}`,
      choice,
      edit: (apdu) => withOctet(apdu, 1, (apdu[1] ?? 0) + octets),
    },
  ];
}

function withControl(choice: ProtectionChoice, what: string, change: Partial<SecurityControl>): ForgedRead {
  return { what, choice: { ...choice, controlOctet: encodeSecurityControl({ ...choice.control, ...change }) } };
}

/** The same octets but for the last bit. */
function neighbourOf(octets: Uint8Array): Uint8Array {
  return flipBit(octets, octets.length - 1, 0);
}
