import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { SERVICE_PROVIDER_DIAGNOSTICS, SERVICE_USER_DIAGNOSTICS } from '#dlms/apdu/acse';
import { ACTION_RESULTS, DATA_ACCESS_RESULTS } from '#dlms/apdu/results';
import { type Catalogue, catalogue, REQUIREMENTS_FOLDER } from './catalogue';
import {
  ANSWER_KINDS,
  type AnswerPattern,
  type FreshAssociation,
  type NameDemand,
  type RefusalAnswerKind,
  type RefusalRow,
} from './refusal-row';

/** refusals.yaml is wrong; the message is one line, `file:line: CASE: what`. */
export class RefusalTableError extends Error {
  override name = 'RefusalTableError';
}

interface CaseRow extends RefusalRow {
  readonly variants: ReadonlyMap<string, RefusalRow>;
}

/** Which answers refuse, by case. */
export class RefusalTable {
  constructor(private readonly rows: ReadonlyMap<string, CaseRow>) {}

  /**
   * @param variant one of the further stimuli that the row names, such as `data service`
   * @returns undefined when the table has no such row: the case is not about a refusal
   */
  row(caseId: string, variant?: string): RefusalRow | undefined {
    const row = this.rows.get(caseId);
    return variant === undefined ? row : row?.variants.get(variant);
  }

  get caseIds(): readonly string[] {
    return [...this.rows.keys()];
  }
}

/** @throws RefusalTableError */
export function loadRefusals(
  file = join(REQUIREMENTS_FOLDER, 'refusals.yaml'),
  cases: Catalogue = catalogue(),
): RefusalTable {
  return new TableReader(file, readFileSync(file, 'utf8'), cases).table();
}

let loaded: RefusalTable | undefined;

/** The project's own table, read once. */
export function refusals(): RefusalTable {
  loaded ??= loadRefusals();
  return loaded;
}

type Path = readonly (string | number)[];

/** Names that may narrow an answer; those without an entry cannot be narrowed. */
const NAMES: Partial<Record<RefusalAnswerKind, readonly string[]>> = {
  'exception-response': [
    'service-not-allowed',
    'service-unknown',
    'operation-not-possible',
    'service-not-supported',
    'other-reason',
    'pdu-too-long',
    'deciphering-error',
    'invocation-counter-error',
  ],
  'error-result': Object.keys({ ...DATA_ACCESS_RESULTS, ...ACTION_RESULTS }).filter((name) => name !== 'success'),
  'rejecting-aare': [...SERVICE_USER_DIAGNOSTICS, ...SERVICE_PROVIDER_DIAGNOSTICS],
  'release-response': ['normal', 'not-finished', 'user-defined'],
};

const AARE_NAMES: Readonly<Record<string, readonly string[]>> = {
  result: ['rejected-permanent', 'rejected-transient'],
  diagnostic: NAMES['rejecting-aare'] ?? [],
  initiateError: [
    'application-reference',
    'initiate',
    'other',
    'dlms-version-too-low',
    'incompatible-conformance',
    'pdu-size-too-short',
    'refused-by-the-VDE-handler',
  ],
};

const FRESH: readonly string[] = ['pass', 'deviation', 'fail'];

class TableReader {
  private readonly lines = new LineCounter();
  private readonly document;

  constructor(
    private readonly file: string,
    text: string,
    private readonly cases: Catalogue,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    const [error] = this.document.errors;
    if (error !== undefined) throw this.problemAt(error.pos[0], `not YAML: ${error.message}`);
  }

  table(): RefusalTable {
    const rows = this.map(this.document.toJS(), []);
    return new RefusalTable(new Map(Object.entries(rows).map(([id, row]) => [id, this.caseRow(id, row)])));
  }

