import { defineParameterType } from '@cucumber/cucumber';
import type { TitleFault } from '#procedures/authentication-fields';
import type { KeyLengthFault } from '#procedures/dedicated-key-proposal';
import type { Gibberish } from '#procedures/idle';
import { ACSE_VERSIONS } from '#procedures/opening';
import { CLIENT_SERVICES, type ClientService } from '#procedures/service-uses';

/** Words that features on opening an association use for what an AARQ says. */

/** A service by the name of its bit in the conformance block. */
defineParameterType({ name: 'service', regexp: words(CLIENT_SERVICES), transformer: asIs<ClientService> });

const TITLE_FAULTS: readonly TitleFault[] = ['one octet long', 'two octets too long', 'missing'];
defineParameterType({ name: 'title fault', regexp: words(TITLE_FAULTS), transformer: asIs<TitleFault> });

const KEY_LENGTH_FAULTS: readonly KeyLengthFault[] = ['one octet too short', 'one octet too long'];
defineParameterType({ name: 'key length', regexp: words(KEY_LENGTH_FAULTS), transformer: asIs<KeyLengthFault> });

const GIBBERISH: readonly Gibberish[] = ['service-specific', 'general'];
defineParameterType({ name: 'gibberish', regexp: words(GIBBERISH), transformer: asIs<Gibberish> });

defineParameterType({
  name: 'ACSE versions',
  regexp: words(Object.keys(ACSE_VERSIONS)),
  transformer: asIs<keyof typeof ACSE_VERSIONS>,
});

function words(all: readonly string[]): RegExp {
  return new RegExp(all.join('|'));
}

/** Cucumber matches the words of a parameter type and no others. */
function asIs<Word extends string>(word: string): Word {
  return word as Word;
}
