import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';
import type { MutantLink } from '#simulator/mutants/mutant';
import { capabilitiesOf } from '#support/requirements/capabilities';
import { scenarioApplicability } from '#support/requirements/selection';
import type { CaseResult } from '#support/verdict/case-results';
import type { Laboratory, MeterVariant } from './laboratory';
import type { PlannedScenario } from './plan';

/** The conforming meter does not pass over a rig, so that what a faulty one fails there means nothing. */
export class UnfitRig extends Error {
  override name = 'UnfitRig';
  constructor(
    readonly rig: string,
    readonly baseline: readonly CaseResult[],
    readonly faulty: readonly CaseResult[],
  ) {
    super(`the conforming meter does not pass everything over ${rig}`);
  }
}

/** What is to be known of a rig over which faulty meters are tried. */
export interface TrialRigFacts {
  readonly name: string;
  readonly link: MutantLink;
  /** cases of which a scenario says something about a meter on it */
  readonly cases: ReadonlySet<string>;
  /** those of them that earlier rigs leave it to judge; undefined: all there are */
  readonly own?: readonly string[];
}

/** A rig over which faulty meters are tried; each case is seen to pass with the conforming meter before it may accuse one. */
export class TrialRig {
  readonly name: string;
  readonly link: MutantLink;
  readonly #facts: TrialRigFacts;
  readonly #laboratory: Laboratory;
  readonly #proven = new Set<string>();
  #isWhollyProven = false;
  #baseline: readonly CaseResult[] | undefined;

  constructor(facts: TrialRigFacts, laboratory: Laboratory) {
    this.name = facts.name;
    this.link = facts.link;
    this.#facts = facts;
    this.#laboratory = laboratory;
  }

  applies(caseId: string): boolean {
    return this.#facts.cases.has(caseId);
  }

  /** What the conforming meter comes to in the rig's own scenarios. @throws UnfitRig when it does not pass them all */
  async baseline(): Promise<readonly CaseResult[]> {
    this.#baseline ??= await this.#proveOwn();
    return this.#baseline;
  }

  /** @throws UnfitRig when the conforming meter does not pass these cases */
  async runCases(cases: readonly string[], variant: MeterVariant): Promise<CaseResult[]> {
    const unproven = this.#isWhollyProven ? [] : cases.filter((id) => !this.#proven.has(id));
    if (unproven.length > 0) await this.#prove(unproven);
    return this.#laboratory.runCases(cases, variant);
  }

  /** The cases that no earlier rig judges. @throws UnfitRig when the conforming meter does not pass them */
  async runOwn(variant: MeterVariant): Promise<CaseResult[]> {
    await this.baseline();
    const { own } = this.#facts;
    return own === undefined ? this.#laboratory.runAll(variant) : this.#laboratory.runCases(own, variant);
  }

  /** @throws UnfitRig when the conforming meter does not pass everything */
  async runAll(variant: MeterVariant): Promise<CaseResult[]> {
    if (!this.#isWhollyProven) await this.#proveAll();
    return this.#laboratory.runAll(variant);
  }

  #proveOwn(): Promise<readonly CaseResult[]> {
    const { own } = this.#facts;
    return own === undefined ? this.#proveAll() : this.#prove(own);
  }

  async #proveAll(): Promise<readonly CaseResult[]> {
    const results = this.#fit(await this.#laboratory.runAll());
    this.#isWhollyProven = true;
    return results;
  }

  async #prove(cases: readonly string[]): Promise<readonly CaseResult[]> {
    const results = this.#fit(await this.#laboratory.runCases(cases));
    for (const id of cases) this.#proven.add(id);
    return results;
  }

  #fit(results: readonly CaseResult[]): readonly CaseResult[] {
    const faulty = results.filter(({ verdict }) => verdict === 'FAILED' || verdict === 'INCONCLUSIVE');
    if (faulty.length > 0) throw new UnfitRig(this.name, results, faulty);
    return results;
  }
}

/**
 * Facts of several rigs. Each judges what applies to no earlier one, the first of them everything.
 * @param files rig files, in the order of preference
 * @throws RigError when one of them is no rig
 */
export function trialRigFacts(files: readonly string[], scenarios: readonly PlannedScenario[]): TrialRigFacts[] {
  const judged = new Set<PlannedScenario>();
  return files.map((file, index) => {
    const rig = loadRig(file);
    const telling = scenarios.filter(({ pickle }) => scenarioApplicability(pickle, rig).applicability.applicable);
    const own = casesOf(telling.filter((scenario) => !judged.has(scenario)));
    for (const scenario of telling) judged.add(scenario);
    const facts = { name: rig.name, link: linkOf(rig), cases: casesOf(telling) };
    return index === 0 ? facts : { ...facts, own: [...own] };
  });
}

function casesOf(scenarios: readonly PlannedScenario[]): ReadonlySet<string> {
  return new Set(scenarios.map((scenario) => scenario.case));
}

/** By what the rig's capabilities say; whatever carries nothing else carries the wrapper over a stream. */
function linkOf(rig: Rig): MutantLink {
  const { has } = capabilitiesOf(rig);
  if (has('modeE')) return 'optical';
  if (has('udp')) return 'udp';
  return has('hdlc') ? 'hdlc' : 'wrapper';
}

/** What a row says of the meter that is to be put on a rig. */
export interface RowForRig {
  readonly violates: readonly string[];
  readonly link?: MutantLink | undefined;
}

/**
 * The rigs over which a row is to be tried, in the order in which they were given: those of the link that it names,
 * otherwise those to which a case that it violates applies; the first one where there are none of these.
 */
export function rigsFor(row: RowForRig, rigs: readonly TrialRig[]): readonly TrialRig[] {
  const reachable = row.link === undefined ? rigs : rigs.filter(({ link }) => link === row.link);
  const telling = reachable.filter((rig) => row.violates.some((id) => rig.applies(id)));
  return telling.length > 0 ? telling : reachable.slice(0, 1);
}