  private caseRow(id: string, value: unknown): CaseRow {
    const row = this.cases.find(id);
    if (row === undefined) throw this.problem([id], 'the catalogue has no such case');
    const { variants = {}, ...own } = this.map(value, [id]);
    const path = [id, 'variants'];
    const mayServe = row.sign === 'either';
    const further = Object.entries(this.map(variants, path));
    return {
      ...this.row(own, [id], mayServe),
      variants: new Map(further.map(([name, inner]) => [name, this.row(inner, [...path, name], mayServe)])),
    };
  }

  private row(value: unknown, path: Path, mayServe: boolean): RefusalRow {
    const { pass, deviation = [], freshAssociation = 'pass', ...rest } = this.map(value, path);
    for (const field of Object.keys(rest)) throw this.problem([...path, field], 'unknown field');
    const passes = this.patterns(pass, [...path, 'pass']);
    if (!mayServe && passes.some(({ kind }) => kind === 'data'))
      throw this.problem([...path, 'pass'], 'data never passes');
    return {
      pass: passes,
      deviation: this.patterns(deviation, [...path, 'deviation']),
      freshAssociation: this.fresh(freshAssociation, [...path, 'freshAssociation']),
    };
  }

  private fresh(value: unknown, path: Path): FreshAssociation {
    if (!FRESH.includes(String(value))) throw this.problem(path, `expected ${FRESH.join(', ')}`);
    return value as FreshAssociation;
  }

  private patterns(value: unknown, path: Path): AnswerPattern[] {
    return this.list(value, path).map((item, index) => this.pattern(item, [...path, index]));
  }

  private pattern(value: unknown, path: Path): AnswerPattern {
    if (typeof value === 'string') return { kind: this.kind(value, path), demands: [] };
    const [entry, ...others] = Object.entries(this.map(value, path));
    if (entry === undefined || others.length > 0) throw this.problem(path, 'expected one answer');
    const kind = this.kind(entry[0], path);
    return { kind, demands: this.demands(kind, entry[1], path) };
  }

  private kind(text: string, path: Path): RefusalAnswerKind {
    const kind = ANSWER_KINDS.find((known) => known === text);
    if (kind === undefined) throw this.problem(path, `unknown answer ${text}, expected ${ANSWER_KINDS.join(', ')}`);
    return kind;
  }

  private demands(kind: RefusalAnswerKind, value: unknown, path: Path): NameDemand[] {
    const known = NAMES[kind];
    if (known === undefined) throw this.problem(path, `${kind} has no names`);
    if (Array.isArray(value)) return [this.demand(value, known, path, false)];
    return Object.entries(this.map(value, path)).map(([field, names]) => this.fieldDemand(kind, field, names, path));
  }

  private fieldDemand(kind: RefusalAnswerKind, field: string, value: unknown, path: Path): NameDemand {
    if (field === 'except') return this.demand(value, NAMES[kind] ?? [], path, true);
    const known = kind === 'rejecting-aare' ? AARE_NAMES[field] : undefined;
    if (known === undefined) throw this.problem(path, `unknown field ${field}`);
    return this.demand(value, known, path, false);
  }

  private demand(value: unknown, known: readonly string[], path: Path, except: boolean): NameDemand {
    const names = this.list(value, path).map(String);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) throw this.problem(path, `unknown name ${unknown}`);
    return { names, except };
  }

  private list(value: unknown, path: Path): readonly unknown[] {
    if (!Array.isArray(value)) throw this.problem(path, 'expected a list');
    return value;
  }

  private map(value: unknown, path: Path): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.problem(path, 'expected a map');
    return { ...value };
  }

  private problem(path: Path, text: string): RefusalTableError {
    const [id = 'the table'] = path;
    return this.problemAt(
      this.offsetOf(path),
      `${id}: ${path.slice(1).join('.')}${path.length > 1 ? ': ' : ''}${text}`,
    );
  }

  private problemAt(offset: number, text: string): RefusalTableError {
    return new RefusalTableError(`${this.file}:${this.lines.linePos(offset).line}: ${text}`);
  }

  /** Of the value at that path or the nearest one around it that stands in the text. */
  private offsetOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const node = this.document.getIn(path.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
        return Number(node.range[0]);
    }
    return 0;
  }
}
