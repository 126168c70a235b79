import type { AttributeSelection } from '#dlms/apdu/descriptors';
import type { DataAccessResult } from '#dlms/apdu/results';
import type { DataBlock, SetRequest, SetResponse } from '#dlms/apdu/set';
import type { Data } from '#dlms/codec/data';
import { LongRequest } from './long-request';
import { listFrom, valueFrom } from './raw-data';
import type { ServiceContext, ServiceReply } from './service-request';
import type { Transfers } from './transfers';

/** SET in all its forms (GB 9.4.6.7, xdlms.md 5). */
export class SetService {
  private readonly transfers: Transfers;

  constructor(transfers: Transfers) {
    this.transfers = transfers;
  }

  serve(request: SetRequest, context: ServiceContext): ServiceReply {
    if (!allows(request, context)) {
      return { refusal: context.policy.refusalOfServiceNotNegotiated({ tag: 0xc1, choice: CHOICES[request.choice] }) };
    }
    if (request.choice !== 'with-datablock') this.transfers.interrupt();
    const invokeIdAndPriority = context.policy.replyInvokeId(request.invokeIdAndPriority);
    return this.dispatch(request, invokeIdAndPriority, context);
  }

  private dispatch(request: SetRequest, invokeIdAndPriority: number, context: ServiceContext): ServiceReply {
    const head = { kind: 'set-response', invokeIdAndPriority } as const;
    switch (request.choice) {
      case 'normal':
        return { response: { ...head, choice: 'normal', result: context.access.write(request, request.value) } };
      case 'with-list':
        return this.list(request, invokeIdAndPriority, context);
      case 'with-first-datablock':
        this.transfers.incoming = new LongRequest(context.policy, {
          service: 'set',
          list: false,
          attributes: [request],
        });
        return this.block(request.block, invokeIdAndPriority, context);
      case 'with-list-and-first-datablock': {
        const { attributes } = request;
        this.transfers.incoming = new LongRequest(context.policy, { service: 'set', list: true, attributes });
        return this.block(request.block, invokeIdAndPriority, context);
      }
      case 'with-datablock':
        return this.block(request.block, invokeIdAndPriority, context);
    }
  }

  private list(
    { attributes, values }: Extract<SetRequest, { choice: 'with-list' }>,
    invokeIdAndPriority: number,
    context: ServiceContext,
  ): ServiceReply {
    const count = attributes.length;
    if (!context.policy.acceptsListLength(count)) return { refusal: context.policy.refusalOfLongList({ count }) };
    const results = writeAll(attributes, values, context);
    return { response: { kind: 'set-response', choice: 'with-list', invokeIdAndPriority, results } };
  }

  private block(block: DataBlock, invokeIdAndPriority: number, context: ServiceContext): ServiceReply {
    const { policy } = context;
    const { incoming } = this.transfers;
    const last = (result: DataAccessResult): ServiceReply => ({
      response: {
        kind: 'set-response',
        choice: 'last-datablock',
        invokeIdAndPriority,
        result,
        blockNumber: block.blockNumber,
      },
    });
    if (incoming?.target.service !== 'set') return last(policy.resultWithoutLongSet());
    const taken = incoming.take(block);
    const blockNumber = policy.acknowledgedBlock(block.blockNumber) >>> 0;
    if (taken === 'more')
      return { response: { kind: 'set-response', choice: 'datablock', invokeIdAndPriority, blockNumber } };
    this.transfers.incoming = undefined;
    if (taken === 'wrong') return last(policy.resultForWrongSetBlock());
    if (taken === 'too-long') return last('long-set-aborted');
    return { response: complete(incoming, { invokeIdAndPriority, blockNumber }, context) };
  }
}

const CHOICES: Readonly<Record<SetRequest['choice'], number>> = {
  normal: 1,
  'with-first-datablock': 2,
  'with-datablock': 3,
  'with-list': 4,
  'with-list-and-first-datablock': 5,
};

function allows(request: SetRequest, context: ServiceContext): boolean {
  const blocks = request.choice.endsWith('datablock');
  const lists = request.choice.startsWith('with-list');
  if (blocks && !context.allows('block-transfer-with-set-or-write')) return false;
  if (lists && !context.allows('multiple-references')) return false;
  return !selects(request) || context.allows('selective-access');
}

function selects(request: SetRequest): boolean {
  if ('attributes' in request) return request.attributes.some(({ selection }) => selection !== undefined);
  return 'selection' in request && request.selection !== undefined;
}

function complete(
  incoming: LongRequest,
  head: { readonly invokeIdAndPriority: number; readonly blockNumber: number },
  context: ServiceContext,
): SetResponse {
  const { target } = incoming;
  const attributes = target.service === 'set' ? target.attributes : [];
  if (target.list) {
    const results = writeAll(attributes, listFrom(incoming.joined()) ?? [], context);
    return { kind: 'set-response', choice: 'last-datablock-with-list', ...head, results };
  }
  const value = valueFrom(incoming.joined());
  const [attribute] = attributes;
  const result = value && attribute ? context.access.write(attribute, value, 'blocks') : 'other-reason';
  return { kind: 'set-response', choice: 'last-datablock', ...head, result };
}

/** Each by itself and in order; a list of values that does not match writes nothing. */
function writeAll(
  attributes: readonly AttributeSelection[],
  values: readonly Data[],
  context: ServiceContext,
): DataAccessResult[] {
  if (attributes.length !== values.length) return attributes.map(() => 'other-reason');
  return attributes.map((attribute, index) => {
    const value = values[index];
    return value === undefined ? 'other-reason' : context.access.write(attribute, value, 'list');
  });
}
