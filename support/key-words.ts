import { defineParameterType } from '@cucumber/cucumber';
import type { ReplacedKeys } from '#procedures/key-names';
import type { CutMoment } from '#procedures/key-power-loss';

const REPLACED: Readonly<Record<string, ReplacedKeys>> = {
  'global unicast key and authentication key': 'guek+gak',
  'global unicast key': 'guek',
  'authentication key': 'gak',
};

defineParameterType({
  name: 'replaced keys',
  regexp: Object.keys(REPLACED),
  transformer: (text: string) => REPLACED[text],
});

defineParameterType({
  name: 'cut moment',
  regexp: /right after the request|right after its response/,
  transformer: (text: string) => text as CutMoment,
});
