import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FixtureResult, type Globals, Status, type TestResult, type TestResultContainer } from 'allure-js-commons';
import type { Category, EnvironmentInfo } from 'allure-js-commons/sdk';
import { stringifyEnvInfo, type Writer } from 'allure-js-commons/sdk/reporter';

/**
 * Writes Allure results as files. Allure's own writer waits for the disk after each of them, which takes most of the
 * time of a run; what a crash of the machine leaves behind is no result anyway.
 */
export class AllureFolder implements Writer {
  readonly #folder: string;
  readonly #environment: () => EnvironmentInfo;

  /** @param environment what is known of it only when the run has ended */
  constructor(folder: string, environment: () => EnvironmentInfo = () => ({})) {
    this.#folder = folder;
    this.#environment = environment;
    mkdirSync(folder, { recursive: true });
  }

  writeResult(result: TestResult): void {
    this.#writeJson(`${result.uuid}-result.json`, result);
  }

  /** A hook that went well and has nothing to show would only stand in the way, three times in each scenario. */
  writeGroup(result: TestResultContainer): void {
    if ([...result.befores, ...result.afters].every(isUneventful)) return;
    this.#writeJson(`${result.uuid}-container.json`, result);
  }

  writeAttachment(name: string, content: Buffer): void {
    writeFileSync(join(this.#folder, name), content);
  }

  writeAttachmentFromPath(name: string, from: string): void {
    copyFileSync(from, join(this.#folder, name));
  }

  writeEnvironmentInfo(info: EnvironmentInfo): void {
    writeFileSync(join(this.#folder, 'environment.properties'), stringifyEnvInfo({ ...info, ...this.#environment() }));
  }

  writeCategoriesDefinitions(categories: Category[]): void {
    this.#writeJson('categories.json', categories);
  }

  writeGlobals(name: string, info: Globals): void {
    this.#writeJson(name, info);
  }

  #writeJson(name: string, content: object): void {
    writeFileSync(join(this.#folder, name), JSON.stringify(content));
  }
}

function isUneventful({ status, steps, attachments }: FixtureResult): boolean {
  return (status === Status.PASSED || status === Status.SKIPPED) && steps.length === 0 && attachments.length === 0;
}
