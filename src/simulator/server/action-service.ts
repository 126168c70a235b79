import type { ActionOutcome, ActionRequest, ActionResponse } from '#dlms/apdu/action';
import { encodeApdu } from '#dlms/apdu/apdu';
import type { MethodDescriptor } from '#dlms/apdu/descriptors';
import type { ActionResult } from '#dlms/apdu/results';
import type { DataBlock } from '#dlms/apdu/set';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import type { LongReply } from './long-reply';
import { LongRequest } from './long-request';
import { listFrom, valueFrom } from './raw-data';
import type { ServiceContext, ServiceReply } from './service-request';
import type { Transfers } from './transfers';

const ACTION_RESPONSE = 0xc7;
const LIST_AT = 3;

/** ACTION in all its forms (GB 9.4.6.8, xdlms.md 6). */
export class ActionService {
  private readonly transfers: Transfers;

  constructor(transfers: Transfers) {
    this.transfers = transfers;
  }

  serve(request: ActionRequest, context: ServiceContext): ServiceReply {
    if (!allows(request, context)) {
      return { refusal: context.policy.refusalOfServiceNotNegotiated({ tag: 0xc3, choice: CHOICES[request.choice] }) };
    }
    if (request.choice !== 'next-pblock' && request.choice !== 'with-pblock') this.transfers.interrupt();
    return this.dispatch(request, new ActionReplies(request, context));
  }

  private dispatch(request: ActionRequest, replies: ActionReplies): ServiceReply {
    const { context } = replies;
    switch (request.choice) {
      case 'normal':
        return this.outcome(context.access.invoke(request.method, request.parameters), replies);
      case 'with-list':
        return this.list(request.methods, request.parameters, replies);
      case 'next-pblock':
        return this.next(request.blockNumber, replies);
      case 'with-first-pblock': {
        const target = { service: 'action', list: false, methods: [request.method] } as const;
        this.transfers.incoming = new LongRequest(context.policy, target);
        return this.block(request.block, replies);
      }
      case 'with-list-and-first-pblock': {
        const target = { service: 'action', list: true, methods: request.methods } as const;
        this.transfers.incoming = new LongRequest(context.policy, target);
        return this.block(request.block, replies);
      }
      case 'with-pblock':
        return this.block(request.block, replies);
    }
  }

  private outcome(outcome: ActionOutcome, replies: ActionReplies): ServiceReply {
    const response = replies.normal(outcome);
    const { returnParameters } = outcome;
    if (returnParameters === undefined || !('data' in returnParameters) || !replies.needsBlocks(response)) {
      return { response };
    }
    if (!replies.context.allows('block-transfer-with-action'))
      return { response: replies.normal({ result: 'other-reason' }) };
    return this.pblock(this.transfers.start('action', encodeToBytes(returnParameters.data)), replies);
  }

  private list(
    methods: readonly MethodDescriptor[],
    parameters: readonly Data[],
    replies: ActionReplies,
  ): ServiceReply {
    const { context } = replies;
    const count = methods.length;
    if (!context.policy.acceptsListLength(count)) return { refusal: context.policy.refusalOfLongList({ count }) };
    const response = replies.list(invokeAll(methods, parameters, context));
    if (!replies.needsBlocks(response)) return { response };
    if (!context.allows('block-transfer-with-action')) {
      return { response: replies.list(methods.map(() => ({ result: 'other-reason' }))) };
    }
    return this.pblock(this.transfers.start('action', encodeApdu(response).subarray(LIST_AT)), replies);
  }

  private next(blockNumber: number, replies: ActionReplies): ServiceReply {
    const { policy } = replies.context;
    const { outgoing } = this.transfers;
    if (outgoing?.service !== 'action' || outgoing.sent === undefined)
      return replies.failed(policy.resultWithoutLongAction());
    if (policy.acceptsAcknowledgement({ received: blockNumber, sent: outgoing.sent }))
      return this.pblock(outgoing, replies);
    if (!policy.keepsTransferAfterWrongNumber()) this.transfers.end();
    return replies.failed(policy.resultForWrongActionBlock());
  }

