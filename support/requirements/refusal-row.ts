/** What an answer amounts to, for the rows of refusals.yaml. */
export const ANSWER_KINDS = [
  'exception-response',
  'confirmed-service-error',
  'error-result',
  'rejecting-aare',
  'accepting-aare',
  'release-response',
  'silence',
  'closed',
  'data',
] as const;
export type RefusalAnswerKind = (typeof ANSWER_KINDS)[number];

/** One kind of answer, narrowed: its names must meet each of the demands. */
export interface AnswerPattern {
  readonly kind: RefusalAnswerKind;
  readonly demands: readonly NameDemand[];
}

export interface NameDemand {
  readonly names: readonly string[];
  readonly except: boolean;
}

export type FreshAssociation = 'pass' | 'deviation' | 'fail';

export interface RefusalRow {
  readonly pass: readonly AnswerPattern[];
  readonly deviation: readonly AnswerPattern[];
  /** what it means when the client is served again only in a new association */
  readonly freshAssociation: FreshAssociation;
}

/**
 * An answer to be judged. `detail` holds its names, parted by blanks or commas: the errors of an
 * exception-response; every result of a service; result, diagnostic and service error of an AARE.
 */
export interface JudgedAnswer {
  readonly kind: string;
  readonly detail: string;
}

export type RefusalVerdict =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'deviation' | 'fail'; readonly text: string };

export function judgeAnswer(row: RefusalRow, answer: JudgedAnswer): RefusalVerdict {
  if (row.pass.some((pattern) => matches(pattern, answer))) return { verdict: 'pass' };
  const verdict = row.deviation.some((pattern) => matches(pattern, answer)) ? 'deviation' : 'fail';
  return { verdict, text: `${answerText(answer)}; expected ${row.pass.map(patternText).join(' or ')}` };
}

function matches({ kind, demands }: AnswerPattern, answer: JudgedAnswer): boolean {
  const names = answer.detail.split(/[\s,/]+/).filter((name) => name !== '');
  return kind === answer.kind && demands.every((demand) => meets(names, demand, kind));
}

/** The names of an answer stand beside one another, but each result of a list has to be refused for itself. */
function meets(names: readonly string[], { names: demanded, except }: NameDemand, kind: RefusalAnswerKind): boolean {
  if (except) return !names.some((name) => demanded.includes(name));
  const included = (name: string) => demanded.includes(name);
  return kind === 'error-result' ? names.length > 0 && names.every(included) : names.some(included);
}

function answerText({ kind, detail }: JudgedAnswer): string {
  return detail === '' ? kind : `${kind} (${detail})`;
}

/** `error-result (object-undefined)` */
function patternText({ kind, demands }: AnswerPattern): string {
  if (demands.length === 0) return kind;
  return `${kind} (${demands.map(({ names, except }) => `${except ? 'not ' : ''}${names.join(' or ')}`).join(', ')})`;
}
