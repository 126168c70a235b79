import { describe, expect, it } from 'vitest';
import { APPLICATION_CONTEXTS, MECHANISMS } from '#dlms/apdu/acse';
import { decodeApdu } from '#dlms/apdu/apdu';
import { apduText } from '#dlms/apdu/apdu-text';
import * as value from '#dlms/codec/data-values';
import { fromHex } from '#dlms/codec/hex';
import { vector } from './four-ways';

const textOf = (hex: string) => apduText(decodeApdu(fromHex(hex)));
const NONE_REQUESTED = [
  '    initiate-request',
  '      proposed-dlms-version-number: 6',
  '      proposed-conformance: priority-mgmt-supported, attribute0-supported-with-get, ' +
    'block-transfer-with-get-or-read, block-transfer-with-set-or-write, block-transfer-with-action, ' +
    'multiple-references, get, set, selective-access, event-notification, action',
  '      client-max-receive-pdu-size: 1200',
];

describe('the text of an association', () => {
  it('masks the password of an AARQ', () => {
    expect(textOf(vector('acse', 'aarq_lls'))).toEqual([
      'AARQ',
      '  application-context-name: logical-name-referencing-no-ciphering (2.16.756.5.8.1.1)',
      '  sender-acse-requirements: 1',
      '  mechanism-name: low-level-security (2.16.756.5.8.2.1)',
      '  calling-authentication-value: ‹password›',
      '  user-information:',
      ...NONE_REQUESTED,
    ]);
  });

  it('shows the challenge of an AARQ', () => {
    expect(textOf(vector('acse', 'aarq_hls5'))).toContain('  calling-authentication-value: 4B 35 36 69 56 61 67 59');
  });

  it.each([undefined, '2.16.756.5.8.2.0', '2.16.756.5.8.2.8', '1.2.3'])(
    'masks where the mechanism is %s',
    (mechanism) => {
      const text = apduText({
        kind: 'AARQ',
        applicationContextName: APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'],
        ...(mechanism !== undefined && { mechanismName: mechanism }),
        callingAuthenticationValue: fromHex('AABBCCDD'),
      });
      expect(text).toContain('  calling-authentication-value: ‹password›');
      expect(text.join()).not.toContain('AA BB');
    },
  );

  it('says what an AARE decided', () => {
    expect(textOf(vector('acse', 'hls_aare'))).toEqual([
      'AARE',
      '  application-context-name: logical-name-referencing-with-ciphering (2.16.756.5.8.1.3)',
      '  result: accepted',
      '  result-source-diagnostic: acse-service-user: authentication-required',
      '  responding-AP-title: 4D 4D 4D 00 00 BC 61 4E',
      '  responder-acse-requirements: 1',
      `  mechanism-name: high-level-security-using-gmac (${MECHANISMS['high-level-security-using-gmac']})`,
      '  responding-authentication-value: 50 36 77 52 4A 32 31 46',
      '  user-information:',
      '    glo-initiate-response, 33 octets',
    ]);
  });

  it('names the error of a refused initiate', () => {
    expect(textOf(vector('acse', 'aare_init_fail')).at(-1)).toBe(
      '    confirmed-service-error: initiateError, initiate / dlms-version-too-low',
    );
  });

  it('masks the dedicated key', () => {
    const text = textOf(vector('acse', 'init_plain_ded'));
    expect(text).toContain('  dedicated-key: ‹dedicated key, 16 octets›');
    expect(text.join().replace(/\s/g, '')).not.toContain('0011');
  });

  it('shows nothing of user-information that cannot be decoded', () => {
    const broken = fromHex(vector('acse', 'init_plain_ded')).subarray(0, 25);
    const text = apduText({ kind: 'RLRQ', reason: 'normal', userInformation: broken });
    expect(text).toEqual(['RLRQ', '  reason: normal', '  user-information:', '    not decodable, 25 octets']);
  });
});

describe('the text of a service', () => {
  it.each([
    [
      'C001C100080000010000FF0200',
      ['get-request normal, invoke-id 1, confirmed, high priority', '  attribute: 8/0-0:1.0.0.255/2'],
    ],
    [
      'C40142000600000064',
      ['get-response normal, invoke-id 2, confirmed, normal priority', '  data: double-long-unsigned 100'],
    ],
    [
      'C401C10103',
      ['get-response normal, invoke-id 1, confirmed, high priority', '  data-access-result: read-write-denied'],
    ],
    [
      'C402C10100000002000401020304',
      [
        'get-response with-datablock, invoke-id 1, confirmed, high priority',
        '  block-number: 2, last-block',
        '  raw-data: 4 octets 01 02 03 04',
      ],
    ],
    [
      'C503C11300000002',
      [
        'set-response last-datablock, invoke-id 1, confirmed, high priority',
        '  result: data-block-number-invalid',
        '  block-number: 2',
      ],
    ],
    [
      'C301C10046000060030AFF01010F00',
      [
        'action-request normal, invoke-id 1, confirmed, high priority',
        '  method: 70/0-0:96.3.10.255/1',
        '  parameters: integer 0',
      ],
    ],
    [
      'C701C10001010B',
      [
        'action-response normal, invoke-id 1, confirmed, high priority',
        '  result: success',
        '  return-parameters: data-access-result: object-unavailable',
      ],
    ],
    [
      'D8010600000010',
      ['exception-response: service-not-allowed, invocation-counter-error, lowest acceptable counter 16'],
    ],
    ['E0410001000006C401C1000906', ['general-block-transfer: block 1, acknowledges 0, streaming, window 1, 6 octets']],
  ])('%s', (hex, lines) => expect(textOf(hex)).toEqual(lines));

  it('masks secrets that are written to an association', () => {
    const association = { classId: 15, logicalName: '0-0:40.0.0.255' } as const;
    const secret = value.octetString('AABBCCDD');
    const head = { invokeIdAndPriority: 0xc1, choice: 'normal' } as const;
    const texts = [
      apduText({ kind: 'set-request', ...head, attribute: { ...association, attributeId: 7 }, value: secret }),
      apduText({ kind: 'action-request', ...head, method: { ...association, methodId: 2 }, parameters: secret }),
      apduText({
        kind: 'access-request',
        longInvokeIdAndPriority: 1,
        specifications: [{ service: 'action', method: { ...association, methodId: 2 } }],
        data: [secret],
      }),
    ];
    for (const text of texts) expect(text.at(-1)).toMatch(/‹secret›$/);
    expect(texts.flat().join()).not.toContain('AA BB');
  });

  it('does not show blocks of what is written', () => {
    expect(textOf(vector('axdr_xdlms', 'SET first')).at(-1)).toBe('  raw-data: 8 octets');
  });

  it('shows what an ACCESS asked and got', () => {
    expect(textOf(vector('axdr_xdlms', 'access'))).toEqual([
      'access-request, long-invoke-id 1',
      '  get attribute: 8/0-0:1.0.0.255/2',
      '  set attribute: 1/0-0:128.0.0.255/2',
      '  method: 70/0-0:96.3.10.255/1',
      '  value: null-data',
      '  value: unsigned 5',
      '  parameters: integer 0',
    ]);
    expect(textOf(vector('axdr_xdlms', 'access resp')).slice(-3)).toEqual([
      '  get result: success',
      '  set result: success',
      '  action result: success',
    ]);
  });
});
