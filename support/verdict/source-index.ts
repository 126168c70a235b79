import type { Envelope, Feature, Pickle, Scenario } from './messages';

/** One cell of an Examples row. */
export interface Cell {
  readonly name: string;
  readonly value: string;
}

/** `name=value, …` */
export function rowText(row: readonly Cell[]): string {
  return row.map(({ name, value }) => `${name}=${value}`).join(', ');
}

/** Where a scenario stands. */
export interface Place {
  readonly feature: string;
  readonly rule: string;
  readonly uri: string;
  readonly line: number;
  readonly negative: boolean;
}

type Child = Pick<Feature['children'][number], 'scenario' | 'background'>;

interface Stand {
  readonly feature: string;
  readonly rule: string;
  readonly scenario: Scenario;
}

/** Finds the feature, the rule and the Examples row of a pickle, from the messages that precede a run. */
export class SourceIndex {
  readonly #pickles = new Map<string, Pickle>();
  readonly #stands = new Map<string, Stand>();
  readonly #hooks = new Map<string, string>();
  readonly #stepLines = new Map<string, number>();

  add(envelope: Envelope): void {
    if (envelope.gherkinDocument?.feature) this.#addFeature(envelope.gherkinDocument.feature);
    if (envelope.pickle) this.#pickles.set(envelope.pickle.id, envelope.pickle);
    if (envelope.hook) this.#hooks.set(envelope.hook.id, hookName(envelope.hook));
  }

  pickle(id: string): Pickle | undefined {
    return this.#pickles.get(id);
  }

  hookName(id: string): string {
    return this.#hooks.get(id) ?? 'hook';
  }

  /** Line of a step of a scenario or a Background, by the id of its node; 0 where there is none. */
  stepLine(astNodeId: string): number {
    return this.#stepLines.get(astNodeId) ?? 0;
  }

  /** The Examples row, cell by cell; empty for a plain scenario. */
  row(pickle: Pickle): Cell[] {
    for (const examples of this.#stand(pickle)?.scenario.examples ?? []) {
      const row = examples.tableBody.find((candidate) => pickle.astNodeIds.includes(candidate.id));
      const names = examples.tableHeader?.cells ?? [];
      if (row !== undefined) return row.cells.map(({ value }, i) => ({ name: names[i]?.value ?? String(i), value }));
    }
    return [];
  }

  place(pickle: Pickle): Place {
    const stand = this.#stand(pickle);
    return {
      feature: stand?.feature ?? '',
      rule: stand?.rule ?? '',
      uri: pickle.uri.replaceAll('\\', '/'),
      line: pickle.location?.line ?? stand?.scenario.location.line ?? 0,
      negative: pickle.tags.some((tag) => tag.name === '@negative'),
    };
  }

  #stand(pickle: Pickle): Stand | undefined {
    return this.#stands.get(pickle.astNodeIds[0] ?? '');
  }

  #addFeature(feature: Feature): void {
    for (const child of feature.children) {
      this.#addChild(feature.name, '', child);
      for (const inner of child.rule?.children ?? []) this.#addChild(feature.name, child.rule?.name ?? '', inner);
    }
  }

  #addChild(feature: string, rule: string, { scenario, background }: Child): void {
    if (scenario) this.#stands.set(scenario.id, { feature, rule, scenario });
    for (const step of (scenario ?? background)?.steps ?? []) this.#stepLines.set(step.id, step.location.line);
  }
}

function hookName(hook: NonNullable<Envelope['hook']>): string {
  const kind =
    hook.type === 'BEFORE_TEST_CASE' ? 'Before hook' : hook.type === 'AFTER_TEST_CASE' ? 'After hook' : 'hook';
  return hook.name ? `${kind} ${hook.name}` : kind;
}
