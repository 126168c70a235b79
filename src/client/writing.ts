import type { ActionResponse } from '#dlms/apdu/action';
import { encodeApdu } from '#dlms/apdu/apdu';
import { splitIntoBlocks } from '#dlms/apdu/blocks';
import type { AttributeDescriptor, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { DataAccessResult } from '#dlms/apdu/results';
import type { SetResponse } from '#dlms/apdu/set';
import type { Data } from '#dlms/codec/data';
import { encodeToBytes } from '#dlms/codec/data-encoder';
import type { DlmsClient, RequestOptions } from './dlms-client';
import type { Reply } from './reply';

export interface SetOptions extends RequestOptions {
  readonly invokeIdAndPriority?: number;
  /** octets of raw data per block; left out: one set-request-normal */
  readonly blockSize?: number;
}

export interface SetOutcome {
  readonly last: Reply;
  readonly result: DataAccessResult | undefined;
}

/** SET of one attribute, in blocks where a block size is given. */
export async function setAttribute(
  client: DlmsClient,
  attribute: AttributeDescriptor,
  value: Data,
  options: SetOptions = {},
): Promise<SetOutcome> {
  const invokeIdAndPriority = options.invokeIdAndPriority ?? client.association.nextInvokeId();
  if (options.blockSize !== undefined)
    return setInBlocks(client, attribute, value, options.blockSize, invokeIdAndPriority, options);
  const request = encodeApdu({ kind: 'set-request', choice: 'normal', invokeIdAndPriority, attribute, value });
  const last = await client.request(request, options);
  return { last, result: resultOf(setResponseOf(last)) };
}

async function setInBlocks(
  client: DlmsClient,
  attribute: AttributeDescriptor,
  value: Data,
  blockSize: number,
  invokeIdAndPriority: number,
  options: SetOptions,
): Promise<SetOutcome> {
  const parts = splitIntoBlocks(encodeToBytes(value), blockSize);
  let last: Reply = { kind: 'silence', waitedMs: 0 };
  for (const [index, rawData] of parts.entries()) {
    const block = { lastBlock: index === parts.length - 1, blockNumber: index + 1, rawData };
    const common = { kind: 'set-request', invokeIdAndPriority, block } as const;
    const request =
      index === 0
        ? encodeApdu({ ...common, choice: 'with-first-datablock', attribute })
        : encodeApdu({ ...common, choice: 'with-datablock' });
    last = await client.request(request, options);
    if (setResponseOf(last)?.choice !== 'datablock') break;
  }
  return { last, result: resultOf(setResponseOf(last)) };
}

/** ACTION of one method. */
export function invokeMethod(
  client: DlmsClient,
  method: MethodDescriptor,
  parameters: Data | undefined,
  options: RequestOptions = {},
): Promise<Reply> {
  const invokeIdAndPriority = client.association.nextInvokeId();
  const request = encodeApdu({
    kind: 'action-request',
    choice: 'normal',
    invokeIdAndPriority,
    method,
    ...(parameters && { parameters }),
  });
  return client.request(request, options);
}

export function setResponseOf(reply: Reply): SetResponse | undefined {
  return reply.kind === 'apdu' && reply.received.apdu.kind === 'set-response' ? reply.received.apdu : undefined;
}

export function actionResponseOf(reply: Reply): ActionResponse | undefined {
  return reply.kind === 'apdu' && reply.received.apdu.kind === 'action-response' ? reply.received.apdu : undefined;
}

function resultOf(response: SetResponse | undefined): DataAccessResult | undefined {
  return response !== undefined && 'result' in response ? response.result : undefined;
}
