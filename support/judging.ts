import { answerOf } from '#client/answer';
import { LocalProtocolError } from '#dlms/errors';
import type { Observed } from '#procedures/observed';
import { type FreshAssociation, judgeAnswer, type RefusalRow } from './requirements/refusal-row';
import { refusals } from './requirements/refusals';

/** What the answers to a case's stimuli amount to together. */
export interface RefusalsJudged {
  /** answers that the case does not allow, each with what provoked it and what was expected */
  readonly faults: readonly string[];
  /** answers that the case tolerates */
  readonly deviations: readonly string[];
}

/** Judges each answer by the row of the case in refusals.yaml. */
export function judgeRefusals(caseId: string, observed: readonly Observed[]): RefusalsJudged {
  const faults: string[] = [];
  const deviations: string[] = [];
  for (const { what, reply, variant } of observed) {
    const judged = judgeAnswer(rowOf(caseId, variant), answerOf(reply));
    if (judged.verdict === 'fail') faults.push(`${what}: ${judged.text}`);
    if (judged.verdict === 'deviation') deviations.push(`${what}: ${judged.text}`);
  }
  return { faults, deviations };
}

/** What it means for the case when the client is served again only in a new association. */
export function freshAssociationRuling(caseId: string): FreshAssociation {
  return refusals().row(caseId)?.freshAssociation ?? 'pass';
}

function rowOf(caseId: string, variant: string | undefined): RefusalRow {
  const row = refusals().row(caseId, variant);
  if (row !== undefined) return row;
  throw new LocalProtocolError(
    `refusals.yaml has no row for ${caseId}${variant === undefined ? '' : `, variant ${variant}`}`,
  );
}
