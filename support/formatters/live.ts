import { Formatter, type IFormatterOptions } from '@cucumber/cucumber';
import { CaseResultFold } from '#support/verdict/case-results';
import { type Envelope, PROGRESS } from '#support/verdict/messages';
import { resultLine } from './result-line';

/** A wait longer than this is spoken of, and again every five seconds. */
const PATIENCE_MS = 2000;
const AGAIN_MS = 5000;
const LOOK_EVERY_MS = 500;

interface Wait {
  readonly what: string;
  readonly since: number;
  note: string;
  speakAt: number;
}

/** One line a scenario, as it ends; a heartbeat while a step lasts. Plain lines, so that a CI log shows them too. */
export class LiveFormatter extends Formatter {
  readonly #fold = new CaseResultFold();
  readonly #waits = new Map<string, Wait>();
  readonly #heartbeat: NodeJS.Timeout;
  #done = 0;

  constructor(options: IFormatterOptions) {
    super(options);
    this.#heartbeat = setInterval(() => this.#beat(Date.now()), LOOK_EVERY_MS).unref();
    options.eventBroadcaster.on('envelope', (envelope: Envelope) => this.#see(envelope));
  }

  override async finished(): Promise<void> {
    clearInterval(this.#heartbeat);
    await super.finished();
  }

  #see(envelope: Envelope): void {
    const result = this.#fold.add(envelope);
    if (result !== undefined) this.log(`[${++this.#done}/${this.#fold.total}] ${resultLine(result)}\n`);
    if (envelope.testStepStarted) this.#wait(envelope.testStepStarted);
    if (envelope.testStepFinished) this.#waits.delete(envelope.testStepFinished.testCaseStartedId);
    if (envelope.attachment?.mediaType === PROGRESS) this.#note(envelope.attachment);
  }

  #wait({ testCaseStartedId, testStepId }: NonNullable<Envelope['testStepStarted']>): void {
    const title = this.#fold.running(testCaseStartedId)?.title ?? '';
    const what = `${title} › ${this.#fold.stepText(testCaseStartedId, testStepId)}`;
    const since = Date.now();
    this.#waits.set(testCaseStartedId, { what, since, note: '', speakAt: since + PATIENCE_MS });
  }

  #note({ testCaseStartedId, body }: NonNullable<Envelope['attachment']>): void {
    const wait = this.#waits.get(testCaseStartedId ?? '');
    const { done, of }: { done?: unknown; of?: unknown } = JSON.parse(body);
    if (wait !== undefined) wait.note = `, ${done} of ${of}`;
  }

  #beat(now: number): void {
    for (const wait of this.#waits.values()) {
      if (now < wait.speakAt) continue;
      wait.speakAt = now + AGAIN_MS;
      this.log(`  … ${wait.what} (${Math.round((now - wait.since) / 1000)} s${wait.note})\n`);
    }
  }
}
