import { dataText } from '#dlms/codec/data-text';
import { dateTimeText } from '#dlms/codec/date-time-text';
import { PeerProtocolError } from '#dlms/errors';
import { accessText } from './access-text';
import type { Aare, Aarq, Rlre, Rlrq } from './acse';
import { acseText } from './acse-text';
import { type Apdu, decodeApdu } from './apdu';
import type { Conformance } from './conformance';
import type { GeneralBlockTransfer } from './general-block-transfer';
import type { InitiateRequest, InitiateResponse } from './initiate';
import type { DataNotification, EventNotification } from './notifications';
import { failedServiceName, serviceErrorName } from './service-error-names';
import type { ConfirmedServiceError, ExceptionResponse } from './service-errors';
import { attributeText, serviceText } from './service-text';
import { isCipheredTag, isGeneralLayerTag, tagName } from './tags';

/**
 * A decoded view for reports: the kind, then its fields by their ASN.1 names, one a line, indented. Passwords, the
 * secrets of associations and dedicated keys are masked; challenges and system titles are not secret.
 */
export function apduText(apdu: Apdu): string[] {
  switch (apdu.kind) {
    case 'AARQ':
    case 'AARE':
    case 'RLRQ':
    case 'RLRE':
      return [...acseText(apdu), ...userInformationLines(apdu)];
    case 'initiate-request':
      return initiateRequestText(apdu);
    case 'initiate-response':
      return initiateResponseText(apdu);
    case 'confirmed-service-error':
      return [confirmedServiceErrorText(apdu)];
    case 'exception-response':
      return [exceptionText(apdu)];
    case 'access-request':
    case 'access-response':
      return accessText(apdu);
    case 'data-notification':
      return dataNotificationText(apdu);
    case 'event-notification':
      return eventNotificationText(apdu);
    case 'general-block-transfer':
      return [generalBlockTransferText(apdu)];
    default:
      return serviceText(apdu);
  }
}

function userInformationLines({ userInformation }: Aarq | Aare | Rlrq | Rlre): string[] {
  if (!userInformation) return [];
  return ['  user-information:', ...insideText(userInformation).map((line) => `    ${line}`)];
}

/** What cannot be decoded is not shown: a dedicated key may be in it. */
function insideText(octets: Uint8Array): string[] {
  const tag = octets[0] ?? 0;
  if (isCipheredTag(tag) || isGeneralLayerTag(tag)) return [`${tagName(tag)}, ${octets.length} octets`];
  try {
    return apduText(decodeApdu(octets));
  } catch (error) {
    if (!(error instanceof PeerProtocolError)) throw error;
    return [`not decodable, ${octets.length} octets`];
  }
}

function initiateRequestText(request: InitiateRequest): string[] {
  const { dedicatedKey, proposedQualityOfService: quality } = request;
  return [
    request.kind,
    ...(dedicatedKey ? [`  dedicated-key: ‹dedicated key, ${dedicatedKey.length} octets›`] : []),
    ...(request.responseAllowed ? [] : ['  response-allowed: FALSE']),
    ...(quality === undefined ? [] : [`  proposed-quality-of-service: ${quality}`]),
    `  proposed-dlms-version-number: ${request.proposedDlmsVersionNumber}`,
    `  proposed-conformance: ${conformanceText(request.proposedConformance)}`,
    `  client-max-receive-pdu-size: ${request.clientMaxReceivePduSize}`,
  ];
}

function initiateResponseText(response: InitiateResponse): string[] {
  const { negotiatedQualityOfService: quality } = response;
  return [
    response.kind,
    ...(quality === undefined ? [] : [`  negotiated-quality-of-service: ${quality}`]),
    `  negotiated-dlms-version-number: ${response.negotiatedDlmsVersionNumber}`,
    `  negotiated-conformance: ${conformanceText(response.negotiatedConformance)}`,
    `  server-max-receive-pdu-size: ${response.serverMaxReceivePduSize}`,
    `  vaa-name: ${response.vaaName.toString(16).toUpperCase().padStart(4, '0')}`,
  ];
}

function conformanceText(conformance: Conformance): string {
  return conformance.size === 0 ? 'none' : [...conformance].join(', ');
}

function confirmedServiceErrorText(error: ConfirmedServiceError): string {
  return `${error.kind}: ${failedServiceName(error)}, ${serviceErrorName(error)}`;
}

function exceptionText({ kind, stateError, serviceError, invocationCounter }: ExceptionResponse): string {
  const counter = invocationCounter === undefined ? '' : `, lowest acceptable counter ${invocationCounter}`;
  return `${kind}: ${stateError}, ${serviceError}${counter}`;
}

function dataNotificationText(notification: DataNotification): string[] {
  const { dateTime, longInvokeIdAndPriority } = notification;
  return [
    `${notification.kind}, long-invoke-id ${longInvokeIdAndPriority & 0xffffff}`,
    ...(dateTime ? [`  date-time: ${dateTimeText(dateTime)}`] : []),
    `  notification-body: ${dataText(notification.body)}`,
  ];
}

function eventNotificationText(notification: EventNotification): string[] {
  return [
    notification.kind,
    ...(notification.time ? [`  time: ${dateTimeText(notification.time)}`] : []),
    `  attribute: ${attributeText(notification.attribute)}`,
    `  value: ${dataText(notification.value)}`,
  ];
}

function generalBlockTransferText(block: GeneralBlockTransfer): string {
  const flags = `${block.lastBlock ? ', last-block' : ''}${block.streaming ? ', streaming' : ''}, window ${block.window}`;
  const numbers = `block ${block.blockNumber}, acknowledges ${block.blockNumberAcknowledged}`;
  return `${block.kind}: ${numbers}${flags}, ${block.blockData.length} octets`;
}