  private pblock(outgoing: LongReply, replies: ActionReplies): ServiceReply {
    const { context } = replies;
    const block = outgoing.next(context);
    if (block === undefined || outgoing.isOver) this.transfers.end();
    if (block === undefined) return { refusal: context.policy.refusalOfLongReply({ length: 0, limit: context.limit }) };
    return { response: { ...replies.head, choice: 'with-pblock', block } };
  }

  private block(block: DataBlock, replies: ActionReplies): ServiceReply {
    const { policy } = replies.context;
    const { incoming } = this.transfers;
    if (incoming?.target.service !== 'action') return replies.failed(policy.resultWithoutLongAction());
    const taken = incoming.take(block);
    if (taken === 'more') return replies.acknowledged(block.blockNumber);
    this.transfers.incoming = undefined;
    if (taken !== 'complete') return replies.failed(policy.resultForWrongActionBlock());
    return this.complete(incoming, replies);
  }

  private complete(incoming: LongRequest, replies: ActionReplies): ServiceReply {
    const methods = incoming.target.service === 'action' ? incoming.target.methods : [];
    if (incoming.target.list) return this.list(methods, listFrom(incoming.joined()) ?? [], replies);
    const [method] = methods;
    const value = valueFrom(incoming.joined());
    if (method === undefined || value === undefined) return replies.failed('other-reason');
    return this.outcome(replies.context.access.invoke(method, value), replies);
  }
}

/** Builds the responses to one ACTION request. */
class ActionReplies {
  readonly context: ServiceContext;
  readonly head: { readonly kind: 'action-response'; readonly invokeIdAndPriority: number };

  constructor(request: ActionRequest, context: ServiceContext) {
    this.context = context;
    this.head = {
      kind: 'action-response',
      invokeIdAndPriority: context.policy.replyInvokeId(request.invokeIdAndPriority),
    };
  }

  normal(outcome: ActionOutcome): ActionResponse {
    return { ...this.head, choice: 'normal', outcome };
  }

  list(outcomes: readonly ActionOutcome[]): ActionResponse {
    return { ...this.head, choice: 'with-list', outcomes };
  }

  failed(result: ActionResult): ServiceReply {
    return { response: this.normal({ result }) };
  }

  acknowledged(received: number): ServiceReply {
    const blockNumber = this.context.policy.acknowledgedBlock(received) >>> 0;
    return { response: { ...this.head, choice: 'next-pblock', blockNumber } };
  }

  needsBlocks(response: ActionResponse): boolean {
    const { policy, limit, sealedLength } = this.context;
    return policy.sendsInBlocks({ length: sealedLength(encodeApdu(response).length, ACTION_RESPONSE), limit });
  }
}

const CHOICES: Readonly<Record<ActionRequest['choice'], number>> = {
  normal: 1,
  'next-pblock': 2,
  'with-list': 3,
  'with-first-pblock': 4,
  'with-list-and-first-pblock': 5,
  'with-pblock': 6,
};

function allows(request: ActionRequest, context: ServiceContext): boolean {
  const blocks = request.choice.endsWith('pblock');
  const lists = request.choice.startsWith('with-list');
  if (blocks && !context.allows('block-transfer-with-action')) return false;
  return !lists || context.allows('multiple-references');
}

/** Each by itself and in order; a list of parameters that does not match calls nothing. */
function invokeAll(
  methods: readonly MethodDescriptor[],
  parameters: readonly Data[],
  context: ServiceContext,
): ActionOutcome[] {
  if (methods.length !== parameters.length) return methods.map(() => ({ result: 'other-reason' }));
  return methods.map((method, index) => context.access.invoke(method, parameters[index]));
}
