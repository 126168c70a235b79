import { APPLICATION_CONTEXTS } from '#dlms/apdu/acse';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { AARQ_TAG, RLRQ_TAG } from '#dlms/apdu/tags';
import { PeerProtocolError } from '#dlms/errors';

/** What is said to any APDU, for which little of it has to be understood. */
export type NullAnswer = (apdu: Uint8Array) => Apdu;

const LN_PLAIN = APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'];

/** No, whatever was asked. */
export function refusal(apdu: Uint8Array): Apdu {
  if (apdu[0] === RLRQ_TAG) return { kind: 'RLRE', reason: 'not-finished' };
  if (apdu[0] !== AARQ_TAG) {
    return { kind: 'exception-response', stateError: 'service-not-allowed', serviceError: 'operation-not-possible' };
  }
  return {
    kind: 'AARE',
    applicationContextName: LN_PLAIN,
    result: 'rejected-permanent',
    diagnostic: { source: 'acse-service-user', value: 'no-reason-given' },
    userInformation: encodeApdu({ kind: 'confirmed-service-error', service: 1, errorClass: 6, value: 4 }),
  };
}

/** Yes, whatever was asked. */
export function consent(apdu: Uint8Array): Apdu {
  const request = decodedOrUndefined(apdu);
  const invokeIdAndPriority = apdu[2] ?? 0;
  if (apdu[0] === AARQ_TAG) return acceptance(request);
  if (apdu[0] === RLRQ_TAG) return { kind: 'RLRE', reason: 'normal' };
  if (apdu[0] === 0xc1) return { kind: 'set-response', choice: 'normal', invokeIdAndPriority, result: 'success' };
  if (apdu[0] === 0xc3) {
    return { kind: 'action-response', choice: 'normal', invokeIdAndPriority, outcome: { result: 'success' } };
  }
  return { kind: 'get-response', choice: 'normal', invokeIdAndPriority, result: { data: { type: 'null-data' } } };
}

function acceptance(request: Apdu | undefined): Apdu {
  const aarq = request?.kind === 'AARQ' ? request : undefined;
  const initiate = aarq?.userInformation && decodedOrUndefined(aarq.userInformation);
  const proposed = initiate?.kind === 'initiate-request' ? initiate.proposedConformance : undefined;
  return {
    kind: 'AARE',
    applicationContextName: aarq?.applicationContextName ?? LN_PLAIN,
    result: 'accepted',
    diagnostic: { source: 'acse-service-user', value: 'null' },
    userInformation: encodeApdu({
      kind: 'initiate-response',
      negotiatedDlmsVersionNumber: 6,
      negotiatedConformance: proposed ?? new Set(['get', 'set', 'action']),
      serverMaxReceivePduSize: 1024,
      vaaName: 7,
    }),
  };
}

function decodedOrUndefined(octets: Uint8Array): Apdu | undefined {
  try {
    return decodeApdu(octets);
  } catch (error) {
    if (error instanceof PeerProtocolError) return undefined;
    throw error;
  }
}
