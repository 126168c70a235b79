import type { Refusal } from './aftermath';
import type { KeyName, LayerForm, Purpose } from './protection-kind';

/** How requests are answered that are not executed (GB 9.4.6.5, xdlms.md 8 and 14). Each answers with an exception-response and goes on. */
export interface RefusalPolicy {
  /** A service without an association. Right: service-not-allowed, operation-not-possible. */
  refusalWithoutAssociation(request: { readonly tag: number }): Refusal;
  /** A ciphered APDU without an association. Right: service-not-allowed, operation-not-possible. */
  refusalOfCipheredApduWithoutAssociation(request: { readonly tag: number }): Refusal;
  /** Any service but pass 3 while HLS is pending. Right: service-not-allowed, operation-not-possible. */
  refusalWhilePending(request: { readonly tag: number }): Refusal;
  /** A service whose conformance bit was not negotiated. Right: service-not-allowed, service-not-supported. */
  refusalOfServiceNotNegotiated(request: { readonly tag: number; readonly choice: number }): Refusal;
  /** A confirmed service in an unconfirmed association. Right: silence. */
  refusalInUnconfirmedAssociation(request: { readonly tag: number }): Refusal;
  /** Less protection than the security policy demands, also none. Right: service-not-allowed, operation-not-possible. */
  refusalOfWeakProtection(request: { readonly plain: boolean }): Refusal;
  /** A ciphered APDU in a context without ciphering. Right: service-not-allowed, operation-not-possible. */
  refusalOfCipheredApduInPlainContext(request: { readonly form: LayerForm }): Refusal;
  /** A form with a header of its own without general-protection. Right: service-not-allowed, service-not-supported. */
  refusalOfForm(request: { readonly form: LayerForm }): Refusal;
  /** Another system title in the header than the client's. Right: service-not-allowed, deciphering-error. */
  refusalOfHeaderTitle(): Refusal;
  /** A dedicated key that was never agreed. Right: service-not-allowed, deciphering-error. */
  refusalWithoutDedicatedKey(): Refusal;
  /** A security control octet that is not allowed: suite, key-set, compression, no protection. Right: service-not-allowed, deciphering-error. */
  refusalOfSecurityControl(fault: 'suite' | 'key-set' | 'compression' | 'no-protection'): Refusal;
  /** A counter that is not fresh. Right: service-not-allowed, invocation-counter-error; the association stays. */
  refusalOfStaleCounter(received: {
    readonly counter: number;
    readonly lowest: number;
    readonly key: KeyName;
    readonly purpose: Purpose;
  }): Refusal;
  /** What does not decipher. Right: service-not-allowed, deciphering-error. */
  refusalOfWrongTag(received: { readonly key: KeyName }): Refusal;
  /** A ciphered APDU whose envelope is broken, or whose inner tag does not fit. Right: service-not-allowed, deciphering-error. */
  refusalOfMalformedCiphering(octets: Uint8Array): Refusal;
  /** Right: service-unknown, service-not-supported. */
  refusalOfUnknownTag(request: { readonly tag: number; readonly protectedRequest: boolean }): Refusal;
  /** A choice of GET, SET or ACTION that is not defined. Right: service-unknown, service-not-supported. */
  refusalOfUnknownChoice(request: { readonly tag: number; readonly choice: number | undefined }): Refusal;
  /** Too few or too many octets, or octets that mean nothing. Right: service-unknown, other-reason. */
  refusalOfMalformedRequest(octets: Uint8Array): Refusal;
  /** An APDU above server-max-receive-pdu-size. Right: service-not-allowed, pdu-too-long. */
  refusalOfLongApdu(apdu: { readonly length: number; readonly limit: number }): Refusal;
  /** A reply that does not fit client-max-receive-pdu-size in any form. Right: service-not-allowed, operation-not-possible. */
  refusalOfLongReply(reply: { readonly length: number; readonly limit: number }): Refusal;
  /** A list longer than we take. Right: service-not-allowed, operation-not-possible. */
  refusalOfLongList(list: { readonly count: number }): Refusal;
}

const NOT_POSSIBLE: Refusal = { answer: ['service-not-allowed', 'operation-not-possible'] };
const NOT_SUPPORTED: Refusal = { answer: ['service-not-allowed', 'service-not-supported'] };
const UNDECIPHERABLE: Refusal = { answer: ['service-not-allowed', 'deciphering-error'] };
const UNKNOWN: Refusal = { answer: ['service-unknown', 'service-not-supported'] };

export const conformingRefusals: RefusalPolicy = {
  refusalWithoutAssociation: () => NOT_POSSIBLE,
  refusalOfCipheredApduWithoutAssociation: () => NOT_POSSIBLE,
  refusalWhilePending: () => NOT_POSSIBLE,
  refusalOfServiceNotNegotiated: () => NOT_SUPPORTED,
  refusalInUnconfirmedAssociation: () => ({ answer: 'silence' }),
  refusalOfWeakProtection: () => NOT_POSSIBLE,
  refusalOfCipheredApduInPlainContext: () => NOT_POSSIBLE,
  refusalOfForm: () => NOT_SUPPORTED,
  refusalOfHeaderTitle: () => UNDECIPHERABLE,
  refusalWithoutDedicatedKey: () => UNDECIPHERABLE,
  refusalOfSecurityControl: () => UNDECIPHERABLE,
  refusalOfStaleCounter: () => ({ answer: ['service-not-allowed', 'invocation-counter-error'] }),
  refusalOfWrongTag: () => UNDECIPHERABLE,
  refusalOfMalformedCiphering: () => UNDECIPHERABLE,
  refusalOfUnknownTag: () => UNKNOWN,
  refusalOfUnknownChoice: () => UNKNOWN,
  refusalOfMalformedRequest: () => ({ answer: ['service-unknown', 'other-reason'] }),
  refusalOfLongApdu: () => ({ answer: ['service-not-allowed', 'pdu-too-long'] }),
  refusalOfLongReply: () => NOT_POSSIBLE,
  refusalOfLongList: () => NOT_POSSIBLE,
};
