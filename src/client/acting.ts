import type { ActionOutcome } from '#dlms/apdu/action';
import { encodeApdu } from '#dlms/apdu/apdu';
import { BlockCollector, splitIntoBlocks } from '#dlms/apdu/blocks';
import type { MethodDescriptor } from '#dlms/apdu/descriptors';
import type { DataBlock } from '#dlms/apdu/set';
import type { Data } from '#dlms/codec/data';
import { decodeWholeData } from '#dlms/codec/data-decoder';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import type { DlmsClient, RequestOptions } from './dlms-client';
import type { Reply } from './reply';
import { actionResponseOf } from './writing';

/** Most octets that one long result may have before we call it endless. */
const LONGEST_RESULT = 1024 * 1024;
/** What protection and the fields around the parameters may take, octets. */
const AROUND_PARAMETERS = 64;
/** Small enough to fit any limit that leaves room for a block at all. */
const SMALLEST_BLOCK = 32;

export interface MethodCall {
  readonly last: Reply;
  /** undefined when no action-response came to an end */
  readonly outcome: ActionOutcome | undefined;
}

/**
 * ACTION of one method to its end: parameters that the meter could not receive in one APDU go out in blocks where that
 * was negotiated, and a result that comes in blocks is fetched (xdlms.md 6).
 * @throws PeerProtocolError when the blocks of the result break the rules or hold no data
 */
export async function callMethod(
  client: DlmsClient,
  method: MethodDescriptor,
  parameters: Data,
  options: RequestOptions = {},
): Promise<MethodCall> {
  const invokeIdAndPriority = client.association.nextInvokeId();
  const call = new Call(client, method, invokeIdAndPriority, options);
  return call.finished(await call.begun(parameters));
}

/** The value that a method returned. */
export function returnedData({ outcome }: Pick<MethodCall, 'outcome'>): Data | undefined {
  const returned = outcome?.returnParameters;
  return returned !== undefined && 'data' in returned ? returned.data : undefined;
}

class Call {
  constructor(
    private readonly client: DlmsClient,
    private readonly method: MethodDescriptor,
    private readonly invokeIdAndPriority: number,
    private readonly options: RequestOptions,
  ) {}

  begun(parameters: Data): Promise<Reply> {
    const octets = encodeToBytes(parameters);
    const size = blockSize(this.client);
    if (size === undefined || octets.length <= size) return this.whole(parameters);
    return this.inBlocks(splitIntoBlocks(octets, size));
  }

  async finished(first: Reply): Promise<MethodCall> {
    const response = actionResponseOf(first);
    if (response?.choice === 'normal') return { last: first, outcome: response.outcome };
    if (response?.choice === 'with-pblock') return this.fetched(first, response.block);
    return { last: first, outcome: undefined };
  }

  private whole(parameters: Data): Promise<Reply> {
    const { method, invokeIdAndPriority } = this;
    const head = { kind: 'action-request', choice: 'normal', invokeIdAndPriority } as const;
    return this.client.request(encodeApdu({ ...head, method, parameters }), this.options);
  }

  private async inBlocks(parts: readonly Uint8Array[]): Promise<Reply> {
    let last: Reply = { kind: 'silence', waitedMs: 0 };
    for (const [index, rawData] of parts.entries()) {
      const lastBlock = index === parts.length - 1;
      last = await this.sendsBlock({ lastBlock, blockNumber: index + 1, rawData });
      if (actionResponseOf(last)?.choice !== 'next-pblock') break;
    }
    return last;
  }

  private sendsBlock(block: DataBlock): Promise<Reply> {
    const { method, invokeIdAndPriority } = this;
    const head = { kind: 'action-request', invokeIdAndPriority, block } as const;
    const request =
      block.blockNumber === 1
        ? ({ ...head, choice: 'with-first-pblock', method } as const)
        : ({ ...head, choice: 'with-pblock' } as const);
    return this.client.request(encodeApdu(request), this.options);
  }

  private async fetched(first: Reply, firstBlock: DataBlock): Promise<MethodCall> {
    const collector = new BlockCollector(LONGEST_RESULT);
    let last = first;
    for (let block: DataBlock | undefined = firstBlock; block !== undefined; block = blockOf(last)) {
      collector.add(block, octetsOf(last));
      if (collector.complete) return { last, outcome: success(collector.joined()) };
      last = await this.asksForNext(block.blockNumber);
    }
    return { last, outcome: undefined };
  }

  private asksForNext(blockNumber: number): Promise<Reply> {
    const { invokeIdAndPriority } = this;
    const head = { kind: 'action-request', choice: 'next-pblock', invokeIdAndPriority } as const;
    return this.client.request(encodeApdu({ ...head, blockNumber }), this.options);
  }
}

/** Raw data of one block; undefined where the meter takes all, or takes no blocks. */
function blockSize({ association }: DlmsClient): number | undefined {
  const { negotiatedConformance, serverMaxReceivePduSize } = association.negotiated ?? {};
  if (negotiatedConformance?.has('block-transfer-with-action') !== true || !serverMaxReceivePduSize) return undefined;
  return Math.max(SMALLEST_BLOCK, serverMaxReceivePduSize - AROUND_PARAMETERS);
}

/** The blocks of a result hold the data alone: that it succeeded is said by sending it (docs/rulings.md). */
function success(raw: Uint8Array): ActionOutcome {
  return { result: 'success', returnParameters: { data: decodeWholeData(raw) } };
}

function blockOf(reply: Reply): DataBlock | undefined {
  const response = actionResponseOf(reply);
  return response?.choice === 'with-pblock' ? response.block : undefined;
}

function octetsOf(reply: Reply): Uint8Array {
  return reply.kind === 'apdu' ? reply.received.plain : new Uint8Array(0);
}
