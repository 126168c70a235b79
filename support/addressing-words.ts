import { defineParameterType } from '@cucumber/cucumber';

defineParameterType({
  name: 'strangeAddress',
  regexp: /next to a right one|far from any right one/,
  transformer: (text) => text,
});

defineParameterType({ name: 'end', regexp: /source|destination/, transformer: (text) => text });
