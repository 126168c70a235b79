import { longUnsigned, unsigned } from '#dlms/codec/data-values';
import type { MeterPolicy } from '../policy';
import type { Mutant } from './mutant';
import { equalTo, shows } from './pretended-values';

const INACTIVITY = equalTo({ classId: 23, id: 8 });
const DEFAULT_INACTIVITY_MS = 120_000;

/** The inactivity time-out of links, stretched or shrunk. */
function times(factor: number): Partial<MeterPolicy> {
  return { inactivityMs: (configured) => (configured > 0 ? configured * factor : undefined) };
}

/** Time-outs of an HDLC link. */
export const linkTimeoutMutants: readonly Mutant[] = [
  {
    id: 'NC-020',
    violates: ['TMO-01', 'IEC-11'],
    fault: 'has no inactivity time-out: a link stays for ever',
    policy: { inactivityMs: () => undefined },
  },
  {
    id: 'NC-022',
    violates: ['TMO-06'],
    fault: 'has no inter-octet time-out: a broken frame swallows the next',
    policy: { interOctetMs: () => undefined, trustsLength: () => true },
  },
  {
    id: 'M-TMO-01-late',
    violates: ['TMO-01'],
    fault: 'ends a link a fifth later than it declares',
    policy: times(1.2),
  },
  {
    id: 'M-TMO-01-speaks',
    violates: ['TMO-01'],
    fault: 'says DM when it ends a link for inactivity',
    policy: { saysOnInactivity: () => 'DM' },
  },
  {
    id: 'M-TMO-02-early',
    violates: ['TMO-02'],
    fault: 'ends a link after three quarters of its inactivity time-out',
    policy: times(0.75),
  },
  {
    id: 'M-TMO-03-opening',
    violates: ['TMO-03'],
    fault: 'counts the inactivity time-out from the beginning of the link',
    policy: { restartsInactivity: () => false },
  },
  {
    id: 'M-TMO-04-default',
    violates: ['TMO-04'],
    fault: 'takes an inactivity time-out of 0 for the usual one',
    policy: { inactivityMs: (configured) => configured || DEFAULT_INACTIVITY_MS },
  },
  {
    id: 'M-TMO-05-shows',
    violates: ['TMO-05'],
    fault: 'shows an inactivity time-out that is not the one it has',
    policy: { readResult: shows(INACTIVITY, longUnsigned(121)) },
  },
  {
    id: 'M-TMO-05-type',
    violates: ['TMO-05'],
    fault: 'shows its inactivity time-out in one octet',
    policy: { readResult: shows(INACTIVITY, unsigned(120)) },
  },
  {
    id: 'M-TMO-06-answers',
    violates: ['TMO-06'],
    fault: 'answers a frame that breaks off when it gives it up',
    policy: { onUnreadable: (reason) => (reason === 'silence' ? 'DM' : 'silence') },
  },
  {
    id: 'M-TMO-07-hasty',
    violates: ['TMO-07'],
    fault: 'gives a frame up after half of its inter-octet time-out',
    policy: { interOctetMs: (configured) => configured && configured / 2 },
  },
];
