import { conforming } from '../policy';
import type { Mutant } from './mutant';

const MANAGEMENT = 1;
const SERVICE_PARAMETER = '1-0:0.4.2.255';
const READ_AND_WRITE = 0x03;
const HOUR_MS = 3_600_000;
const SLOW_SWITCH_MS = 10_000;
/** Of an event that has nothing to do with the cover. */
const OTHER_CODE = 49;

/** SEC-901 to SEC-908: the terminal cover, service parameters and the event log. */
export const serviceModeMutants: readonly Mutant[] = [
  {
    id: 'M-SEC-901-ignored',
    violates: ['SEC-901'],
    fault: 'does not look at the switch of its cover',
    policy: { permitsServiceWrite: () => true },
  },
  {
    id: 'M-SEC-901-written',
    violates: ['SEC-901'],
    fault: 'refuses a write of a service parameter and carries it out',
    policy: { writesInSpiteOfCover: () => true },
  },
  {
    id: 'M-SEC-901-success',
    violates: ['SEC-901'],
    fault: 'says success to a write of a service parameter that it ignores',
    policy: { resultForClosedCover: () => 'success' },
  },
  {
    id: 'M-SEC-902-silent',
    violates: ['SEC-902'],
    fault: 'logs no refused service access',
    policy: {
      loggedCodes: (event, codes) => (event === 'serviceAccessRefused' ? [] : conforming.loggedCodes(event, codes)),
    },
  },
  {
    id: 'M-SEC-902-twice',
    violates: ['SEC-902'],
    fault: 'logs each event twice',
    policy: { loggedCodes: (event, codes) => [codes[event], codes[event]] },
  },
  {
    id: 'M-SEC-902-code',
    violates: ['SEC-902'],
    fault: 'logs a refused service access as another event',
    policy: {
      loggedCodes: (event, codes) =>
        event === 'serviceAccessRefused' ? [OTHER_CODE] : conforming.loggedCodes(event, codes),
    },
  },
  {
    id: 'M-SEC-902-hour',
    violates: ['SEC-902'],
    fault: 'logs events with a time that is an hour behind its clock',
    policy: { eventTime: (now) => now - HOUR_MS },
  },
  {
    id: 'M-SEC-903-stuck',
    violates: ['SEC-903'],
    fault: 'never opens its service parameters',
    policy: { permitsServiceWrite: () => false },
  },
  {
    id: 'M-SEC-903-ignored',
    violates: ['SEC-903'],
    fault: 'says success to a service parameter that it does not write',
    policy: { executesWrite: ({ logicalName }) => logicalName !== SERVICE_PARAMETER },
  },
  {
    id: 'M-SEC-904-opening',
    violates: ['SEC-904'],
    fault: 'does not log that its cover is opened',
    policy: { loggedCodes: (event, codes) => (event === 'opened' ? [] : conforming.loggedCodes(event, codes)) },
  },
  {
    id: 'M-SEC-904-closing',
    violates: ['SEC-904'],
    fault: 'does not log that its cover is closed',
    policy: { loggedCodes: (event, codes) => (event === 'closed' ? [] : conforming.loggedCodes(event, codes)) },
  },
  {
    id: 'M-SEC-904-same',
    violates: ['SEC-904'],
    fault: 'logs the closing of its cover as an opening',
    policy: { loggedCodes: (event, codes) => [event === 'closed' ? codes.opened : codes[event]] },
  },
  {
    id: 'M-SEC-905-management',
    violates: ['SEC-905'],
    fault: 'lets its management client write behind a closed cover',
    policy: {
      permitsServiceWrite: (write) => write.access.clientSap === MANAGEMENT || conforming.permitsServiceWrite(write),
    },
  },
  {
    id: 'M-SEC-905-list',
    violates: ['SEC-905'],
    fault: 'looks at its cover for a single SET only, not for a list',
    policy: { permitsServiceWrite: (write) => write.form === 'list' || conforming.permitsServiceWrite(write) },
  },
  {
    id: 'M-SEC-905-blocks',
    violates: ['SEC-905'],
    fault: 'does not look at its cover when a value comes in blocks',
    policy: { permitsServiceWrite: (write) => write.form === 'blocks' || conforming.permitsServiceWrite(write) },
  },
  {
    id: 'M-SEC-906-kept',
    violates: ['SEC-906'],
    fault: 'lets a client write service parameters to the end of its association',
    policy: { permitsServiceWrite: ({ cover }) => cover.isOpen || cover.wasOpenMeanwhile },
  },
  {
    id: 'M-SEC-906-slow',
    violates: ['SEC-906'],
    fault: 'notices the closing of its cover ten seconds late',
    policy: {
      permitsServiceWrite: ({ cover: { isOpen, closedMsAgo } }) =>
        isOpen || (closedMsAgo !== undefined && closedMsAgo < SLOW_SWITCH_MS),
    },
  },
  {
    id: 'M-SEC-907-wiped',
    violates: ['SEC-907'],
    fault: 'loses its event log with the supply',
    policy: { keepsEventLog: () => false },
  },
  {
    id: 'M-SEC-907-open',
    violates: ['SEC-907'],
    fault: 'takes its cover for open after a loss of power',
    policy: { coverAfterPowerCycle: () => true },
  },
  {
    id: 'M-SEC-908-anybody',
    violates: ['SEC-908'],
    fault: 'lets anybody write while its cover is open',
    policy: { modeUnderCover: (mode, cover) => (cover.isOpen ? mode | READ_AND_WRITE : mode) },
  },
];
