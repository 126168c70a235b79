import type { CipheredForm } from '#dlms/apdu/ciphered';
import type { SecurityControl } from '#dlms/security/security-control';
import { type KeyName, type ProtectionKind, union } from './protection-kind';

/** What is being answered. `isError`: the reply holds a result other than success, or an error result. */
export interface ReplySituation {
  /** how the request was protected, undefined for a plain one */
  readonly request: ProtectionKind | undefined;
  /** what security policy and access rights ask of the response */
  readonly demanded: ProtectionKind;
  readonly isError: boolean;
  /** plain tag of the reply */
  readonly tag: number;
}

/** Decisions over the protection of what the meter sends (GB 9.2.7.2, security.md 6 and 7). */
export interface ReplyProtectionPolicy {
  /** Right: the services of the request and those demanded, together. */
  replyProtection(situation: ReplySituation): ProtectionKind;
  /** Right: that of the request; glo for a plain request whose response must be protected. */
  replyForm(request: CipheredForm | undefined, negotiated: { readonly generalProtection: boolean }): CipheredForm;
  /** Right: the key of the request. */
  replyKey(request: KeyName): KeyName;
  /** The security control octet sent, and authenticated. Right: as given. */
  replyControl(control: SecurityControl): SecurityControl;
  /** Title in the header of the general forms, undefined for an empty one. Right: our own. */
  replyHeaderTitle(own: Uint8Array, client: Uint8Array | undefined): Uint8Array | undefined;
  /** Title in the initialization vector of replies and tokens. Right: our own. */
  replyTitle(own: Uint8Array, client: Uint8Array | undefined): Uint8Array;
  /** The authentication key in the additional data of replies. Right: the GAK as it is. */
  authenticationKeyInReply(gak: Uint8Array): Uint8Array;
  /** The last word over `SC ‖ IC ‖ …` of a reply. Right: unchanged. */
  protectedContent(content: Uint8Array, plain: Uint8Array): Uint8Array;
  /** The last word over an exception-response. Right: the plain octets (xdlms.md 8); `protectedRequest` says how it was asked. */
  exceptionOctets(
    octets: Uint8Array,
    context: { readonly ciphered: boolean; readonly protectedRequest: boolean },
  ): Uint8Array;
}

export const conformingReplyProtection: ReplyProtectionPolicy = {
  replyProtection: ({ request, demanded }) => (request === undefined ? demanded : union(request, demanded)),
  replyForm: (request) => request ?? 'glo',
  replyKey: (request) => request,
  replyControl: (control) => control,
  replyHeaderTitle: (own) => own,
  replyTitle: (own) => own,
  authenticationKeyInReply: (gak) => gak,
  protectedContent: (content) => content,
  exceptionOctets: (octets) => octets,
};
