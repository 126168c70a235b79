import { capabilityNames, currentCaseIds } from './capability-names';
import { CLIENT_RULES, holdsForRig, originOf } from './derived-capabilities';
import { checkKeyDeclarations } from './key-declarations';
import type { Rig } from './rig';
import type { Path, RigSource } from './rig-source';
import { withSuggestion } from './schema-problem';

/**
 * Checks `declares:` and `deviations:` against the catalogue and against the rest of the rig.
 *
 * @throws RigError for an unknown name, and for one that other fields of the rig contradict
 */
export function checkDeclarations(rig: Omit<Rig, 'warnings'>, source: RigSource): void {
  const checker = new DeclarationChecker(rig, source);
  checker.names([...rig.declares], ['declares'], (name) => holdsForRig(name, rig));
  for (const [role, client] of rig.clients) {
    const holds = (name: string) => CLIENT_RULES[name]?.holds(client) ?? holdsForRig(name, rig);
    checker.names([...client.declares], ['clients', role, 'declares'], holds);
  }
  checker.accessRights();
  checkKeyDeclarations(rig, source);
  checker.deviations();
}

/** Objects that the rig must name for a capability that is declared outright. */
const NEEDED_OBJECTS = [
  ['sec.accessRights', 'protectedAttribute'],
  ['test.serviceParameter', 'serviceParameter'],
  ['test.protectedWrite', 'protectedTestAttribute'],
] as const;

class DeclarationChecker {
  constructor(
    private readonly rig: Omit<Rig, 'warnings'>,
    private readonly source: RigSource,
  ) {}

  names(names: readonly string[], path: Path, holds: (name: string) => boolean): void {
    const known = capabilityNames();
    for (const [index, name] of names.entries()) {
      if (!known.has(name))
        throw this.source.problem(
          [...path, index],
          withSuggestion(`unknown capability ${name}`, name, [...known.keys()]),
        );
      const origin = originOf(name);
      if (origin !== undefined && !holds(name))
        throw this.source.problem([...path, index], `${name} follows from ${origin}, which is not given`);
    }
  }

  accessRights(): void {
    for (const [name, object] of NEEDED_OBJECTS) {
      if (!this.isDeclared(name) || this.rig.objects[object] !== undefined) continue;
      throw this.source.problem(['objects', object], `is missing, expected an attribute since ${name} is declared`);
    }
  }

  private isDeclared(name: string): boolean {
    return this.rig.declares.has(name) || [...this.rig.clients.values()].some(({ declares }) => declares.has(name));
  }

  deviations(): void {
    if (this.rig.deviations.length === 0) return;
    const cases = currentCaseIds();
    for (const [index, { case: id }] of this.rig.deviations.entries()) {
      if (!cases.has(id)) throw this.source.problem(['deviations', index, 'case'], `the catalogue has no case ${id}`);
    }
  }
}
