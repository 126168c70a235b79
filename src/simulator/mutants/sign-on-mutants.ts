import { withEvenParity, withoutParity } from '#dlms/link/optical/parity';
import { selected } from '#dlms/link/optical/selection';
import type { Mutant } from './mutant';

const EVERY_RATE = ['0', '1', '2', '3', '4', '5', '6'];
const LOWER_CASE = 0x20;

export const signOnMutants: readonly Mutant[] = [
  {
    id: 'NC-027',
    violates: ['IEC-12'],
    fault: 'returns on its port what it receives',
    link: 'optical',
    policy: { echoes: () => true },
  },
  {
    id: 'NC-157',
    violates: ['IEC-04'],
    fault: 'changes its speed for HDLC and keeps seven bits with parity',
    policy: { hdlcFormat: () => '7E1' },
  },
  {
    id: 'M-IEC-01-early',
    violates: ['IEC-01'],
    fault: 'answers a request sooner than its identification announces',
    policy: { reactionMs: () => 100 },
  },
  {
    id: 'M-IEC-01-late',
    violates: ['IEC-01'],
    fault: 'takes longer than the longest reaction time to identify itself',
    policy: { reactionMs: () => 1600 },
  },
  {
    id: 'M-IEC-01-parity',
    violates: ['IEC-01'],
    fault: 'sends its identification without parity',
    policy: { sentMessage: (octets, { kind }) => (kind === 'identification' ? withoutParity(octets) : octets) },
  },
  {
    id: 'M-IEC-01-rate',
    violates: ['IEC-01'],
    fault: 'identifies itself with a rate that it does not declare',
    policy: { identifies: (own) => ({ ...own, baudCharacter: '6' }) },
  },
  {
    id: 'M-IEC-01-letters',
    violates: ['IEC-01'],
    fault: 'sends its FLAG letters in lower case',
    policy: { sentMessage: (octets, { kind }) => (kind === 'identification' ? inLowerCase(octets) : octets) },
  },
  {
    id: 'M-IEC-02-zeros',
    violates: ['IEC-02'],
    fault: 'takes leading zeros of a device address for a part of it',
    policy: { answersRequest: ({ asked, own }) => asked === '' || asked === own },
  },
  {
    id: 'M-IEC-02-nameless',
    violates: ['IEC-02'],
    fault: 'answers only requests without a device address',
    policy: { answersRequest: ({ asked }) => asked === '' },
  },
  {
    id: 'M-IEC-03-any',
    violates: ['IEC-03'],
    fault: 'answers to any device address',
    policy: { answersRequest: () => true },
  },
  {
    id: 'M-IEC-03-beginning',
    violates: ['IEC-03'],
    fault: 'does not compare the last character of a device address',
    policy: { answersRequest: ({ asked, own }) => asked === '' || asked.slice(0, -1).endsWith(own.slice(0, -1)) },
  },
  {
    id: 'M-IEC-04-slow',
    violates: ['IEC-04'],
    fault: 'speaks HDLC at 300 baud whatever was selected',
    policy: { changesSpeed: () => false },
  },
  {
    id: 'M-IEC-04-readout',
    violates: ['IEC-04'],
    fault: 'announces HDLC and reads out when that is selected',
    policy: { selects: (option, offer) => selected(option, { ...offer, hasHdlc: false }) },
  },
  {
    id: 'M-IEC-05-only',
    violates: ['IEC-05'],
    fault: 'takes no rate below the one that it identifies, though it declares one',
    policy: { selects: (option, offer) => selected(option, { ...offer, lowerBaudCharacters: [] }) },
  },
  {
    id: 'M-IEC-06-any',
    violates: ['IEC-06'],
    fault: 'takes any rate that is selected',
    policy: { selects: (option, offer) => selected(option, { ...offer, lowerBaudCharacters: EVERY_RATE }) },
  },
  {
    id: 'M-IEC-07-impatient',
    violates: ['IEC-07'],
    fault: 'leaves HDLC when the first frame takes longer than a second',
    policy: { signOffAfterMs: () => 1000 },
  },
  {
    id: 'M-IEC-08-early',
    violates: ['IEC-08'],
    fault: 'reads out before the time for an option select is over',
    policy: { optionSelectWaitMs: () => 1200 },
  },
  {
    id: 'M-IEC-08-late',
    violates: ['IEC-08'],
    fault: 'waits too long for an option select',
    policy: { optionSelectWaitMs: () => 2500 },
  },
  {
    id: 'M-IEC-08-silent',
    violates: ['IEC-08'],
    fault: 'sends no readout where nothing is selected',
    policy: { withoutOption: () => 'silence' },
  },
  {
    id: 'M-IEC-09-stays',
    violates: ['IEC-09'],
    fault: 'stays at the rate of HDLC after DISC',
    policy: { leavesHdlc: () => false },
  },
  {
    id: 'M-IEC-10-deaf',
    violates: ['IEC-10'],
    fault: 'does not obey a break',
    policy: { obeysBreak: () => false },
  },
  {
    id: 'M-IEC-10-answers',
    violates: ['IEC-10'],
    fault: 'acknowledges a break',
    policy: { answersBreak: () => 'ACK' },
  },
  {
    id: 'M-IEC-11-doubled',
    violates: ['IEC-11'],
    fault: 'stays in HDLC for twice its inactivity time-out',
    link: 'optical',
    policy: { inactivityMs: (configured) => 2 * configured },
  },
  {
    id: 'M-IEC-13-refuses',
    violates: ['IEC-13'],
    fault: 'answers DM to SNRM where it wants no sign-on',
    link: 'hdlc',
    policy: { acceptsLink: () => false },
  },
  {
    id: 'M-IEC-14-noise',
    violates: ['IEC-14'],
    fault: 'identifies itself to noise',
    policy: { answersNoise: () => 'identification' },
  },
];

/** The letters of a maker, which stand behind the slash. */
function inLowerCase(octets: Uint8Array): Uint8Array {
  return withEvenParity(octets.map((octet, index) => (index >= 1 && index <= 3 ? octet | LOWER_CASE : octet)));
}
