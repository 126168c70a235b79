import { encodeApdu } from '#dlms/apdu/apdu';
import { BlockCollector } from '#dlms/apdu/blocks';
import type { AttributeDescriptor, AttributeSelection, SelectiveAccess } from '#dlms/apdu/descriptors';
import { decodeGetDataResult, type GetDataResult, type GetResponse } from '#dlms/apdu/get';
import { decodeSequenceOf } from '#dlms/apdu/sequence-of';
import { ByteReader } from '#dlms/codec/byte-reader';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { PeerProtocolError } from '#dlms/errors';
import type { DlmsClient, RequestOptions } from './dlms-client';
import type { Reply } from './reply';

/** Most octets that one long value may have before we call it endless. */
const LONGEST_VALUE = 16 * 1024 * 1024;

export interface GetOptions extends RequestOptions {
  readonly selection?: SelectiveAccess;
  /** Invoke-Id-And-Priority in place of the next one in turn */
  readonly invokeIdAndPriority?: number;
  /** ends the read after so many blocks, leaving the transfer open */
  readonly stopAfterBlocks?: number;
}

export interface GetOutcome {
  /** every APDU or other event that came, in order */
  readonly replies: readonly Reply[];
  readonly last: Reply;
  /** one result, or with a list as many as were asked for; undefined when none came */
  readonly results: readonly GetDataResult[] | undefined;
  /** the joined raw data of a block transfer */
  readonly rawData: Uint8Array | undefined;
}

type WithDatablock = Extract<GetResponse, { choice: 'with-datablock' }>;

/** GET of one attribute; blocks are fetched to the end. */
export function getAttribute(
  client: DlmsClient,
  attribute: AttributeDescriptor,
  options: GetOptions = {},
): Promise<GetOutcome> {
  const invokeIdAndPriority = options.invokeIdAndPriority ?? client.association.nextInvokeId();
  const { selection } = options;
  const request = encodeApdu({
    kind: 'get-request',
    choice: 'normal',
    invokeIdAndPriority,
    attribute,
    ...(selection && { selection }),
  });
  return read(client, request, invokeIdAndPriority, options, (raw) => [{ data: decodeWholeData(raw) }]);
}

/** GET-with-list; blocks are fetched to the end. */
export function getList(
  client: DlmsClient,
  attributes: readonly AttributeSelection[],
  options: GetOptions = {},
): Promise<GetOutcome> {
  const invokeIdAndPriority = options.invokeIdAndPriority ?? client.association.nextInvokeId();
  const request = encodeApdu({ kind: 'get-request', choice: 'with-list', invokeIdAndPriority, attributes });
  return read(client, request, invokeIdAndPriority, options, decodeResults);
}

/** Raw data of a long with-list response: the SEQUENCE OF its results, count included. */
function decodeResults(raw: Uint8Array): readonly GetDataResult[] {
  const reader = new ByteReader(raw);
  const results = decodeSequenceOf(reader, decodeGetDataResult, 'results');
  reader.expectEnd('results of a long list');
  return results;
}

/** GET-next for the block after `blockNumber`. */
export function getNext(
  client: DlmsClient,
  invokeIdAndPriority: number,
  blockNumber: number,
  options: GetOptions = {},
): Promise<Reply> {
  return client.request(encodeApdu({ kind: 'get-request', choice: 'next', invokeIdAndPriority, blockNumber }), options);
}

async function read(
  client: DlmsClient,
  request: Uint8Array,
  invokeId: number,
  options: GetOptions,
  decode: (raw: Uint8Array) => readonly GetDataResult[],
): Promise<GetOutcome> {
  const first = await client.request(request, options);
  const response = getResponseOf(first);
  if (response === undefined) return { replies: [first], last: first, results: undefined, rawData: undefined };
  if (response.choice === 'normal')
    return { replies: [first], last: first, results: [response.result], rawData: undefined };
  if (response.choice === 'with-list')
    return { replies: [first], last: first, results: response.results, rawData: undefined };
  return readBlocks(client, first, response, invokeId, options, decode);
}

async function readBlocks(
  client: DlmsClient,
  first: Reply,
  firstBlock: WithDatablock,
  invokeId: number,
  options: GetOptions,
  decode: (raw: Uint8Array) => readonly GetDataResult[],
): Promise<GetOutcome> {
  const collector = new BlockCollector(LONGEST_VALUE);
  const replies = [first];
  let block: WithDatablock | undefined = firstBlock;
  let last = first;
  while (block !== undefined) {
    if ('error' in block.block) return { replies, last, results: [{ error: block.block.error }], rawData: undefined };
    collector.add(
      { lastBlock: block.lastBlock, blockNumber: block.blockNumber, rawData: block.block.rawData },
      octetsOf(last),
    );
    if (collector.complete) break;
    if (replies.length === options.stopAfterBlocks) return { replies, last, results: undefined, rawData: undefined };
    last = await getNext(client, invokeId, block.blockNumber, options);
    replies.push(last);
    block = blockOf(last);
  }
  if (!collector.complete) return { replies, last, results: undefined, rawData: undefined };
  const rawData = collector.joined();
  return { replies, last, results: decode(rawData), rawData };
}

export function getResponseOf(reply: Reply): GetResponse | undefined {
  return reply.kind === 'apdu' && reply.received.apdu.kind === 'get-response' ? reply.received.apdu : undefined;
}

/** The data block of a reply within a transfer; another form of get-response in the middle of one breaks the protocol. */
function blockOf(reply: Reply): WithDatablock | undefined {
  const response = getResponseOf(reply);
  if (response === undefined || response.choice === 'with-datablock') return response;
  throw new PeerProtocolError(`get-response-${response.choice} in the middle of a block transfer`, octetsOf(reply), 0);
}

function octetsOf(reply: Reply): Uint8Array {
  return reply.kind === 'apdu' ? reply.received.plain : new Uint8Array(0);
}
