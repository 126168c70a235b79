import type { Apdu } from '#dlms/apdu/apdu';
import { failedServiceName, serviceErrorName } from '#dlms/apdu/service-error-names';
import type { ConfirmedServiceError } from '#dlms/apdu/service-errors';
import type { ReceivedApdu } from '#dlms/association/client-association';
import type { Reply } from './reply';

/**
 * What an answer amounts to, in the words of fixtures/requirements/refusals.yaml. `detail` narrows it: the names of
 * the results, the diagnostic, the error.
 */
export type AnswerKind =
  | 'silence'
  | 'closed'
  | 'exception-response'
  | 'confirmed-service-error'
  | 'error-result'
  | 'rejecting-aare'
  | 'accepting-aare'
  | 'release-response'
  | 'data'
  | 'success-result'
  | 'other';

export interface Answer {
  readonly kind: AnswerKind;
  readonly detail: string;
}

/** Classifies a reply without judging it. */
export function answerOf(reply: Reply): Answer {
  if (reply.kind === 'silence') return { kind: 'silence', detail: `${reply.waitedMs} ms` };
  if (reply.kind === 'closed') return { kind: 'closed', detail: reply.by };
  const { apdu } = reply.received;
  return apdu.kind === 'AARE' ? answerOfAare(apdu, reply.received) : answerOfApdu(apdu);
}

/** `rejected-permanent no-reason-given initiate / dlms-version-too-low`: everything that a refusal may be narrowed by. */
function answerOfAare(
  { result, diagnostic }: Extract<Apdu, { kind: 'AARE' }>,
  { userInformation }: ReceivedApdu,
): Answer {
  const inside = userInformation?.apdu;
  const error = inside?.kind === 'confirmed-service-error' ? ` ${initiateErrorText(inside)}` : '';
  const kind = result === 'accepted' ? 'accepting-aare' : 'rejecting-aare';
  return { kind, detail: `${result} ${diagnostic.value}${error}` };
}

/** An error of another service than the one that failed is no reason, whatever its class says. */
function initiateErrorText(error: ConfirmedServiceError): string {
  const service = failedServiceName(error);
  return service === 'initiateError' ? serviceErrorName(error) : `(${service})`;
}

function answerOfApdu(apdu: Apdu): Answer {
  switch (apdu.kind) {
    case 'exception-response':
      return { kind: 'exception-response', detail: `${apdu.stateError} ${apdu.serviceError}` };
    case 'confirmed-service-error':
      return { kind: 'confirmed-service-error', detail: `${apdu.service} ${apdu.errorClass} ${apdu.value}` };
    case 'RLRE':
      return { kind: 'release-response', detail: apdu.reason ?? 'no reason' };
    case 'get-response':
      return answerOfGet(apdu);
    case 'set-response':
      return answerOfSet(apdu);
    case 'action-response':
      return answerOfAction(apdu);
    default:
      return { kind: 'other', detail: apdu.kind };
  }
}

function answerOfGet(apdu: Extract<Apdu, { kind: 'get-response' }>): Answer {
  if (apdu.choice === 'normal') return resultAnswer(apdu.result);
  if (apdu.choice === 'with-datablock') {
    return 'error' in apdu.block
      ? { kind: 'error-result', detail: apdu.block.error }
      : { kind: 'data', detail: `block ${apdu.blockNumber}` };
  }
  const data = apdu.results.find((result) => 'data' in result);
  const errors = apdu.results.map((result) => ('error' in result ? result.error : 'data'));
  return data === undefined
    ? { kind: 'error-result', detail: errors.join(', ') }
    : { kind: 'data', detail: errors.join(', ') };
}

function resultAnswer(result: { readonly data: unknown } | { readonly error: string }): Answer {
  return 'error' in result ? { kind: 'error-result', detail: result.error } : { kind: 'data', detail: 'a value' };
}

function answerOfSet(apdu: Extract<Apdu, { kind: 'set-response' }>): Answer {
  if (apdu.choice === 'datablock') return { kind: 'success-result', detail: `block ${apdu.blockNumber} acknowledged` };
  const results = 'results' in apdu ? apdu.results : [apdu.result];
  const kind = results.includes('success') ? 'success-result' : 'error-result';
  return { kind, detail: results.join(', ') };
}

function answerOfAction(apdu: Extract<Apdu, { kind: 'action-response' }>): Answer {
  if (apdu.choice === 'next-pblock')
    return { kind: 'success-result', detail: `block ${apdu.blockNumber} acknowledged` };
  if (apdu.choice === 'with-pblock') return { kind: 'data', detail: `block ${apdu.block.blockNumber}` };
  const outcomes = apdu.choice === 'normal' ? [apdu.outcome] : apdu.outcomes;
  if (outcomes.some((outcome) => outcome.returnParameters !== undefined && 'data' in outcome.returnParameters)) {
    return { kind: 'data', detail: 'return-parameters' };
  }
  const results = outcomes.map((outcome) => outcome.result);
  return { kind: results.includes('success') ? 'success-result' : 'error-result', detail: results.join(', ') };
}
