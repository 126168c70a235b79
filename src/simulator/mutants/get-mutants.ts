import { conforming } from '../policy';
import type { Mutant } from './mutant';
import { equalTo } from './pretended-values';

const PROFILE = 7;
const NULL_DATA = { data: { type: 'null-data' } } as const;
/** What a meter finds in its buffer behind a request that ends too early: the rest of one for its name. */
const LAST_REQUEST = Uint8Array.of(0xc0, 0x01, 0xc1, 0x00, 0x01, 0x00, 0x00, 0x2a, 0x00, 0x00, 0xff, 0x02, 0x00);

/** GET: requests and results. */
export const getMutants: readonly Mutant[] = [
  {
    id: 'NC-091',
    violates: ['GET-01'],
    fault: 'sends a get-response-normal without a result',
    policy: { replyOctets: (octets) => (octets[0] === 0xc4 && octets[1] === 1 ? octets.subarray(0, 3) : octets) },
  },
  {
    id: 'NC-102',
    violates: ['GET-12', 'GET-13'],
    fault: 'ignores selective access and returns the whole buffer',
    policy: {
      selectionApplied: () => undefined,
      allowsService: (bit, negotiated) => negotiated || bit === 'selective-access',
    },
  },
  {
    id: 'NC-109',
    violates: ['GET-04'],
    fault: 'does not answer an unknown request choice, and nothing after it',
    policy: { refusalOfUnknownChoice: () => ({ answer: 'silence', aftermath: 'stalls' }) },
  },
  {
    id: 'NC-110',
    violates: ['GET-05'],
    fault: 'hangs on a truncated request',
    policy: { refusalOfMalformedRequest: () => ({ answer: 'silence', aftermath: 'stalls' }) },
  },
  {
    id: 'M-GET-01-octet',
    violates: ['GET-01'],
    fault: 'puts an octet behind each value',
    policy: { replyOctets: (octets) => (isValue(octets) ? Uint8Array.of(...octets, 0) : octets) },
  },
  {
    id: 'M-GET-02-priority',
    violates: ['GET-02'],
    fault: 'loses the priority bit',
    policy: { replyInvokeId: (octet) => octet & 0x7f },
  },
  {
    id: 'M-GET-02-id',
    violates: ['GET-02'],
    fault: 'answers with invoke-id 1 always',
    policy: { replyInvokeId: (octet) => (octet & 0xf0) | 1 },
  },
  {
    id: 'M-GET-03-stalls',
    violates: ['GET-03'],
    fault: 'waits for ever after an unconfirmed request',
    policy: { afterUnconfirmed: () => 'stalls' },
  },
  {
    id: 'M-GET-04-normal',
    violates: ['GET-04'],
    fault: 'takes an unknown choice of GET for a normal one',
    policy: {
      knowsChoice: () => true,
      repairsRequest: (octets) =>
        octets[0] === 0xc0 && (octets[1] ?? 0) > 3
          ? octets.map((octet, index) => (index === 1 ? 1 : octet))
          : undefined,
    },
  },
  {
    id: 'M-GET-05-stale',
    violates: ['GET-05'],
    fault: 'reads on in what an earlier request has left in its buffer',
    policy: {
      repairsRequest: (octets) =>
        octets[0] === 0xc0 && octets.length > 4 && octets.length < 12
          ? Uint8Array.of(...octets, ...LAST_REQUEST.subarray(octets.length))
          : undefined,
    },
  },
  {
    id: 'M-GET-06-null',
    violates: ['GET-06'],
    fault: 'answers for an object that does not exist with null-data',
    policy: {
      readResult: (result, { logicalName }) =>
        logicalName.startsWith('255-') && 'error' in result ? NULL_DATA : result,
    },
  },
  {
    id: 'M-GET-06-code',
    violates: ['GET-06'],
    fault: 'answers for an object that does not exist with hardware-fault',
    policy: { resultForMissingObject: () => 'hardware-fault' },
  },
  {
    id: 'M-GET-07-any',
    violates: ['GET-07'],
    fault: 'does not look at the class of a request',
    policy: { acceptsClass: () => true },
  },
  {
    id: 'M-GET-08-null',
    violates: ['GET-08'],
    fault: 'answers for attributes beyond the class with null-data',
    policy: { readResult: (result, { id }) => ((id > 40 || id < 0) && 'error' in result ? NULL_DATA : result) },
  },
  {
    id: 'M-GET-08-minus',
    violates: ['GET-08'],
    fault: 'answers for attribute -1, which nothing has, with null-data',
    policy: { readResult: (result, { id }) => (id === -1 ? NULL_DATA : result) },
  },
  {
    id: 'M-GET-09-null',
    violates: ['GET-09'],
    fault: 'shows null-data where a client may not read',
    policy: {
      readResult: (result) => ('error' in result && result.error === 'read-write-denied' ? NULL_DATA : result),
    },
  },
  {
    id: 'M-GET-10-gaps',
    violates: ['GET-10'],
    fault: 'leaves unreadable attributes out of attribute 0',
    policy: { attributeZeroElements: (elements) => elements.filter(({ type }) => type !== 'null-data').slice(1) },
  },
  {
    id: 'M-GET-10-order',
    violates: ['GET-10'],
    fault: 'gives the attributes of attribute 0 from the last to the first',
    policy: { attributeZeroElements: (elements) => [...elements].reverse() },
  },
  {
    id: 'M-GET-10-empty',
    violates: ['GET-10'],
    fault: 'gives an empty string in attribute 0 for what may not be read',
    policy: {
      attributeZeroElements: (elements) =>
        elements.map((element) =>
          element.type === 'null-data' ? { type: 'octet-string', value: new Uint8Array(0) } : element,
        ),
    },
  },
  {
    id: 'M-GET-11-always',
    violates: ['GET-11'],
    fault: 'serves attribute 0 without having negotiated it',
    policy: { acceptsAttributeZero: () => true },
  },
  {
    id: 'M-GET-12-unknown',
    violates: ['GET-12'],
    fault: 'ignores access selectors that it does not know',
    policy: {
      selectionApplied: (selection) => (selection !== undefined && selection.selector > 2 ? undefined : selection),
    },
  },
  {
    id: 'M-GET-13-serves',
    violates: ['GET-13'],
    fault: 'selects without having negotiated it',
    policy: { allowsService: (bit, negotiated) => negotiated || bit === 'selective-access' },
  },
  {
    id: 'M-GET-14-ignores',
    violates: ['GET-14'],
    fault: 'ignores a selector on an attribute that has none',
    policy: {
      selectionApplied: (selection, access) => (equalTo({ classId: PROFILE, id: 2 })(access) ? selection : undefined),
    },
  },
  {
    id: 'M-GET-30-ends',
    violates: ['GET-30'],
    fault: 'ends the association over an octet too many',
    policy: {
      refusalOfMalformedRequest: (octets) =>
        octets.length > LAST_REQUEST.length
          ? { answer: ['service-unknown', 'other-reason'], aftermath: 'ends-association' }
          : conforming.refusalOfMalformedRequest(octets),
    },
  },
  {
    id: 'M-GET-30-stalls',
    violates: ['GET-30'],
    fault: 'hangs on an octet too many',
    policy: {
      refusalOfMalformedRequest: (octets) =>
        octets.length > LAST_REQUEST.length
          ? { answer: 'silence', aftermath: 'stalls' }
          : conforming.refusalOfMalformedRequest(octets),
    },
  },
  {
    id: 'M-GET-30-other',
    violates: ['GET-30'],
    fault: 'takes a surplus octet for a change of mind and serves another attribute',
    policy: {
      repairsRequest: (octets) =>
        octets[0] === 0xc0 && octets.length === 14
          ? octets.subarray(0, 13).map((octet, index) => (index === 11 ? 1 : octet))
          : undefined,
    },
  },
];

/** A get-response-normal with a value. */
function isValue(octets: Uint8Array): boolean {
  return octets[0] === 0xc4 && octets[1] === 1 && octets[3] === 0;
}
