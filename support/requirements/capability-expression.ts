/** `appliesIf` of a case: capability names joined by `!`, `&`, `|` and parentheses; `!` binds closest, `|` least. */
export type CapabilityExpression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: CapabilityExpression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly CapabilityExpression[] };

/** The value of an expression, and the names that gave it: changing none but them could have changed it. */
export interface Evaluation {
  readonly holds: boolean;
  readonly deciders: readonly Decider[];
}

export interface Decider {
  readonly name: string;
  readonly declared: boolean;
}

/**
 * @param known the closed list of names
 * @throws SyntaxError naming the column, for a malformed expression or an unknown name
 */
export function parseCapabilityExpression(text: string, known: { has(name: string): boolean }): CapabilityExpression {
  const parser = new ExpressionParser(text, known);
  return parser.whole();
}

export function evaluate(expression: CapabilityExpression, declared: (name: string) => boolean): Evaluation {
  switch (expression.kind) {
    case 'name':
      return evaluateName(expression.name, declared(expression.name));
    case 'not':
      return negated(evaluate(expression.operand, declared));
    default:
      return joined(expression.kind, expression.operands, declared);
  }
}

function evaluateName(name: string, holds: boolean): Evaluation {
  return { holds, deciders: [{ name, declared: holds }] };
}

function negated({ holds, deciders }: Evaluation): Evaluation {
  return { holds: !holds, deciders };
}

/** One false operand decides an `and`, one true operand an `or`: the first such alone; otherwise all of them do. */
function joined(
  kind: 'and' | 'or',
  operands: readonly CapabilityExpression[],
  declared: (name: string) => boolean,
): Evaluation {
  const parts = operands.map((operand) => evaluate(operand, declared));
  const decisive = parts.find(({ holds }) => holds === (kind === 'or'));
  return decisive ?? { holds: kind === 'and', deciders: parts.flatMap(({ deciders }) => deciders) };
}

interface Token {
  readonly text: string;
  readonly column: number;
}

class ExpressionParser {
  private readonly tokens: Token[];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly known: { has(name: string): boolean },
  ) {
    this.tokens = [...text.matchAll(/[A-Za-z][\w.]*|\S/g)].map((match) => ({
      text: match[0],
      column: match.index + 1,
    }));
  }

  whole(): CapabilityExpression {
    const expression = this.either();
    if (this.peek() !== undefined) this.fail('expected & or |');
    return expression;
  }

  private either(): CapabilityExpression {
    return this.chain('or', '|', () => this.both());
  }

  private both(): CapabilityExpression {
    return this.chain('and', '&', () => this.single());
  }

  private chain(kind: 'and' | 'or', sign: string, operand: () => CapabilityExpression): CapabilityExpression {
    const first = operand();
    const operands = [first];
    while (this.take(sign)) operands.push(operand());
    return operands.length === 1 ? first : { kind, operands };
  }

  private single(): CapabilityExpression {
    if (this.take('!')) return { kind: 'not', operand: this.single() };
    if (this.take('(')) return this.parenthesised();
    return this.name();
  }

  private parenthesised(): CapabilityExpression {
    const inner = this.either();
    if (!this.take(')')) this.fail('expected )');
    return inner;
  }

  private name(): CapabilityExpression {
    const name = this.peek();
    if (name === undefined || !/^[A-Za-z]/.test(name)) return this.fail('expected a capability');
    if (!this.known.has(name)) return this.fail(`unknown capability ${name}`);
    this.at++;
    return { kind: 'name', name };
  }

  private peek(): string | undefined {
    return this.tokens[this.at]?.text;
  }

  private take(sign: string): boolean {
    if (this.peek() !== sign) return false;
    this.at++;
    return true;
  }

  private fail(what: string): never {
    const column = this.tokens[this.at]?.column ?? this.text.length + 1;
    throw new SyntaxError(`${what} at column ${column} of "${this.text}"`);
  }
}
