import { describe, expect, it } from 'vitest';
import type { AccessSpecification } from '#dlms/apdu/access';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import * as value from '#dlms/codec/data-values';
import type { CosemDateTime } from '#dlms/codec/date-time';
import { fromHex, toHex } from '#dlms/codec/hex';
import golden from '../../../fixtures/vectors/golden.json';
import { expectEveryCutRefused } from '../codec/cut';
import { fourWays, vector } from './four-ways';

const C1 = 0xc1;
const SUMMER = '07EA031D07031E0F00FF8880';
const summer: CosemDateTime = {
  year: 2026,
  month: 3,
  dayOfMonth: 29,
  dayOfWeek: 7,
  hour: 3,
  minute: 30,
  second: 15,
  hundredths: 0,
  deviation: -120,
  clockStatus: 0x80,
};
const clock = { classId: 8, logicalName: '0-0:1.0.0.255', attributeId: 2 } as const;
const profile = { classId: 7, logicalName: '1-0:99.1.0.255', attributeId: 2 } as const;
const twoData = [
  { attribute: { classId: 1, logicalName: '0-0:128.0.0.255', attributeId: 2 } },
  { attribute: { classId: 1, logicalName: '0-0:128.1.0.255', attributeId: 2 } },
] as const;
const twoValues = [value.octetString('01020304'), value.visibleString('000')];
const energy = { classId: 3, logicalName: '1-0:1.8.0.255', attributeId: 2 } as const;
const specifications: readonly AccessSpecification[] = [
  { service: 'get', attribute: clock },
  { service: 'set', attribute: twoData[0].attribute },
  { service: 'action', method: { classId: 70, logicalName: '0-0:96.3.10.255', methodId: 1 } },
];

const EXPECTED: Readonly<Record<string, Apdu>> = {
  'GET range': {
    kind: 'get-request',
    choice: 'normal',
    invokeIdAndPriority: C1,
    attribute: profile,
    selection: {
      selector: 1,
      parameters: value.structure(
        value.structure(
          value.longUnsigned(8),
          value.octetString('0000010000FF'),
          value.integer(2),
          value.longUnsigned(0),
        ),
        value.octetString('07EA0B01FF000000008000FF'),
        value.octetString('07EA0B02FF000000008000FF'),
        value.array(),
      ),
    },
  },
  'GET entry': {
    kind: 'get-request',
    choice: 'normal',
    invokeIdAndPriority: C1,
    attribute: profile,
    selection: {
      selector: 2,
      parameters: value.structure(
        value.doubleLongUnsigned(1),
        value.doubleLongUnsigned(10),
        value.longUnsigned(1),
        value.longUnsigned(0),
      ),
    },
  },
  'GET list': { kind: 'get-request', choice: 'with-list', invokeIdAndPriority: C1, attributes: twoData },
  'GET list resp': {
    kind: 'get-response',
    choice: 'with-list',
    invokeIdAndPriority: C1,
    results: twoValues.map((data) => ({ data })),
  },
  'GET next': { kind: 'get-request', choice: 'next', invokeIdAndPriority: C1, blockNumber: 1 },
  'GET db': {
    kind: 'get-response',
    choice: 'with-datablock',
    invokeIdAndPriority: C1,
    lastBlock: false,
    blockNumber: 1,
    block: { rawData: fromHex('0102030405060708') },
  },
  'GET db err': {
    kind: 'get-response',
    choice: 'with-datablock',
    invokeIdAndPriority: C1,
    lastBlock: true,
    blockNumber: 1,
    block: { error: 'data-block-unavailable' },
  },
  'SET normal': {
    kind: 'set-request',
    choice: 'normal',
    invokeIdAndPriority: C1,
    attribute: clock,
    value: value.octetString(SUMMER),
  },
  'SET first': {
    kind: 'set-request',
    choice: 'with-first-datablock',
    invokeIdAndPriority: C1,
    attribute: twoData[0].attribute,
    block: { lastBlock: false, blockNumber: 1, rawData: fromHex('0932010203040506') },
  },
  'SET block': {
    kind: 'set-request',
    choice: 'with-datablock',
    invokeIdAndPriority: C1,
    block: { lastBlock: true, blockNumber: 2, rawData: fromHex('0708') },
  },
  'SET list': {
    kind: 'set-request',
    choice: 'with-list',
    invokeIdAndPriority: C1,
    attributes: twoData,
    values: twoValues,
  },
  ACTION: {
    kind: 'action-request',
    choice: 'normal',
    invokeIdAndPriority: C1,
    method: { classId: 70, logicalName: '0-0:96.3.10.255', methodId: 1 },
    parameters: value.integer(0),
  },
  DN: {
    kind: 'data-notification',
    longInvokeIdAndPriority: 0x40000001,
    dateTime: summer,
    body: value.structure(value.octetString('0000190900FF'), value.longUnsigned(100)),
  },
  EN: { kind: 'event-notification', time: summer, attribute: energy, value: value.doubleLongUnsigned(100) },
  'EN no time': { kind: 'event-notification', attribute: energy, value: value.doubleLongUnsigned(100) },
  GBT1: {
    kind: 'general-block-transfer',
    lastBlock: false,
    streaming: true,
    window: 1,
    blockNumber: 1,
    blockNumberAcknowledged: 0,
    blockData: fromHex('C401C1000906'),
  },
  access: {
    kind: 'access-request',
    longInvokeIdAndPriority: 0x40000001,
    specifications,
    data: [value.nullData, value.unsigned(5), value.integer(0)],
  },
  'access resp': {
    kind: 'access-response',
    longInvokeIdAndPriority: 0x40000001,
    data: [value.octetString(SUMMER), value.nullData, value.nullData],
    results: [
      { service: 'get', result: 'success' },
      { service: 'set', result: 'success' },
      { service: 'action', result: 'success' },
    ],
  },
};

