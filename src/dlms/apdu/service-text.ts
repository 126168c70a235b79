import type { Data } from '#dlms/codec/data';
import { dataText } from '#dlms/codec/data-text';
import { toSpacedHex } from '#dlms/codec/hex';
import type { ActionOutcome, ActionRequest, ActionResponse } from './action';
import type { AttributeDescriptor, AttributeSelection, MethodDescriptor } from './descriptors';
import type { GetDataResult, GetRequest, GetResponse } from './get';
import { decodeInvokeIdAndPriority } from './invoke-id';
import type { DataBlock, SetRequest, SetResponse } from './set';

type ServiceApdu = GetRequest | GetResponse | SetRequest | SetResponse | ActionRequest | ActionResponse;

const OCTETS_SHOWN = 32;
/** Association LN keeps the password in attribute 7 and changes the HLS secret by method 2 (BB 4.4.4). */
const ASSOCIATION_LN = { classId: 15, secretAttribute: 7, secretMethod: 2 };

/** GET, SET and ACTION: what is accessed, and values and results by name, one a line. Secrets written are masked. */
export function serviceText(apdu: ServiceApdu): string[] {
  const head = `${apdu.kind} ${apdu.choice}, ${invokeIdText(apdu.invokeIdAndPriority)}`;
  return [head, ...linesOf(apdu).map((line) => `  ${line}`)];
}

/** `3/1-0:1.8.0.255/2` */
export function attributeText(attribute: AttributeDescriptor): string {
  return `${attribute.classId}/${attribute.logicalName}/${attribute.attributeId}`;
}

function linesOf(apdu: ServiceApdu): string[] {
  switch (apdu.kind) {
    case 'get-request':
      return getRequestLines(apdu);
    case 'get-response':
      return getResponseLines(apdu);
    case 'set-request':
      return setRequestLines(apdu);
    case 'set-response':
      return setResponseLines(apdu);
    case 'action-request':
      return actionRequestLines(apdu);
    case 'action-response':
      return actionResponseLines(apdu);
  }
}

function getRequestLines(request: GetRequest): string[] {
  switch (request.choice) {
    case 'normal':
      return selectionLines(request);
    case 'next':
      return [`block-number: ${request.blockNumber}`];
    case 'with-list':
      return request.attributes.flatMap(selectionLines);
  }
}

function getResponseLines(response: GetResponse): string[] {
  switch (response.choice) {
    case 'normal':
      return [resultText(response.result)];
    case 'with-datablock': {
      const { block, blockNumber, lastBlock } = response;
      if ('error' in block) return [blockHead(blockNumber, lastBlock), `data-access-result: ${block.error}`];
      return [blockHead(blockNumber, lastBlock), rawText(block.rawData)];
    }
    case 'with-list':
      return response.results.map(resultText);
  }
}

function setRequestLines(request: SetRequest): string[] {
  switch (request.choice) {
    case 'normal':
      return [...selectionLines(request), valueText(request.attribute, request.value)];
    case 'with-first-datablock':
      return [...selectionLines(request), ...hiddenBlockLines(request.block)];
    case 'with-datablock':
      return hiddenBlockLines(request.block);
    case 'with-list':
      return [...request.attributes.flatMap(selectionLines), ...listedValues(request)];
    case 'with-list-and-first-datablock':
      return [...request.attributes.flatMap(selectionLines), ...hiddenBlockLines(request.block)];
  }
}

function setResponseLines(response: SetResponse): string[] {
  return [
    ...('result' in response ? [`result: ${response.result}`] : []),
    ...('results' in response ? response.results.map((result) => `result: ${result}`) : []),
    ...('blockNumber' in response ? [`block-number: ${response.blockNumber}`] : []),
  ];
}

