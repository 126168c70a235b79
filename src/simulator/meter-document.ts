import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { MeterError } from './meter-error';

type Path = readonly PropertyKey[];

const EXTENDS = 'extends';
/** What differs in the associations and objects of the file that is extended, by client and by logical name. */
const CHANGES = 'changes';

/**
 * A meter file as text with places, so that every complaint can name its line. Top-level fields that it does not have
 * are those of the file that it names in `extends`.
 */
export class MeterDocument {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;
  readonly #base: MeterDocument | undefined;

  /**
   * @param heirs files that extend this one
   * @throws MeterError when a file cannot be read, is not YAML, or extends itself
   */
  constructor(file: string, heirs: readonly string[] = []) {
    this.#file = file;
    this.#document = parseDocument(textOf(file), { lineCounter: this.#lines, prettyErrors: false });
    const [error] = this.#document.errors;
    if (error !== undefined) throw new MeterError(`${file}:${this.#line(error.pos[0])}: not YAML: ${error.code}`);
    if (heirs.includes(file)) throw this.problem([EXTENDS], 'the files extend one another in a circle');
    const base = this.#document.get(EXTENDS);
    if (base !== undefined) this.#base = new MeterDocument(join(dirname(file), String(base)), [...heirs, file]);
  }

  /** The files that it is made of, itself first. */
  get files(): readonly string[] {
    return [this.#file, ...(this.#base?.files ?? [])];
  }

  /** @throws MeterError naming the first field that is not as the schema wants it */
  parse<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
    const result = schema.safeParse(this.#values());
    if (result.success) return result.data;
    const issue = result.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? result.error.issues[0];
    throw this.problem(issue === undefined ? [] : pathOf(issue), issue?.message ?? 'not a meter');
  }

  #values(): unknown {
    if (this.#base === undefined) return this.#ownValues();
    const { [EXTENDS]: _, [CHANGES]: changes, ...own } = Object(this.#ownValues());
    const values = { ...Object(this.#base.#values()), ...own };
    return changes === undefined ? values : this.#changed(values, Object(changes));
  }

  #changed(values: Fields, { associations, objects, ...unknown }: Fields): unknown {
    const [field] = Object.keys(unknown);
    if (field !== undefined) throw this.problem([CHANGES, field], 'expected associations or objects');
    const rows = Array.isArray(values.logicalDevices) ? values.logicalDevices.map(Object) : [];
    const patches = { associations: new Patch('client', associations), objects: new Patch('logicalName', objects) };
    const logicalDevices = rows.map((device: Fields) => ({
      ...device,
      associations: patches.associations.applied(device.associations),
      objects: patches.objects.applied(device.objects),
    }));
    for (const [list, patch] of Object.entries(patches)) {
      const [unused] = patch.unused;
      if (unused !== undefined)
        throw this.problem([CHANGES, list, unused], 'the extended file has nothing of that name');
    }
    return { ...values, logicalDevices };
  }

  /** The folder of the file in which a top-level field stands. */
  folderOf(field: string): string {
    if (this.#base !== undefined && !this.#document.has(field)) return this.#base.folderOf(field);
    return dirname(this.#file);
  }

  #ownValues(): unknown {
    try {
      return this.#document.toJS();
    } catch {
      throw new MeterError(`${this.#file}:1: not YAML: an alias has no anchor`);
    }
  }

  /** `electricity.yaml:12: logicalDevices.0.sap: …` */
  problem(path: Path, text: string): MeterError {
    if (this.#base !== undefined && !this.#document.has(path[0])) return this.#base.problem(path, text);
    const field = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
    return new MeterError(`${this.#file}:${this.#lineOf(path)}: ${field}${text}`);
  }

  /** The line of the field, or of the nearest parent that the file has. */
  #lineOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const start = this.#startOf(path.slice(0, length));
      if (start !== undefined) return this.#line(start);
    }
    return 1;
  }

  #startOf(path: Path): number | undefined {
    const key = path[path.length - 1];
    const parent = path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = pair?.key ?? this.#document.getIn(path, true);
    return isNode(node) ? node.range?.[0] : undefined;
  }

  #line(offset: number): number {
    return this.#lines.linePos(offset).line;
  }
}

/** What the sections of a meter file look like before they are checked, as far as changes go. */
interface Fields {
  readonly [field: string]: unknown;
  readonly logicalDevices?: unknown;
  readonly associations?: unknown;
  readonly objects?: unknown;
}

/** New values for fields of rows that are known by one of their fields. */
class Patch {
  readonly #by: string;
  readonly #changes: Readonly<Record<string, Fields>>;
  readonly #used = new Set<string>();

  constructor(by: string, changes: unknown) {
    this.#by = by;
    this.#changes = Object(changes ?? {});
  }

  applied(rows: unknown): unknown {
    return Array.isArray(rows) ? rows.map((row) => this.#row(Object(row))) : rows;
  }

  get unused(): string[] {
    return Object.keys(this.#changes).filter((name) => !this.#used.has(name));
  }

  /** A field that is changed to nothing is gone. */
  #row(row: Fields): Fields {
    const name = String(row[this.#by]);
    const change = this.#changes[name];
    if (change === undefined) return row;
    this.#used.add(name);
    return Object.fromEntries(Object.entries({ ...row, ...change }).filter(([, value]) => value !== null));
  }
}

function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new MeterError(`${file}: cannot be read: ${reason}`);
  }
}
