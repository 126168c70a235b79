import ts from 'typescript';
import type { Breach, SourceFile } from './source-file';

/** Looks at one file and tells what it does against a rule. */
export type CodeRule = (file: SourceFile) => Breach[];

const LONGEST = 300;

/** What reads a clock, draws a random number, waits, or touches the outside. */
const IMPURE = new Set([
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Promise'],
  ...['process', 'console', 'fetch', 'crypto', 'randomBytes', 'randomInt', 'randomUUID', 'getRandomValues'],
]);

/** Nothing in the protocol core waits, reads a clock, draws a random number or touches the outside. */
export const sansIo: CodeRule = (file) => {
  if (!file.path.startsWith('src/dlms/')) return [];
  return inNodes(file, (node) => {
    if (ts.isIdentifier(node) && IMPURE.has(node.text) && isFreeName(node)) return `uses ${node.text}`;
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') return 'uses Math.random';
    if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) return 'is async';
    return undefined;
  });
};

/** Steps say what happens in one call; whatever decides or repeats has its place in the world or a procedure. */
export const thinSteps: CodeRule = (file) => {
  if (!file.path.startsWith('steps/')) return [];
  return inNodes(file, (node) => {
    if (ts.isRegularExpressionLiteral(node)) return 'a regular expression in a step file';
    if (ts.isIfStatement(node) || ts.isSwitchStatement(node)) return 'a decision in a step file';
    if (ts.isIterationStatement(node, false)) return 'a loop in a step file';
    if (ts.isTryStatement(node)) return 'a try in a step file';
    if (ts.isIdentifier(node) && node.text === 'setTimeout') return 'a sleep in a step file';
    return undefined;
  });
};

/** A folder is imported file by file, so that nobody imports more than he says. */
export const noBarrels: CodeRule = (file) => {
  const { statements } = file.tree;
  const reexports = statements.filter(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  );
  const onlyReexports = statements.length > 0 && reexports.length === statements.length;
  return onlyReexports || /(?:^|\/)index\.ts$/.test(file.path) ? [file.breach(0, 'is a barrel file')] : [];
};

export const noDefaultExports: CodeRule = (file) =>
  inNodes(file, (node) =>
    ts.isExportAssignment(node) || (node.kind === ts.SyntaxKind.DefaultKeyword && ts.isModifier(node))
      ? 'a default export'
      : undefined,
  );

/** Names that say nothing about what a file holds. */
export const tellingNames: CodeRule = (file) =>
  /(?:^|[/-])(?:utils?|helpers?|common|misc|manager|impl)(?:[./-]|$)/.test(file.path)
    ? [file.breach(0, 'has a name that says nothing')]
    : [];

const LOOSE_END = /\b(?:TODO|FIXME|XXX)\b(?!.*#\d)/;

/** What is left to do has an issue that says so. */
export const noLooseEnds: CodeRule = (file) =>
  file.comments().flatMap(({ text, offset }) => {
    const found = LOOSE_END.exec(text);
    return found === null ? [] : [file.breach(offset + found.index, `${found[0]} without an issue number`)];
  });

/** @param tables files that are data and may be as long as their data is */
export function shortFiles(tables: readonly string[]): CodeRule {
  return (file) =>
    file.lineCount > LONGEST && !tables.includes(file.path)
      ? [file.breach(file.text.length, `${file.lineCount} lines, expected at most ${LONGEST}`)]
      : [];
}

function inNodes(file: SourceFile, fault: (node: ts.Node) => string | undefined): Breach[] {
  return [...file.nodes()].flatMap((node) => {
    const text = fault(node);
    return text === undefined ? [] : [file.breach(node, text)];
  });
}

/** The name itself, not a property or field that happens to be called so. */
function isFreeName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent))
    return parent.getText().startsWith(`${node.text}.`);
  return (
    !(ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) ||
    parent.name !== node
  );
}
