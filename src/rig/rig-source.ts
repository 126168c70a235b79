import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { type Document, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, visit } from 'yaml';
import { RigError } from './rig-error';

export type Path = readonly (string | number)[];

/** A rig file as it was written: plain values, and the place in the text from which each of them comes. */
export interface RigSource {
  /** top-level fields; those of a file named in `extends` are taken over where this file does not give them */
  readonly fields: Readonly<Record<string, unknown>>;
  /** the folder to which a path written in that field is relative */
  folderOf(path: Path): string;
  /** One line, `file:line:column: field: text`, for the field at `path` or the nearest one that exists. */
  problem(path: Path, text: string): RigError;
}

/** Fields that hold text even where they look like a number, such as a system title of digits only. */
const TEXT_FIELDS = new Set([
  'name',
  'systemTitle',
  'logicalDeviceName',
  'host',
  'hostV6',
  'path',
  'deviceAddress',
  'address',
  'unknownAddress',
]);

/**
 * Reads a rig file and the files that it extends.
 *
 * @throws RigError when a file cannot be read or is not a YAML map, with its line where there is one
 */
export function readRigSource(file: string, heirs: readonly string[] = []): RigSource {
  if (heirs.includes(file)) throw new RigError(`${file}: extends: the files extend one another in a circle`);
  const own = new OneFile(file);
  const { extends: base, ...fields } = own.fields;
  if (base === undefined) return own;
  if (typeof base !== 'string') throw own.problem(['extends'], 'expected the path of another rig file');
  return new Heir(own, fields, readRigSource(isAbsolute(base) ? base : join(dirname(file), base), [...heirs, file]));
}

class OneFile implements RigSource {
  readonly fields: Readonly<Record<string, unknown>>;
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(private readonly file: string) {
    this.document = parseDocument(readText(file), { lineCounter: this.lines, prettyErrors: false });
    this.refuseSyntaxErrors();
    keepTextFields(this.document);
    this.fields = this.plainFields();
  }

  folderOf(): string {
    return dirname(this.file);
  }

  problem(path: Path, text: string): RigError {
    const field = path.length === 0 ? '' : `${path.join('.')}: `;
    return new RigError(`${this.file}:${this.placeOf(path)}: ${field}${text}`);
  }

  private refuseSyntaxErrors(): void {
    const [error] = this.document.errors;
    if (error === undefined) return;
    // The message of an unresolved alias or tag repeats what stands there, which may be a secret.
    const text = error.code === 'BAD_ALIAS' || error.code === 'TAG_RESOLVE_FAILED' ? error.code : error.message;
    throw new RigError(`${this.file}:${this.lineAndColumn(error.pos[0])}: not YAML: ${text.split('\n')[0]}`);
  }

  private plainFields(): Record<string, unknown> {
    if (!isMap(this.document.contents)) throw new RigError(`${this.file}:1:1: expected a map of rig fields`);
    try {
      return this.document.toJS();
    } catch {
      throw new RigError(`${this.file}:1:1: not YAML: an alias has no anchor`);
    }
  }

  /** Line and column of the key of that path, of the list element, or of the nearest parent. */
  private placeOf(path: Path): string {
    for (let length = path.length; length > 0; length--) {
      const offset = this.offsetOf(path.slice(0, length));
      if (offset !== undefined) return this.lineAndColumn(offset);
    }
    return '1:1';
  }

  private offsetOf(path: Path): number | undefined {
    const key = path.at(-1);
    const parent = path.length === 1 ? this.document.contents : this.document.getIn(path.slice(0, -1), true);
    if (isMap(parent))
      return startOf(parent.items.find((pair: Pair) => isScalar(pair.key) && String(pair.key.value) === key)?.key);
    return startOf(this.document.getIn(path, true));
  }

  private lineAndColumn(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `${line}:${col}`;
  }
}

class Heir implements RigSource {
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    private readonly own: RigSource,
    private readonly ownFields: Readonly<Record<string, unknown>>,
    private readonly base: RigSource,
  ) {
    this.fields = { ...base.fields, ...ownFields };
  }

  folderOf(path: Path): string {
    return this.writerOf(path).folderOf(path);
  }

  problem(path: Path, text: string): RigError {
    return this.writerOf(path).problem(path, text);
  }

  private writerOf([top]: Path): RigSource {
    return top !== undefined && !(top in this.ownFields) && top in this.base.fields ? this.base : this.own;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new RigError(`${file}: cannot be read: ${codeOf(error)}`);
  }
}

/** `ENOENT` and the like: the reason without the path, which the message names already. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return 'unknown reason';
}

function keepTextFields(document: Document): void {
  visit(document, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || !isScalar(pair.value) || typeof pair.value.value !== 'number') return;
      if (TEXT_FIELDS.has(String(pair.key.value))) pair.value.value = pair.value.source;
    },
  });
}

function startOf(node: unknown): number | undefined {
  const range = (node as Partial<Node> | undefined)?.range;
  return range?.[0];
}
