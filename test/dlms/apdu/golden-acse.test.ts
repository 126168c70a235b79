import { describe, expect, it } from 'vitest';
import { type Aare, type Aarq, APPLICATION_CONTEXTS, MECHANISMS } from '#dlms/apdu/acse';
import type { Apdu } from '#dlms/apdu/apdu';
import { fromHex } from '#dlms/codec/hex';
import golden from '../../../fixtures/vectors/golden.json';
import { fourWays, vector } from './four-ways';

const PLAIN = APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'];
const SHORT_NAMES = APPLICATION_CONTEXTS['short-name-referencing-no-ciphering'];
const CIPHERED = APPLICATION_CONTEXTS['logical-name-referencing-with-ciphering'];
const AUTHENTICATION = { bits: 1, octets: fromHex('80') };
const INITIATE_REQUEST = fromHex('01000000065F1F0400007E1F04B0');
const INITIATE_RESPONSE = fromHex('0800065F1F040000501F01F40007');
const CLIENT_TITLE = fromHex('4D4D4D0000000001');
const SERVER_TITLE = fromHex('4D4D4D0000BC614E');
const CTOS = new TextEncoder().encode('K56iVagY');
const STOC = new TextEncoder().encode('P6wRJ21F');

const aarq: Aarq = { kind: 'AARQ', applicationContextName: PLAIN, userInformation: INITIATE_REQUEST };
const lowLevel = {
  senderAcseRequirements: AUTHENTICATION,
  mechanismName: MECHANISMS['low-level-security'],
  callingAuthenticationValue: new TextEncoder().encode('12345678'),
} as const;
const gmac = {
  senderAcseRequirements: AUTHENTICATION,
  mechanismName: MECHANISMS['high-level-security-using-gmac'],
  callingAuthenticationValue: CTOS,
} as const;
const aare: Aare = {
  kind: 'AARE',
  applicationContextName: PLAIN,
  result: 'accepted',
  diagnostic: { source: 'acse-service-user', value: 'null' },
  userInformation: INITIATE_RESPONSE,
};
const gmacPending = {
  diagnostic: { source: 'acse-service-user', value: 'authentication-required' },
  responderAcseRequirements: AUTHENTICATION,
  mechanismName: MECHANISMS['high-level-security-using-gmac'],
  respondingAuthenticationValue: STOC,
} as const;

/** The vector behind its first octets, which are those of the fields before user-information. */
function tail(name: string, octets: number): Uint8Array {
  return fromHex(vector('acse', name)).slice(-octets);
}

const EXPECTED: Readonly<Record<string, Apdu>> = {
  aarq_ln_none: aarq,
  aarq_sn_none: {
    ...aarq,
    applicationContextName: SHORT_NAMES,
    userInformation: fromHex('01000000065F1F04001C0320FFFF'),
  },
  aarq_lls: { ...aarq, ...lowLevel },
  aarq_hls5: { ...aarq, ...gmac },
  aare_ln: aare,
  aare_sn: {
    ...aare,
    applicationContextName: SHORT_NAMES,
    userInformation: fromHex('0800065F1F04001C032001F4FA00'),
  },
  aare_hls5: { ...aare, ...gmacPending },
  aare_ctx_fail: {
    ...aare,
    result: 'rejected-permanent',
    diagnostic: { source: 'acse-service-user', value: 'application-context-name-not-supported' },
  },
  aare_init_fail: {
    ...aare,
    result: 'rejected-permanent',
    diagnostic: { source: 'acse-service-user', value: 'no-reason-given' },
    userInformation: fromHex('0E010601'),
  },
  init_plain_ded: {
    kind: 'initiate-request',
    dedicatedKey: fromHex('00112233445566778899AABBCCDDEEFF'),
    responseAllowed: true,
    proposedDlmsVersionNumber: 6,
    proposedConformance: new Set([
      'priority-mgmt-supported',
      'attribute0-supported-with-get',
      'block-transfer-with-get-or-read',
      'block-transfer-with-set-or-write',
      'block-transfer-with-action',
      'multiple-references',
      'get',
      'set',
      'selective-access',
      'event-notification',
      'action',
    ]),
    clientMaxReceivePduSize: 1200,
  },
  aarq_cip_lls: {
    ...aarq,
    ...lowLevel,
    applicationContextName: CIPHERED,
    callingApTitle: SERVER_TITLE,
    userInformation: fromHex(vector('acse', 'init_gloded')),
  },
  initresp_plain: {
    kind: 'initiate-response',
    negotiatedDlmsVersionNumber: 6,
    negotiatedConformance: new Set([
      'priority-mgmt-supported',
      'attribute0-supported-with-get',
      'block-transfer-with-get-or-read',
      'block-transfer-with-set-or-write',
      'block-transfer-with-action',
      'get',
      'set',
      'selective-access',
      'event-notification',
      'action',
    ]),
    serverMaxReceivePduSize: 1024,
    vaaName: 7,
  },
  aare_cip: {
    ...aare,
    applicationContextName: CIPHERED,
    respondingApTitle: SERVER_TITLE,
    userInformation: fromHex(vector('acse', 'initresp_glo')),
  },
  hls_aarq: {
    ...aarq,
    ...gmac,
    applicationContextName: CIPHERED,
    callingApTitle: CLIENT_TITLE,
    userInformation: tail('hls_aarq', 0x32),
  },
  hls_aare: {
    ...aare,
    ...gmacPending,
    applicationContextName: CIPHERED,
    respondingApTitle: SERVER_TITLE,
    userInformation: fromHex(vector('acse', 'initresp_glo')),
  },
  hls_action_plain: {
    kind: 'action-request',
    choice: 'normal',
    invokeIdAndPriority: 0xc1,
    method: { classId: 15, logicalName: '0-0:40.0.0.255', methodId: 1 },
    parameters: { type: 'octet-string', value: fromHex(vector('acse', 'hls_f_stoc')) },
  },
  hls_actresp_plain: {
    kind: 'action-response',
    choice: 'normal',
    invokeIdAndPriority: 0xc1,
    outcome: {
      result: 'success',
      returnParameters: { data: { type: 'octet-string', value: fromHex(vector('acse', 'hls_f_ctos')) } },
    },
  },
  rlrq: { kind: 'RLRQ', reason: 'normal' },
  rlre: { kind: 'RLRE', reason: 'normal' },
  rlrq_ui: { kind: 'RLRQ', reason: 'normal', userInformation: tail('rlrq_ui', 0x32) },
  rlre_ui: { kind: 'RLRE', reason: 'normal', userInformation: tail('rlre_ui', 0x21) },
  rlrq_ui_plain: { kind: 'RLRQ', reason: 'normal', userInformation: INITIATE_REQUEST },
};

/** Protected APDUs (ciphered.test.ts) and values that are no APDU. */
const ELSEWHERE = [
  'init_gloded',
  'initresp_glo',
  'hls_f_stoc',
  'hls_f_ctos',
  'hls_action_ded',
  'hls_action_glo',
  'hls_actresp_ded',
  'hls_actresp_glo',
  'ded_get',
];

describe('golden ACSE vectors', () => {
  for (const [name, expected] of Object.entries(EXPECTED)) fourWays('acse', name, expected);

  it('leave none out', () => {
    expect([...Object.keys(EXPECTED), ...ELSEWHERE].sort()).toEqual(Object.keys(golden.acse).sort());
  });
});
