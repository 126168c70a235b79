import { loadRig } from '#rig/load-rig';
import type { Rig } from '#rig/rig';
import type { MutantLink } from '#simulator/mutants/mutant';
import { applicability } from '#support/requirements/applicability';
import { capabilitiesOf } from '#support/requirements/capabilities';
import type { Catalogue } from '#support/requirements/catalogue';
import type { CaseResult } from '#support/verdict/case-results';
import type { Laboratory, MeterVariant } from './laboratory';

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
  /** whether a case of the catalogue says anything about a meter on it */
  applies(caseId: string): boolean;
}

/** A rig over which faulty meters are tried; each case is seen to pass with the conforming meter before it may accuse one. */
export class TrialRig {
  readonly name: string;
  readonly link: MutantLink;
  readonly #facts: TrialRigFacts;
  readonly #laboratory: Laboratory;
  readonly #proven = new Set<string>();
  #baseline: readonly CaseResult[] | undefined;

  constructor(facts: TrialRigFacts, laboratory: Laboratory) {
    this.name = facts.name;
    this.link = facts.link;
    this.#facts = facts;
    this.#laboratory = laboratory;
  }

  applies(caseId: string): boolean {
    return this.#facts.applies(caseId);
  }

  /** What the conforming meter comes to in all scenarios. @throws UnfitRig when it does not pass everything */
  async baseline(): Promise<readonly CaseResult[]> {
    this.#baseline ??= this.#fit(await this.#laboratory.runAll());
    return this.#baseline;
  }

  /** @throws UnfitRig when the conforming meter does not pass these cases */
  async runCases(cases: readonly string[], variant: MeterVariant): Promise<CaseResult[]> {
    const unproven = this.#baseline === undefined ? cases.filter((id) => !this.#proven.has(id)) : [];
    if (unproven.length > 0) this.#fit(await this.#laboratory.runCases(unproven));
    for (const id of unproven) this.#proven.add(id);
    return this.#laboratory.runCases(cases, variant);
  }

  /** @throws UnfitRig when the conforming meter does not pass everything */
  async runAll(variant: MeterVariant): Promise<CaseResult[]> {
    await this.baseline();
    return this.#laboratory.runAll(variant);
  }

  #fit(results: readonly CaseResult[]): readonly CaseResult[] {
    const faulty = results.filter(({ verdict }) => verdict === 'FAILED' || verdict === 'INCONCLUSIVE');
    if (faulty.length > 0) throw new UnfitRig(this.name, results, faulty);
    return results;
  }
}

/** @throws RigError when the file is no rig */
export function trialRigFacts(file: string, catalogue: Catalogue): TrialRigFacts {
  const rig = loadRig(file);
  const applies = (id: string) => {
    const row = catalogue.find(id);
    if (row === undefined || row.status === 'withdrawn') return false;
    // what one client excludes may well concern another one
    return [undefined, ...rig.clients.values()].some((client) => applicability(row, rig, client).applicable);
  };
  return { name: rig.name, link: linkOf(rig), applies };
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
