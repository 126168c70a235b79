import { answerOf } from '#client/answer';
import { cipheredTag } from '#dlms/apdu/tags';
import type { ReceivedApdu } from '#dlms/association/client-association';
import type { ReceivedProtection } from '#dlms/association/protection-choice';
import { toHex } from '#dlms/codec/hex';
import { encodeSecurityControl } from '#dlms/security/security-control';
import type { ProtectionKind } from '#rig/rig';
import { Examination, type Findings } from './findings';
import type { ProtectedExchange } from './protected-services';
import { covers, kindOf } from './security-setup';

/** SEC-01, SEC-04: form, tag and security control octet are those of the request, the counter is above the last one. */
export function examineSameProtection(exchanges: readonly ProtectedExchange[]): Findings {
  return examineEach(exchanges, (examination, { choice, what }, received, protection) => {
    const control = encodeSecurityControl(protection.control);
    const expected = encodeSecurityControl(choice.control);
    examination.expect(protection.form === choice.form, `${what}: answered in ${protection.form} form`);
    examination.expect(control === expected, `${what}: security control ${hex(control)}, expected ${hex(expected)}`);
    const { fresh, invocationCounter, lowestFresh } = protection;
    examination.expect(fresh, `${what}: expected a counter of ${lowestFresh} or more, got ${invocationCounter}`);
    examineTag(examination, what, received, protection);
  });
}

/** SEC-02, SEC-03, SEC-10: at least as much as the request and the policy ask for, in the form of the request. */
export function examineStrength(exchanges: readonly ProtectedExchange[], policy: ProtectionKind): Findings {
  return examineEach(exchanges, (examination, { choice, what }, received, protection) => {
    const kind = kindIn(protection);
    examination.expect(covers(kind, policy), `${what}: answered with ${kind}, the policy demands ${policy}`);
    examination.expect(
      covers(kind, requested(choice)),
      `${what}: answered with ${kind}, asked with ${requested(choice)}`,
    );
    if (kind === 'authentication')
      examination.expect(holdsText(received), `${what}: authenticated only, but its text is not in clear`);
  });
}

/** SEC-27: the services of the request, and those of the policy where it demands more. */
export function examineSameKind(exchanges: readonly ProtectedExchange[], policy: ProtectionKind): Findings {
  return examineEach(exchanges, (examination, { choice, what }, _, protection) => {
    const kind = kindIn(protection);
    const expected = union(requested(choice), policy);
    examination.expect(kind === expected, `${what}: answered with ${kind}, expected ${expected}`);
  });
}

/** SEC-10: a service-specific message for a service-specific one, a general one for a general one. */
export function examineSameForm(exchanges: readonly ProtectedExchange[]): Findings {
  return examineEach(exchanges, (examination, { choice, what }, _, { form }) => {
    examination.expect(form === choice.form, `${what}: answered in ${form} form`);
  });
}

type Judge = (
  examination: Examination,
  exchange: ProtectedExchange,
  received: ReceivedApdu,
  protection: ReceivedProtection,
) => void;

function examineEach(exchanges: readonly ProtectedExchange[], judge: Judge): Findings {
  const examination = new Examination();
  examination.expect(exchanges.length > 0, 'nothing was asked');
  for (const exchange of exchanges) {
    const received = exchange.reply.kind === 'apdu' ? exchange.reply.received : undefined;
    const { kind, detail } = answerOf(exchange.reply);
    if (received?.protection !== undefined) judge(examination, exchange, received, received.protection);
    else
      examination.expect(
        false,
        `${exchange.what}: expected a protected response, got ${kind} (${detail}) without protection`,
      );
  }
  return examination;
}

/** The outer tag stands for the response inside: CC for a get-response under the global key. */
function examineTag(
  examination: Examination,
  what: string,
  received: ReceivedApdu,
  { form }: ReceivedProtection,
): void {
  if (form !== 'glo' && form !== 'ded') return;
  const expected = cipheredTag(received.plain[0] ?? 0, form);
  const [tag = 0] = received.octets;
  examination.expect(tag === expected, `${what}: tag ${hex(tag)}, expected ${hex(expected ?? 0)}`);
}

function holdsText({ octets, plain }: ReceivedApdu): boolean {
  return toHex(octets).includes(toHex(plain));
}

export function kindIn({ control }: ReceivedProtection): ProtectionKind {
  return kindOf(control.authenticated, control.encrypted);
}

function requested({ control }: ProtectedExchange['choice']): ProtectionKind {
  return kindOf(control.authenticated, control.encrypted);
}

function union(a: ProtectionKind, b: ProtectionKind): ProtectionKind {
  const both = [a, b];
  const has = (kind: ProtectionKind) => both.some((given) => covers(given, kind));
  return kindOf(has('authentication'), has('encryption'));
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0').toUpperCase();
}
