import { conforming } from '../policy';
import type { Mutant } from './mutant';
import { equalTo } from './pretended-values';

const PROFILE = 7;
const NULL_DATA = { data: { type: 'null-data' } } as const;
/** What a meter finds in its buffer behind a request that ends too early: the rest of one for its name. */
const LAST_REQUEST = Uint8Array.of(0xc0, 0x01, 0xc1, 0x00, 0x01, 0x00, 0x00, 0x2a, 0x00, 0x00, 0xff, 0x02, 0x00);

/** GET: results, lists and blocks. */
export const getMutants: readonly Mutant[] = [
  {
    id: 'NC-091',
    violates: ['GET-01'],
    fault: 'sends a get-response-normal without a result',
    policy: { replyOctets: (octets) => (octets[0] === 0xc4 && octets[1] === 1 ? octets.subarray(0, 3) : octets) },
  },
  {
    id: 'NC-093',
    violates: ['GET-21'],
    fault: 'numbers blocks from 0',
    policy: { firstBlockNumber: () => 0 },
  },
  {
    id: 'NC-094',
    violates: ['GET-26'],
    fault: 'goes on counting blocks after a transfer that was broken off',
    policy: {
      firstBlockNumber: ({ previous, aborted, sameAssociation }) =>
        aborted && sameAssociation ? (previous ?? 0) + 1 : 1,
    },
  },
  {
    id: 'NC-096',
    violates: ['GET-21'],
    fault: 'never says which block is the last',
    policy: { isLastBlock: () => false },
  },
  {
    id: 'NC-097',
    violates: ['GET-01'],
    fault: 'sends even short values in blocks',
    policy: { sendsInBlocks: () => true },
  },
  {
    id: 'NC-100',
    violates: ['GET-19', 'GET-15'],
    fault: 'refuses lists of more than eight items without declaring it',
    policy: { acceptsListLength: (count) => count <= 8 },
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
    id: 'M-GET-15-order',
    violates: ['GET-15'],
    fault: 'answers a list from its end',
    policy: { listResults: (results) => [...results].reverse() },
  },
  {
    id: 'M-GET-15-two',
    violates: ['GET-15'],
    fault: 'answers the first two items of a list',
    policy: { listResults: (results) => results.slice(0, 2) },
  },
  {
    id: 'M-GET-16-errors',
    violates: ['GET-16'],
    fault: 'leaves errors out of the results of a list',
    policy: { listResults: (results) => results.filter((result) => 'data' in result) },
  },
  {
    id: 'M-GET-16-first',
    violates: ['GET-16'],
    fault: 'fails all items of a list behind the first bad one',
    policy: { listResults: (results) => failedBehindFirst(results) },
  },
  {
    id: 'M-GET-17-long',
    violates: ['GET-17', 'GET-28'],
    fault: 'transfers single attributes in blocks and no lists',
    policy: {
      replyOctets: (octets, request) =>
        request[1] === 3 && octets[1] === 2 ? Uint8Array.of(0xc4, 3, octets[2] ?? 0, 1, 1, 250) : octets,
    },
  },
  {
    id: 'M-GET-18-empty',
    violates: ['GET-18'],
    fault: 'hangs on an empty list',
    policy: {
      acceptsListLength: (count) => count > 0,
      refusalOfLongList: () => ({ answer: 'silence', aftermath: 'stalls' }),
    },
  },
  {
    id: 'M-GET-20-always',
    violates: ['GET-20'],
    fault: 'serves lists without having negotiated them',
    policy: { allowsService: (bit, negotiated) => negotiated || bit === 'multiple-references' },
  },
  {
    id: 'M-GET-21-skips',
    violates: ['GET-21'],
    fault: 'counts blocks in twos',
    policy: { nextBlockNumber: (previous) => previous + 2 },
  },
  {
    id: 'M-GET-21-gap',
    violates: ['GET-21'],
    fault: 'loses the first octet of every block but the first',
    policy: { blockData: (raw, number) => (number > 1 ? raw.subarray(1) : raw) },
  },
  {
    id: 'M-GET-22-empty',
    violates: ['GET-22'],
    fault: 'sends an empty second block',
    policy: { blockData: (raw, number) => (number === 2 ? raw.subarray(0, 0) : raw) },
  },
  {
    id: 'M-GET-23-any',
    violates: ['GET-23'],
    fault: 'sends the next block whatever number is acknowledged',
    policy: { acceptsAcknowledgement: () => true },
  },
  {
    id: 'M-GET-23-goes-on',
    violates: ['GET-23'],
    fault: 'goes on with a transfer after a wrong block number',
    policy: { keepsTransferAfterWrongNumber: () => true },
  },
  {
    id: 'M-GET-23-code',
    violates: ['GET-23'],
    fault: 'calls a wrong block number a hardware fault',
    policy: { resultForWrongBlockNumber: () => 'hardware-fault' },
  },
  {
    id: 'M-GET-24-cut',
    violates: ['GET-24'],
    fault: 'answers a next request without a transfer by a response without a block',
    policy: { replyOctets: (octets) => (isErrorBlock(octets, NO_TRANSFER) ? octets.subarray(0, 3) : octets) },
  },
  {
    id: 'M-GET-25-mixed',
    violates: ['GET-25'],
    fault: 'answers a new request with the next block of an old one',
    policy: { newGetDuringTransfer: () => 'next-block' },
  },
  {
    id: 'M-GET-25-busy',
    violates: ['GET-25', 'TMO-12'],
    fault: 'refuses every request until a long one has been read to its end',
    policy: { newGetDuringTransfer: () => 'refused' },
  },
  {
    id: 'M-GET-28-count',
    violates: ['GET-28'],
    fault: 'leaves the count out of a list that it sends in blocks',
    policy: {
      replyOctets: (octets, request) => (isFirstListBlock(octets, request) ? withoutCount(octets) : octets),
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
    id: 'M-GET-30-serves',
    violates: ['GET-30'],
    fault: 'takes surplus octets of a GET for another request and answers with null-data',
    policy: {
      repairsRequest: (octets) => (octets[0] === 0xc0 && octets.length === 14 ? octets.subarray(0, 13) : undefined),
    },
    ignored: 'a request served as if the surplus octet were absent is a deviation, not a failure',
  },
];

const NO_TRANSFER = 16;

function isErrorBlock(octets: Uint8Array, result: number): boolean {
  return octets[0] === 0xc4 && octets[1] === 2 && octets[8] === 1 && octets[9] === result;
}

function isFirstListBlock(octets: Uint8Array, request: Uint8Array): boolean {
  return request[0] === 0xc0 && request[1] === 3 && octets[0] === 0xc4 && octets[1] === 2;
}

/** A first block whose raw data begin behind the count; its length takes one octet or, from 80 on, two. */
function withoutCount(octets: Uint8Array): Uint8Array {
  const first = octets[9] ?? 0;
  const size = first < 0x80 ? first : (octets[10] ?? 0);
  const behind = first < 0x80 ? 10 : 11;
  if (first > 0x81 || size < 2) return octets;
  const length = size - 1 < 0x80 ? [size - 1] : [0x81, size - 1];
  return Uint8Array.of(...octets.subarray(0, 9), ...length, ...octets.subarray(behind + 1));
}

function failedBehindFirst<Result extends object>(results: readonly Result[]): Result[] {
  const bad = results.findIndex((result) => 'error' in result);
  const failure = results[bad];
  return results.map((result, index) => (bad >= 0 && index > bad && failure !== undefined ? failure : result));
}
