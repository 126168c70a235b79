import type { Mutant } from './mutant';

const LOW_BITS = 0x0f;

/** A meter without a link, and one on a busy line: HDL-35 to 37, 40, 41, 43. */
export const hdlcLineMutants: readonly Mutant[] = [
  {
    id: 'NC-017',
    violates: ['HDL-35'],
    fault: 'answers an I frame without a link with data',
    policy: { whileDisconnected: (command) => (command === 'I' ? 'serves' : 'DM') },
  },
  {
    id: 'NC-024',
    violates: ['ADR-10', 'ADR-09', 'HDL-43'],
    fault: 'answers frames for all stations and for foreign ones',
    policy: { isOwnLower: () => true, acceptsGroupCommand: () => true },
  },
  {
    id: 'M-HDL-36-polled',
    violates: ['HDL-36'],
    fault: 'is ready without a link',
    policy: { whileDisconnected: (command) => (command === 'RR' ? 'serves' : 'DM') },
  },
  {
    id: 'M-HDL-37-polled',
    violates: ['HDL-37'],
    fault: 'takes RR for SNRM',
    policy: { whileDisconnected: (command) => (command === 'RR' ? 'serves' : 'silence') },
  },
  {
    id: 'M-HDL-40-ignores',
    violates: ['HDL-40'],
    fault: 'does not answer DISC with an information field',
    policy: {
      answersDisc: ({ isConnected, informationLength }) => {
        if (informationLength > 0) return 'silence';
        return isConnected ? 'UA' : 'DM';
      },
    },
  },
  {
    id: 'M-HDL-40-confirms',
    violates: ['HDL-40'],
    fault: 'confirms DISC with an information field whether it is connected or not',
    policy: {
      answersDisc: ({ isConnected, informationLength }) => (isConnected || informationLength > 0 ? 'UA' : 'DM'),
    },
  },
  {
    id: 'M-HDL-40-stays',
    violates: ['HDL-40'],
    fault: 'stays connected after DISC',
    policy: { obeysDisc: () => false },
  },
  {
    id: 'M-HDL-41-answers',
    violates: ['HDL-41'],
    fault: 'answers what begins like a frame and has a wrong check',
    policy: { onUnreadable: (reason) => (reason === 'silence' ? 'DM' : 'silence') },
  },
  {
    id: 'M-HDL-41-stalls',
    violates: ['HDL-41'],
    fault: 'hangs for good on a frame that stops short of its end',
    policy: { onUnreadable: (reason) => (reason === 'silence' ? 'stalls' : 'silence') },
  },
  {
    id: 'M-HDL-43-bits',
    violates: ['HDL-43'],
    fault: 'compares a part of its lower address only',
    policy: { isOwnLower: (lower, own) => lower === undefined || (lower & LOW_BITS) === (own & LOW_BITS) },
  },
  {
    id: 'M-HDL-43-upper',
    violates: ['HDL-43'],
    fault: 'does not look at its lower address',
    policy: { isOwnLower: () => true },
  },
];
