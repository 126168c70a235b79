import { encodeApdu } from '#dlms/apdu/apdu';
import type { AttributeSelection } from '#dlms/apdu/descriptors';
import type { GetDataResult, GetRequest, GetResponse } from '#dlms/apdu/get';
import type { DataAccessResult } from '#dlms/apdu/results';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import type { LongReply, Reread } from './long-reply';
import type { ServiceContext, ServiceReply } from './service-request';
import type { Transfers } from './transfers';

const GET_RESPONSE = 0xc4;
/** Where raw data begins in an encoded get-response: behind the choice of the result, or at the count of the list. */
const DATA_AT = 4;
const LIST_AT = 3;

/** GET in all its forms (GB 9.4.6.6, xdlms.md 4). */
export class GetService {
  private readonly transfers: Transfers;

  constructor(transfers: Transfers) {
    this.transfers = transfers;
  }

  serve(request: GetRequest, context: ServiceContext): ServiceReply {
    if (request.choice === 'next') return this.next(request, context);
    const busy = this.transfers.outgoing;
    const reaction = busy === undefined ? 'served' : context.policy.newGetDuringTransfer();
    if (reaction === 'refused') return error(request, 'temporary-failure', context);
    if (reaction === 'next-block' && busy?.service === 'get') return this.block(busy, request, context);
    this.transfers.interrupt();
    return request.choice === 'normal' ? this.normal(request, context) : this.list(request, context);
  }

  private normal(request: Extract<GetRequest, { choice: 'normal' }>, context: ServiceContext): ServiceReply {
    if (!allowsSelection([request], context)) return notNegotiated(context, 1);
    const result = context.access.read(request);
    const octets = encodeApdu(normalResponse(request, result, context));
    if (!needsBlocks(octets, context)) return { octets, isError: 'error' in result };
    if ('error' in result) return { octets, isError: true };
    if (context.allows('block-transfer-with-get-or-read'))
      return this.start(octets.subarray(DATA_AT), request, context, (later) => dataOf(request, later));
    return error(request, context.policy.resultWithoutBlockTransfer(), context);
  }

  private list(request: Extract<GetRequest, { choice: 'with-list' }>, context: ServiceContext): ServiceReply {
    const { policy } = context;
    const allowed = context.allows('multiple-references') && allowsSelection(request.attributes, context);
    if (!allowed) return notNegotiated(context, 3);
    const count = request.attributes.length;
    if (!policy.acceptsListLength(count)) return { refusal: policy.refusalOfLongList({ count }) };
    const results = policy.listResults(request.attributes.map((attribute) => context.access.read(attribute)));
    const octets = encodeApdu(listResponse(request, results, context));
    if (!needsBlocks(octets, context)) return { octets, isError: false };
    if (context.allows('block-transfer-with-get-or-read'))
      return this.start(octets.subarray(LIST_AT), request, context);
    const failed = results.map(() => ({ error: policy.resultWithoutBlockTransfer() }));
    return { response: listResponse(request, failed, context) };
  }

  private start(raw: Uint8Array, request: GetRequest, context: ServiceContext, reread?: Reread): ServiceReply {
    return this.block(this.transfers.start('get', raw, reread), request, context);
  }

  private next(request: Extract<GetRequest, { choice: 'next' }>, context: ServiceContext): ServiceReply {
    const { policy } = context;
    if (!context.allows('block-transfer-with-get-or-read')) return notNegotiated(context, 2);
    const outgoing = this.transfers.outgoing;
    if (outgoing?.service !== 'get' || outgoing.sent === undefined) {
      return blockError(request, policy.resultWithoutTransfer(), context);
    }
    if (policy.acceptsAcknowledgement({ received: request.blockNumber, sent: outgoing.sent })) {
      return this.block(outgoing, request, context);
    }
    if (!policy.keepsTransferAfterWrongNumber()) this.transfers.end();
    return blockError(request, policy.resultForWrongBlockNumber(), context);
  }

  private block(outgoing: LongReply, request: GetRequest, context: ServiceContext): ServiceReply {
    const block = outgoing.next(context);
    if (block === undefined || outgoing.isOver) this.transfers.end();
    if (block === undefined) return { refusal: context.policy.refusalOfLongReply({ length: 0, limit: context.limit }) };
    const { lastBlock, blockNumber, rawData } = block;
    const invokeIdAndPriority = context.policy.replyInvokeId(request.invokeIdAndPriority);
    return {
      response: {
        kind: 'get-response',
        choice: 'with-datablock',
        invokeIdAndPriority,
        lastBlock,
        blockNumber,
        block: { rawData },
      },
    };
  }
}

/** What the request would give now, encoded. */
function dataOf(request: AttributeSelection, context: ServiceContext): Uint8Array | undefined {
  const result = context.access.read(request);
  return 'data' in result ? encodeToBytes(result.data) : undefined;
}

function needsBlocks(octets: Uint8Array, { policy, limit, sealedLength }: ServiceContext): boolean {
  return policy.sendsInBlocks({ length: sealedLength(octets.length, GET_RESPONSE), limit });
}

function allowsSelection(selections: readonly AttributeSelection[], context: ServiceContext): boolean {
  return selections.every(({ selection }) => selection === undefined || context.allows('selective-access'));
}

function notNegotiated({ policy }: ServiceContext, choice: number): ServiceReply {
  return { refusal: policy.refusalOfServiceNotNegotiated({ tag: 0xc0, choice }) };
}

function normalResponse(request: GetRequest, result: GetDataResult, { policy }: ServiceContext): GetResponse {
  const invokeIdAndPriority = policy.replyInvokeId(request.invokeIdAndPriority);
  return { kind: 'get-response', choice: 'normal', invokeIdAndPriority, result };
}

function listResponse(request: GetRequest, results: readonly GetDataResult[], { policy }: ServiceContext): GetResponse {
  const invokeIdAndPriority = policy.replyInvokeId(request.invokeIdAndPriority);
  return { kind: 'get-response', choice: 'with-list', invokeIdAndPriority, results };
}

function error(request: GetRequest, result: DataAccessResult, context: ServiceContext): ServiceReply {
  return { response: normalResponse(request, { error: result }, context) };
}

function blockError(
  request: Extract<GetRequest, { choice: 'next' }>,
  result: DataAccessResult,
  { policy }: ServiceContext,
): ServiceReply {
  return {
    response: {
      kind: 'get-response',
      choice: 'with-datablock',
      invokeIdAndPriority: policy.replyInvokeId(request.invokeIdAndPriority),
      lastBlock: true,
      blockNumber: policy.blockNumberOfError(request.blockNumber) >>> 0,
      block: { error: result },
    },
  };
}