/** The samples of xdlms.md that are not among the vectors of the file. */
const SAMPLES: readonly (readonly [string, Apdu])[] = [
  ['C001C100080000010000FF0200', { kind: 'get-request', choice: 'normal', invokeIdAndPriority: C1, attribute: clock }],
  [
    `C401C100090C${SUMMER}`,
    { kind: 'get-response', choice: 'normal', invokeIdAndPriority: C1, result: { data: value.octetString(SUMMER) } },
  ],
  [
    'C401C10103',
    { kind: 'get-response', choice: 'normal', invokeIdAndPriority: C1, result: { error: 'read-write-denied' } },
  ],
  ['C501C100', { kind: 'set-response', choice: 'normal', invokeIdAndPriority: C1, result: 'success' }],
  ['C502C100000001', { kind: 'set-response', choice: 'datablock', invokeIdAndPriority: C1, blockNumber: 1 }],
  [
    'C503C10000000002',
    { kind: 'set-response', choice: 'last-datablock', invokeIdAndPriority: C1, result: 'success', blockNumber: 2 },
  ],
  [
    'C701C10000',
    { kind: 'action-response', choice: 'normal', invokeIdAndPriority: C1, outcome: { result: 'success' } },
  ],
  ['0E010601', { kind: 'confirmed-service-error', service: 1, errorClass: 6, value: 1 }],
  ['D80101', { kind: 'exception-response', stateError: 'service-not-allowed', serviceError: 'operation-not-possible' }],
  ['D80202', { kind: 'exception-response', stateError: 'service-unknown', serviceError: 'service-not-supported' }],
  [
    'D8010600000010',
    {
      kind: 'exception-response',
      stateError: 'service-not-allowed',
      serviceError: 'invocation-counter-error',
      invocationCounter: 16,
    },
  ],
];

describe('golden xDLMS vectors', () => {
  for (const [name, expected] of Object.entries(EXPECTED)) fourWays('axdr_xdlms', name, expected);

  it('leave out only Data and dates, which are lower case by name', () => {
    const left = Object.keys(golden.axdr_xdlms).filter((name) => !(name in EXPECTED));
    expect(left.filter((name) => /^([A-Z]|access)/.test(name))).toEqual([]);
  });

  it('decode the ACCESS request of the Green Book and encode it again', () => {
    const hex = vector('security', 'gb_access_request');
    const request = decodeApdu(fromHex(hex));
    expect(request).toMatchObject({ kind: 'access-request', longInvokeIdAndPriority: 0x40000000 });
    expect(toHex(encodeApdu(request))).toBe(hex);
    expectEveryCutRefused(fromHex(hex), decodeApdu);
  });
});

describe('samples of the reference', () => {
  it.each(SAMPLES)('%s decodes, encodes, and is refused cut anywhere', (hex, expected) => {
    expect(decodeApdu(fromHex(hex))).toStrictEqual(expected);
    expect(toHex(encodeApdu(expected))).toBe(hex);
    expectEveryCutRefused(fromHex(hex), decodeApdu);
  });
});
