import { MODULUS, numberAfter } from '#dlms/link/hdlc/send-window';
import type { Mutant } from './mutant';
import { controlling, disconnectsInstead } from './sent-frames';

const LAST_NUMBER = MODULUS - 1;
/** Until a client that is quick has asked again. */
const MOMENT_MS = 15;

/** Numbers, repetitions and rejections: HDL-26 to 31, 34 and 42. */
export const hdlcTransferMutants: readonly Mutant[] = [
  {
    id: 'NC-005',
    violates: ['HDL-26'],
    fault: 'processes information fields that are longer than agreed',
    policy: { acceptsInformationLength: () => true },
  },
  {
    id: 'NC-013',
    violates: ['HDL-29', 'ACT-12'],
    fault: 'executes a repeated I frame twice',
    policy: { acceptsSendNumber: ({ ns, expected }) => ns === expected || numberAfter(ns) === expected },
  },
  {
    id: 'NC-015',
    violates: ['HDL-27'],
    fault: 'ignores a wrong N(R)',
    policy: { acceptsReceiveNumber: () => true },
  },
  {
    id: 'M-HDL-26-one',
    violates: ['HDL-26'],
    fault: 'takes one octet more than agreed',
    policy: { acceptsInformationLength: ({ length, limit }) => length <= limit + 1 },
  },
  {
    id: 'M-HDL-26-stuck',
    violates: ['HDL-26', 'HDL-27'],
    fault: 'never recovers from a frame that it has rejected',
    policy: { recoversBySnrm: () => false },
  },
  {
    id: 'M-HDL-26-disconnected',
    violates: ['HDL-26'],
    fault: 'says that it is disconnected where it should reject',
    policy: {
      sentOctets: disconnectsInstead,
    },
  },
  {
    id: 'M-HDL-27-near',
    violates: ['HDL-27'],
    fault: 'believes an N(R) as long as it is not far off',
    policy: { acceptsReceiveNumber: ({ nr, isValid }) => isValid || nr < MODULUS / 2 },
  },
  {
    id: 'M-HDL-27-not-final',
    violates: ['HDL-27'],
    fault: 'rejects without F',
    policy: {
      sentOctets: controlling((control) => (control.kind === 'FRMR' ? { ...control, pf: false } : control)),
    },
  },
  {
    id: 'M-HDL-28-ahead',
    violates: ['HDL-28'],
    fault: 'serves a frame that is one ahead',
    policy: { acceptsSendNumber: ({ ns, expected }) => ns === expected || ns === numberAfter(expected) },
  },
  {
    id: 'M-HDL-28-silent',
    violates: ['HDL-28', 'HDL-29'],
    fault: 'does not answer a frame out of turn',
    policy: { answersBadSendNumber: () => 'silence' },
  },
  {
    id: 'M-HDL-28-counts',
    violates: ['HDL-28'],
    fault: 'acknowledges the frame that is missing',
    policy: {
      sentOctets: controlling((control) =>
        control.kind === 'RR' ? { ...control, nr: numberAfter(control.nr) } : control,
      ),
    },
  },
  {
    id: 'M-HDL-30-gone',
    violates: ['HDL-30'],
    fault: 'sends no frame a second time',
    policy: { repeatsUnacknowledged: () => false },
  },
  {
    id: 'M-HDL-30-renumbered',
    violates: ['HDL-30'],
    fault: 'repeats a reply under the next number',
    policy: { sentOctets: renumbersRepetitions() },
  },
  {
    id: 'M-HDL-31-receives',
    violates: ['HDL-31'],
    fault: 'counts received frames from 1 again after 7',
    policy: { receiveNumberAfter: (ns) => (ns === LAST_NUMBER ? 1 : numberAfter(ns)) },
  },
  {
    id: 'M-HDL-31-sends',
    violates: ['HDL-31'],
    fault: 'numbers the frame after 7 as 7 again',
    policy: { sentOctets: wrapsLate() },
  },
  {
    id: 'M-HDL-34-unasked',
    violates: ['HDL-34', 'HDL-37'],
    fault: 'answers frames without P',
    policy: { answersWithoutPoll: () => true },
  },
  {
    id: 'M-HDL-34-link',
    violates: ['HDL-34'],
    fault: 'sets no F in UA',
    policy: { sentOctets: controlling((control) => (control.kind === 'UA' ? { ...control, pf: false } : control)) },
  },
  {
    id: 'M-HDL-42-deaf',
    violates: ['HDL-42'],
    fault: 'is deaf for a moment after every eighth reply',
    policy: { deafMs: ({ control }) => (control.kind === 'I' && control.ns === LAST_NUMBER ? MOMENT_MS : 0) },
  },
];

/** An I frame that has been sent goes out under the next number when it is sent once more. */
function renumbersRepetitions() {
  let last = '';
  return controlling((control) => {
    if (control.kind !== 'I') return control;
    const isRepeated = last === `${control.ns} ${control.nr}`;
    last = `${control.ns} ${control.nr}`;
    return isRepeated ? { ...control, ns: numberAfter(control.ns) } : control;
  });
}

/** The ninth I frame of a link, and every eighth from there on. */
function wrapsLate() {
  let sent = 0;
  return controlling((control) => {
    if (control.kind === 'UA') sent = 0;
    if (control.kind !== 'I') return control;
    return ++sent > MODULUS && control.ns === 0 ? { ...control, ns: LAST_NUMBER } : control;
  });
}