function actionRequestLines(request: ActionRequest): string[] {
  switch (request.choice) {
    case 'normal':
      return [
        methodText(request.method),
        ...(request.parameters ? [parametersText(request.method, request.parameters)] : []),
      ];
    case 'next-pblock':
      return [`block-number: ${request.blockNumber}`];
    case 'with-list':
      return [
        ...request.methods.map(methodText),
        ...request.parameters.map((parameters, i) => parametersText(request.methods[i], parameters)),
      ];
    case 'with-first-pblock':
      return [methodText(request.method), ...hiddenBlockLines(request.block)];
    case 'with-list-and-first-pblock':
      return [...request.methods.map(methodText), ...hiddenBlockLines(request.block)];
    case 'with-pblock':
      return hiddenBlockLines(request.block);
  }
}

function actionResponseLines(response: ActionResponse): string[] {
  switch (response.choice) {
    case 'normal':
      return outcomeLines(response.outcome);
    case 'with-pblock':
      return [blockHead(response.block.blockNumber, response.block.lastBlock), rawText(response.block.rawData)];
    case 'with-list':
      return response.outcomes.flatMap(outcomeLines);
    case 'next-pblock':
      return [`block-number: ${response.blockNumber}`];
  }
}

function selectionLines({ attribute, selection }: AttributeSelection): string[] {
  const line = `attribute: ${attributeText(attribute)}`;
  if (!selection) return [line];
  return [line, `access-selection: selector ${selection.selector}, ${dataText(selection.parameters)}`];
}

/** `method: 15/0-0:40.0.0.255/1` */
export function methodText(method: MethodDescriptor): string {
  return `method: ${method.classId}/${method.logicalName}/${method.methodId}`;
}

/** A value written, or what stands for it where it is a secret. */
export function valueText(attribute: AttributeDescriptor | undefined, value: Data): string {
  const { classId, secretAttribute } = ASSOCIATION_LN;
  const secret = attribute?.classId === classId && attribute.attributeId === secretAttribute;
  return `value: ${secret ? '‹secret›' : dataText(value)}`;
}

function listedValues(request: Extract<SetRequest, { choice: 'with-list' }>): string[] {
  return request.values.map((value, i) => valueText(request.attributes[i]?.attribute, value));
}

/** Parameters of a method, or what stands for them where they are a secret. */
export function parametersText(method: MethodDescriptor | undefined, parameters: Data): string {
  const { classId, secretMethod } = ASSOCIATION_LN;
  const secret = method?.classId === classId && method.methodId === secretMethod;
  return `parameters: ${secret ? '‹secret›' : dataText(parameters)}`;
}

function resultText(result: GetDataResult): string {
  return 'data' in result ? `data: ${dataText(result.data)}` : `data-access-result: ${result.error}`;
}

function outcomeLines(outcome: ActionOutcome): string[] {
  const { returnParameters } = outcome;
  return [
    `result: ${outcome.result}`,
    ...(returnParameters ? [`return-parameters: ${resultText(returnParameters)}`] : []),
  ];
}

/** Part of a value written: what it is part of is not known here, so nothing of it is shown. */
function hiddenBlockLines(block: DataBlock): string[] {
  return [blockHead(block.blockNumber, block.lastBlock), `raw-data: ${block.rawData.length} octets`];
}

function blockHead(blockNumber: number, lastBlock: boolean): string {
  return `block-number: ${blockNumber}${lastBlock ? ', last-block' : ''}`;
}

function rawText(rawData: Uint8Array): string {
  const rest = rawData.length > OCTETS_SHOWN ? ' …' : '';
  return `raw-data: ${rawData.length} octets ${toSpacedHex(rawData.subarray(0, OCTETS_SHOWN))}${rest}`.trimEnd();
}

function invokeIdText(octet: number): string {
  const { id, confirmed, highPriority } = decodeInvokeIdAndPriority(octet);
  return `invoke-id ${id}, ${confirmed ? 'confirmed' : 'unconfirmed'}, ${highPriority ? 'high' : 'normal'} priority`;
}
