import { defineParameterType } from '@cucumber/cucumber';

/** From the change of rate to SNRM, and how often that may be sent. */
export interface Haste {
  readonly waitMs: number;
  readonly attempts: number;
}

/** The reaction times of IEC 62056-21 6.4.3.2. The meter may still be confirming at the first. */
const HASTES: Readonly<Record<string, Haste>> = {
  'as soon as it may': { waitMs: 200, attempts: 2 },
  'as late as a meter answers': { waitMs: 1500, attempts: 1 },
};

defineParameterType({
  name: 'haste',
  regexp: Object.keys(HASTES),
  transformer: (text: string) => HASTES[text],
});
