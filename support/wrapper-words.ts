import { defineParameterType } from '@cucumber/cucumber';
import { BROKEN_DATAGRAMS } from '#procedures/datagrams';

/** Versions of the wrapper that nobody has defined, by the words of the features. */
const VERSIONS: Readonly<Record<string, number>> = {
  'version zero': 0,
  'version two': 2,
  'the highest version': 0xffff,
};

defineParameterType({
  name: 'wrapperVersion',
  regexp: Object.keys(VERSIONS),
  transformer: (text: string) => VERSIONS[text],
});

defineParameterType({
  name: 'brokenDatagram',
  regexp: [...BROKEN_DATAGRAMS],
  transformer: (text: string) => text,
});
