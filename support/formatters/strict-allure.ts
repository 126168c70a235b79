import { EventEmitter } from 'node:events';
import type { IFormatterOptions } from '@cucumber/cucumber';
import AllureCucumberReporter from 'allure-cucumberjs/reporter';
import type { TestResult } from 'allure-js-commons';
import { linkAccount, linkText } from '#support/report/link-account';
import { type CaseResult, CaseResultFold } from '#support/verdict/case-results';
import { type Envelope, isForMachines, LINE_TRAFFIC, type Scenario } from '#support/verdict/messages';
import { AllureFolder } from './allure-folder';
import { dress } from './allure-result';
import { settingsIn } from './allure-settings';

type Finished = NonNullable<Envelope['testCaseFinished']>;

/**
 * allure-cucumberjs takes a scenario's status from the worst of its Gherkin steps, ranks passed above skipped, and
 * passes over hooks and steps without a status, so that scenarios that were skipped, undefined or torn down badly show
 * green. This formatter stands before it: it holds back what is meant for machines, and gives every result our verdict
 * in the moment in which it is written.
 */
export class StrictAllureFormatter extends AllureCucumberReporter {
  constructor(options: IFormatterOptions) {
    const gate = new Gate(options);
    const { resultsDir } = options.parsedArgvOptions;
    const writer = new AllureFolder(resultsDir, () => ({ link: linkText(linkAccount(gate.results)) }));
    const parsedArgvOptions = { ...options.parsedArgvOptions, listeners: [gate], writer };
    super({ ...options, eventBroadcaster: gate.through, parsedArgvOptions });
    options.eventBroadcaster.on('envelope', (envelope: Envelope) => gate.pass(envelope));
  }
}

/** Between Cucumber and the stock reporter: decides what the reporter sees, and is told when it writes a result. */
class Gate {
  readonly through = new EventEmitter();
  readonly results: CaseResult[] = [];
  readonly #fold = new CaseResultFold();
  readonly #settings;
  /** line traffic by scenario: attached in a hook, shown with the scenario */
  readonly #traffic = new Map<string, Envelope[]>();
  #ending: CaseResult | undefined;

  constructor(options: IFormatterOptions) {
    this.#settings = settingsIn(options.parsedArgvOptions);
  }

  pass(envelope: Envelope): void {
    const result = this.#fold.add(envelope);
    if (envelope.testCaseFinished) this.#finish(envelope, envelope.testCaseFinished, result);
    else if (!this.#holdsBack(envelope)) this.through.emit('envelope', namedNote(withoutExamples(envelope)));
  }

  /** Called by Allure's runtime with each result just before it goes to disk. */
  beforeTestResultWrite(written: TestResult): void {
    if (this.#ending === undefined) throw new Error('allure-cucumberjs wrote a result before its scenario had ended');
    dress(written, this.#ending, this.#settings);
    this.#ending = undefined;
  }

  #holdsBack({ attachment }: Envelope): boolean {
    if (attachment === undefined) return false;
    if (attachment.fileName !== LINE_TRAFFIC) return isForMachines(attachment);
    const id = attachment.testCaseStartedId ?? '';
    this.#traffic.set(id, [...(this.#traffic.get(id) ?? []), { attachment }]);
    return true;
  }

  #finish(envelope: Envelope, finished: Finished, result: CaseResult | undefined): void {
    for (const held of this.#traffic.get(finished.testCaseStartedId) ?? []) this.through.emit('envelope', held);
    this.#traffic.delete(finished.testCaseStartedId);
    this.#ending = result;
    if (result !== undefined) this.results.push(result);
    this.through.emit('envelope', envelope);
    if (this.#ending !== undefined) throw new Error('allure-cucumberjs ended a scenario without writing its result');
  }
}

/** The reporter would attach the whole table of Examples to each row of it; the row alone is told by parameters. */
function withoutExamples(envelope: Envelope): Envelope {
  const document = envelope.gherkinDocument;
  if (document?.feature === undefined) return envelope;
  const children = document.feature.children.map((child) => ({
    ...withoutRows(child),
    ...(child.rule && { rule: { ...child.rule, children: child.rule.children.map(withoutRows) } }),
  }));
  return { ...envelope, gherkinDocument: { ...document, feature: { ...document.feature, children } } };
}

function withoutRows<Child extends { scenario?: Scenario }>(child: Child): Child {
  return child.scenario === undefined ? child : { ...child, scenario: { ...child.scenario, examples: [] } };
}

/** What a scenario logs comes without a name and in a type of Cucumber's own. */
function namedNote(envelope: Envelope): Envelope {
  const { attachment } = envelope;
  if (attachment?.mediaType !== LOG) return envelope;
  return { attachment: { ...attachment, mediaType: 'text/plain', fileName: 'note.txt' } };
}

const LOG = 'text/x.cucumber.log+plain';
