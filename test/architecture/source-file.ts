import ts from 'typescript';

/** What is wrong at a place in a source file. */
export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** A parsed file with its path from the root, with forward slashes. */
export class SourceFile {
  readonly tree: ts.SourceFile;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    this.tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  }

  get lineCount(): number {
    return this.text.replace(/\n$/, '').split('\n').length;
  }

  /** Every node, parents before children. */
  *nodes(from: ts.Node = this.tree): Generator<ts.Node> {
    yield from;
    const children: ts.Node[] = [];
    ts.forEachChild(from, (child) => void children.push(child));
    for (const child of children) yield* this.nodes(child);
  }

  breach(at: ts.Node | number, text: string): Breach {
    const offset = typeof at === 'number' ? at : at.getStart(this.tree);
    return { file: this.path, line: this.tree.getLineAndCharacterOfPosition(offset).line + 1, text };
  }

  /** Every comment once. */
  comments(): { readonly text: string; readonly offset: number }[] {
    const ends = new Map<number, number>();
    for (const node of this.nodes()) {
      const around = [
        ...(ts.getLeadingCommentRanges(this.text, node.pos) ?? []),
        ...(ts.getTrailingCommentRanges(this.text, node.end) ?? []),
      ];
      for (const { pos, end } of around) ends.set(pos, end);
    }
    return [...ends].map(([offset, end]) => ({ text: this.text.slice(offset, end), offset }));
  }

  /** What the file imports or re-exports, with the node that names it. */
  imports(): { readonly specifier: string; readonly node: ts.Node }[] {
    return [...this.nodes()].flatMap((node) => {
      const named = moduleNamedBy(node);
      return named !== undefined && ts.isStringLiteralLike(named) ? [{ specifier: named.text, node: named }] : [];
    });
  }
}

/** Of `import … from 'x'`, `export … from 'x'`, `import('x')` and `require('x')`: the `'x'`. */
function moduleNamedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression;
  const loads = called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
  return loads ? node.arguments[0] : undefined;
}
