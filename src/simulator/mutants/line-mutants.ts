import type { Mutant } from './mutant';
import { equalTo, shows } from './pretended-values';

const HDLC_FLAG_AND_FORMAT = 0x7ea0;

export const lineMutants: readonly Mutant[] = [
  {
    id: 'NC-028',
    violates: ['WRP-01'],
    fault: 'counts the header in the length field of the wrapper',
    policy: { replyLength: (length) => length + 8 },
  },
  {
    id: 'NC-030',
    violates: ['WRP-02'],
    fault: 'accepts any wrapper version',
    policy: { acceptsWrapperVersion: () => true },
  },
  {
    id: 'NC-031',
    violates: ['WRP-07', 'WRP-08', 'WRP-09'],
    fault: 'drops a request that comes in several segments',
    policy: { incompleteWpdu: () => 'drops' },
  },
  {
    id: 'NC-033',
    violates: ['REL-06', 'REL-07'],
    fault: 'has one socket and holds it after the client has gone',
    policy: { acceptsConnection: ({ open }) => open < 1, freesSlot: (ending) => ending === 'idle' },
  },
  {
    id: 'NC-034',
    violates: ['REL-06'],
    fault: 'keeps an association when its TCP connection ends',
    policy: { endsAssociationsWithConnection: () => false },
  },
  {
    id: 'NC-035',
    violates: ['WRP-06'],
    fault: 'crashes on a WPDU length of FFFF',
    policy: { afterHeader: ({ length }) => (length === 0xffff ? 'dies' : 'goes-on') },
  },
  {
    id: 'M-WRP-01-version',
    violates: ['WRP-01'],
    fault: 'answers with wrapper version 0',
    policy: { replyVersion: () => 0 },
  },
  {
    id: 'M-WRP-01-short',
    violates: ['WRP-01'],
    fault: 'announces one octet less than it sends when a reply is long',
    policy: { replyLength: (length) => (length > 40 ? length - 1 : length) },
  },
  {
    id: 'M-WRP-01-surplus',
    violates: ['WRP-01'],
    fault: 'sends an octet behind each reply',
    wire: (octets) => Uint8Array.of(...octets, 0),
  },
  {
    id: 'M-WRP-02-zero',
    violates: ['WRP-02'],
    fault: 'accepts wrapper version 0',
    policy: { acceptsWrapperVersion: (version) => version <= 1 },
  },
  {
    id: 'M-WRP-02-newer',
    violates: ['WRP-02'],
    fault: 'accepts every wrapper version from 1 on',
    policy: { acceptsWrapperVersion: (version) => version >= 1 },
  },
  {
    id: 'M-WRP-03-answers',
    violates: ['WRP-03'],
    fault: 'answers an empty WPDU with an empty one',
    policy: { emptyWpdu: () => 'answered' },
  },
  {
    id: 'M-WRP-03-stalls',
    violates: ['WRP-03'],
    fault: 'answers nothing any more after a WPDU of length 0',
    policy: { afterHeader: ({ length }) => (length === 0 ? 'dies' : 'goes-on') },
  },
  {
    id: 'M-WRP-04-serves',
    violates: ['WRP-04'],
    fault: 'serves what has arrived of a WPDU as if it were complete',
    policy: { incompleteWpdu: ({ received, total }) => (total > received + 4 && received > 20 ? 'serves' : 'waits') },
  },
  {
    id: 'M-WRP-04-holds',
    violates: ['WRP-04', 'WRP-06'],
    fault: 'waits for ever for the rest of a message, and has room for one connection',
    policy: { intraMessageTimeoutMs: () => undefined, acceptsConnection: ({ open }) => open < 1 },
  },
  {
    id: 'M-WRP-05-pads',
    violates: ['WRP-05'],
    fault: 'takes a missing access-selection octet for 00',
    policy: { repairsRequest: (octets) => (octets.length === 12 ? Uint8Array.of(...octets, 0) : undefined) },
  },
  {
    id: 'M-WRP-06-crash',
    violates: ['WRP-06'],
    fault: 'crashes when it cannot allocate what a length field announces',
    policy: { afterHeader: ({ length, limit }) => (length > limit * 8 ? 'dies' : 'goes-on') },
  },
  {
    id: 'M-WRP-08-header',
    violates: ['WRP-08'],
    fault: 'drops a header that does not come in one segment',
    policy: { incompleteWpdu: ({ total }) => (total === 0 ? 'drops' : 'waits') },
  },
  {
    id: 'M-WRP-09-second',
    violates: ['WRP-09'],
    fault: 'serves only the first of two requests in one segment',
    policy: { servesFurtherWpdu: () => false },
  },
  {
    id: 'M-WRP-11-lingers',
    violates: ['WRP-11'],
    fault: 'does not close when the client has closed',
    policy: { closesAfterClient: () => false },
  },
  {
    id: 'M-WRP-12-leaks',
    violates: ['WRP-12'],
    fault: 'never closes a silent connection, and has room for one only',
    policy: { idleTimeoutMs: () => undefined, acceptsConnection: ({ open }) => open < 1 },
  },
  {
    id: 'M-WRP-13-fewer',
    violates: ['WRP-13'],
    fault: 'serves one connection less than it declares',
    policy: { acceptsConnection: ({ open, maximum }) => open < maximum - 1 },
  },
  {
    id: 'M-WRP-13-disturbs',
    violates: ['WRP-13'],
    fault: 'restarts when one connection too many is opened',
    policy: {
      acceptsConnection: ({ open, maximum }) => open <= maximum,
      afterConnect: ({ open }) => (open > 4 ? 'restarts' : 'goes-on'),
    },
  },
  {
    id: 'M-WRP-13-more',
    violates: ['WRP-13'],
    fault: 'serves one connection more than it declares',
    policy: { acceptsConnection: ({ open, maximum }) => open <= maximum },
  },
  {
    id: 'M-WRP-14-leaks',
    violates: ['WRP-14'],
    fault: 'loses a little of its memory with each connection',
    policy: { freesSlot: () => false, acceptsConnection: ({ open }) => open < 40 },
  },
  {
    id: 'M-WRP-14-worn-out',
    violates: ['WRP-14'],
    fault: 'dies of thirty connects within ten seconds',
    policy: { afterConnect: ({ recent }) => (recent > 30 ? 'dies' : 'goes-on') },
  },
  {
    id: 'M-WRP-15-port',
    violates: ['WRP-15'],
    fault: 'shows another TCP port than it listens on',
    policy: { readResult: shows(equalTo({ classId: 41, id: 2 }), { type: 'long-unsigned', value: 40_590 }) },
  },
  {
    id: 'M-WRP-20-hdlc',
    violates: ['WRP-20'],
    fault: 'dies of an HDLC frame on its wrapper port',
    policy: { afterWrongVersion: (version) => (version === HDLC_FLAG_AND_FORMAT ? 'dies' : 'closes-connection') },
  },
  {
    id: 'M-TMO-09-never',
    violates: ['TMO-09'],
    fault: 'never closes an idle connection',
    policy: { idleTimeoutMs: () => undefined },
  },
  {
    id: 'M-TMO-09-doubled',
    violates: ['TMO-09'],
    fault: 'waits twice its inactivity time-out',
    policy: { idleTimeoutMs: (configured) => (configured > 0 ? 2 * configured : undefined) },
  },
  {
    id: 'M-TMO-10-opening',
    violates: ['TMO-10'],
    fault: 'counts the inactivity time-out from the opening of the connection',
    policy: { restartsIdleTimer: () => false },
  },
  {
    id: 'M-TMO-10-early',
    violates: ['TMO-10'],
    fault: 'closes after a third of its inactivity time-out',
    policy: { idleTimeoutMs: (configured) => (configured > 0 ? configured / 3 : undefined) },
  },
  {
    id: 'M-REL-07-reset',
    violates: ['REL-07'],
    fault: 'has one socket and holds it when the connection is reset',
    policy: { acceptsConnection: ({ open }) => open < 1, freesSlot: (ending) => ending !== 'lost' },
  },
];
