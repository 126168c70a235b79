import { addressingMutants } from './addressing-mutants';
import { authenticationMutants } from './authentication-mutants';
import { counterMutants } from './counter-mutants';
import { getMutants } from './get-mutants';
import { initiateMutants } from './initiate-mutants';
import { lineMutants } from './line-mutants';
import type { Mutant } from './mutant';
import { openingMutants } from './opening-mutants';
import { protectionMutants } from './protection-mutants';
import { registerMutant } from './registry';
import { releaseMutants } from './release-mutants';

/** All mutants of ours: those of the nonconformity catalogue (`NC-…`) and our own (`M-<case>-<word>`). */
export const mutants: readonly Mutant[] = [
  ...openingMutants,
  ...initiateMutants,
  ...releaseMutants,
  ...authenticationMutants,
  ...addressingMutants,
  ...protectionMutants,
  ...counterMutants,
  ...lineMutants,
  ...getMutants,
];

for (const row of mutants) registerMutant(row);
