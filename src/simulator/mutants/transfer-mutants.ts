import type { Mutant } from './mutant';

/** GET: lists and blocks. */
export const transferMutants: readonly Mutant[] = [
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
    id: 'M-GET-19-one-more',
    violates: ['GET-19'],
    fault: 'hangs on a list that is longer by one than it declares',
    policy: {
      acceptsListLength: (count) => count <= 32,
      refusalOfLongList: () => ({ answer: 'silence', aftermath: 'stalls' }),
    },
  },
  {
    id: 'M-GET-19-ends',
    violates: ['GET-19'],
    fault: 'refuses a list that is too long, and ends the association over it',
    policy: {
      acceptsListLength: (count) => count <= 32,
      refusalOfLongList: () => ({
        answer: ['service-not-allowed', 'operation-not-possible'],
        aftermath: 'ends-association',
      }),
    },
  },
  {
    id: 'M-GET-21-early',
    violates: ['GET-21'],
    fault: 'says of the block before the last that it is the last, where little remains',
    policy: { isLastBlock: ({ remaining }) => remaining < 100 },
  },
  {
    id: 'M-GET-22-one',
    violates: ['GET-22'],
    fault: 'sends replies that are one octet too long for the client',
    policy: { replyLimit: (limit) => (limit === 0 ? 0 : limit + 1) },
  },
  {
    id: 'M-GET-22-least',
    violates: ['GET-22'],
    fault: 'takes every client to have room for 100 octets',
    policy: { replyLimit: (limit) => (limit === 0 ? 0 : Math.max(limit, 100)) },
  },
  {
    id: 'M-GET-23-next',
    violates: ['GET-23'],
    fault: 'takes the number that it would send next for an acknowledgement',
    policy: { acceptsAcknowledgement: ({ received, sent }) => received === sent || received === sent + 1 },
  },
  {
    id: 'M-GET-23-normal',
    violates: ['GET-23'],
    fault: 'tells of a wrong block number outside of a block',
    policy: {
      replyOctets: (octets) =>
        isErrorBlock(octets, WRONG_NUMBER) ? Uint8Array.of(0xc4, 1, octets[2] ?? 0, 1, WRONG_NUMBER) : octets,
    },
  },
  {
    id: 'M-GET-24-block',
    violates: ['GET-24'],
    fault: 'answers a next request without a transfer by an empty block',
    policy: {
      replyOctets: (octets) =>
        isErrorBlock(octets, NO_TRANSFER) ? Uint8Array.of(...octets.subarray(0, 8), 0, 0) : octets,
    },
  },
  {
    id: 'M-GET-27-torn',
    violates: ['GET-27'],
    fault: 'reads a buffer anew for each block',
    policy: { readsAnewForEachBlock: () => true },
  },
  {
    id: 'M-GET-29-seventh',
    violates: ['GET-29'],
    fault: 'writes the length of an octet-string in the long form in one answer of sixteen',
    policy: {
      replyOctets: (octets) => (isString(octets) && (octets[2] ?? 0) % 16 === 7 ? withLongLength(octets) : octets),
    },
  },
  {
    id: 'M-GET-28-count',
    violates: ['GET-28'],
    fault: 'leaves the count out of a list that it sends in blocks',
    policy: {
      replyOctets: (octets, request) => (isFirstListBlock(octets, request) ? withoutCount(octets) : octets),
    },
  },
];

const NO_TRANSFER = 16;
const WRONG_NUMBER = 19;

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

/** A get-response-normal with an octet-string of up to 127 octets. */
function isString(octets: Uint8Array): boolean {
  return octets[0] === 0xc4 && octets[1] === 1 && octets[3] === 0 && octets[4] === 9 && (octets[5] ?? 0xff) < 0x80;
}

function withLongLength(octets: Uint8Array): Uint8Array {
  return Uint8Array.of(...octets.subarray(0, 5), 0x81, ...octets.subarray(5));
}

function failedBehindFirst<Result extends object>(results: readonly Result[]): Result[] {
  const bad = results.findIndex((result) => 'error' in result);
  const failure = results[bad];
  return results.map((result, index) => (bad >= 0 && index > bad && failure !== undefined ? failure : result));
}
