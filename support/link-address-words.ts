import { defineParameterType } from '@cucumber/cucumber';
import * as links from '#procedures/strange-links';

const FORMS: Readonly<Record<string, 1 | 2 | 4>> = { 'one octet': 1, 'two octets': 2, 'four octets': 4 };

/** How long an address is. */
defineParameterType({
  name: 'addressForm',
  regexp: Object.keys(FORMS),
  transformer: (text: string) => FORMS[text],
});

/** Requests for links that nobody may answer, by the words of the features. */
const STRANGE_LINKS: Readonly<Record<string, links.StrangeLink>> = {
  'to its upper address alone': links.byUpperPartAlone,
  'to an address of three octets': links.toThreeOctets,
  'to an address of five octets': links.toFiveOctets,
  'from an address of two octets': links.fromTwoOctets,
  'to a logical device next to a right one': links.toStrangeDevice('next to a right one'),
  'to a logical device far from any right one': links.toStrangeDevice('far from any right one'),
  'to a physical device next to the right one': links.toStrangeStation('next to a right one'),
  'to a physical device far from the right one': links.toStrangeStation('far from any right one'),
  'to all stations': links.toAllStations,
  'to no station': links.toNoStation,
  'from the no-station address': links.fromNoStation,
  'from the all-station address': links.fromAllStations,
};

defineParameterType({
  name: 'strangeLink',
  regexp: Object.keys(STRANGE_LINKS),
  transformer: (text: string) => STRANGE_LINKS[text],
});
