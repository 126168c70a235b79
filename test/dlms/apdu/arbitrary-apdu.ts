import fc from 'fast-check';
import type { Apdu } from '#dlms/apdu/apdu';
import { CONFORMANCE_BITS, type ConformanceBit } from '#dlms/apdu/conformance';
import type { AttributeSelection, MethodDescriptor } from '#dlms/apdu/descriptors';
import type { GetDataResult } from '#dlms/apdu/get';
import { ACTION_RESULTS, type ActionResult, DATA_ACCESS_RESULTS, type DataAccessResult } from '#dlms/apdu/results';
import type { DataBlock } from '#dlms/apdu/set';
import { decodeObis } from '#dlms/codec/obis';
import { arbitraryData, arbitraryDateTime } from '../codec/arbitrary-data';

const namesOf = <Name extends string>(codes: Readonly<Record<Name, number>>): Name[] => Object.keys(codes) as Name[];
const u = (bits: 8 | 16) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const invokeIdAndPriority = u(8);
const octets = fc.uint8Array({ maxLength: 300 });
const data = arbitraryData;
const blockNumber = u32;
const error: fc.Arbitrary<DataAccessResult> = fc.constantFrom(...namesOf(DATA_ACCESS_RESULTS));
const actionResult: fc.Arbitrary<ActionResult> = fc.constantFrom(...namesOf(ACTION_RESULTS));
const getResult: fc.Arbitrary<GetDataResult> = fc.oneof(fc.record({ data }), fc.record({ error }));
const logicalName = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(decodeObis);
const memberId = fc.integer({ min: -128, max: 127 });
const attribute = fc.record({ classId: u(16), logicalName, attributeId: memberId });
const method: fc.Arbitrary<MethodDescriptor> = fc.record({ classId: u(16), logicalName, methodId: memberId });
const selection = fc.record({ selector: u(8), parameters: data });
const target: fc.Arbitrary<AttributeSelection> = fc.record({ attribute, selection }, { requiredKeys: ['attribute'] });
const block: fc.Arbitrary<DataBlock> = fc.record({ lastBlock: fc.boolean(), blockNumber, rawData: octets });
const outcome = fc.record({ result: actionResult, returnParameters: getResult }, { requiredKeys: ['result'] });
const list = <T>(element: fc.Arbitrary<T>) => fc.array(element, { maxLength: 4 });
const conformance: fc.Arbitrary<ReadonlySet<ConformanceBit>> = fc
  .subarray([...CONFORMANCE_BITS])
  .map((bits) => new Set(bits));
const is = <T extends string>(value: T) => fc.constant(value);

const getRequest = { kind: is('get-request'), invokeIdAndPriority };
const getResponse = { kind: is('get-response'), invokeIdAndPriority };
const setRequest = { kind: is('set-request'), invokeIdAndPriority };
const setResponse = { kind: is('set-response'), invokeIdAndPriority };
const actionRequest = { kind: is('action-request'), invokeIdAndPriority };
const actionResponse = { kind: is('action-response'), invokeIdAndPriority };

const services: readonly fc.Arbitrary<Apdu>[] = [
  fc
    .tuple(fc.record({ ...getRequest, choice: is('normal') }), target)
    .map(([head, selected]): Apdu => ({ ...head, ...selected })),
  fc.record({ ...getRequest, choice: is('next'), blockNumber }),
  fc.record({ ...getRequest, choice: is('with-list'), attributes: list(target) }),
  fc.record({ ...getResponse, choice: is('normal'), result: getResult }),
  fc.record({
    ...getResponse,
    choice: is('with-datablock'),
    lastBlock: fc.boolean(),
    blockNumber,
    block: fc.oneof(fc.record({ rawData: octets }), fc.record({ error })),
  }),
  fc.record({ ...getResponse, choice: is('with-list'), results: list(getResult) }),
  fc
    .tuple(fc.record({ ...setRequest, choice: is('normal'), value: data }), target)
    .map(([head, selected]): Apdu => ({ ...head, ...selected })),
  fc
    .tuple(fc.record({ ...setRequest, choice: is('with-first-datablock'), block }), target)
    .map(([head, selected]): Apdu => ({ ...head, ...selected })),
  fc.record({ ...setRequest, choice: is('with-datablock'), block }),
  fc.record({ ...setRequest, choice: is('with-list'), attributes: list(target), values: list(data) }),
  fc.record({ ...setRequest, choice: is('with-list-and-first-datablock'), attributes: list(target), block }),
  fc.record({ ...setResponse, choice: is('normal'), result: error }),
  fc.record({ ...setResponse, choice: is('datablock'), blockNumber }),
  fc.record({ ...setResponse, choice: is('last-datablock'), result: error, blockNumber }),
  fc.record({ ...setResponse, choice: is('last-datablock-with-list'), results: list(error), blockNumber }),
  fc.record({ ...setResponse, choice: is('with-list'), results: list(error) }),
  fc.record(
    { ...actionRequest, choice: is('normal'), method, parameters: data },
    { requiredKeys: ['kind', 'choice', 'invokeIdAndPriority', 'method'] },
  ),
  fc.record({ ...actionRequest, choice: is('next-pblock'), blockNumber }),
  fc.record({ ...actionRequest, choice: is('with-list'), methods: list(method), parameters: list(data) }),
  fc.record({ ...actionRequest, choice: is('with-first-pblock'), method, block }),
  fc.record({ ...actionRequest, choice: is('with-list-and-first-pblock'), methods: list(method), block }),
  fc.record({ ...actionRequest, choice: is('with-pblock'), block }),
  fc.record({ ...actionResponse, choice: is('normal'), outcome }),
  fc.record({ ...actionResponse, choice: is('with-pblock'), block }),
  fc.record({ ...actionResponse, choice: is('with-list'), outcomes: list(outcome) }),
  fc.record({ ...actionResponse, choice: is('next-pblock'), blockNumber }),
];

const specification = fc.oneof(
  fc
    .tuple(fc.constantFrom('get' as const, 'set' as const), target)
    .map(([service, selected]) => ({ service, ...selected })),
  fc.record({ service: is('action'), method }),
);
const accessResult = fc.oneof(
  fc.record({ service: fc.constantFrom('get' as const, 'set' as const), result: error }),
  fc.record({ service: is('action'), result: actionResult }),
);

const others: readonly fc.Arbitrary<Apdu>[] = [
  fc.record(
    {
      kind: is('initiate-request'),
      dedicatedKey: octets,
      responseAllowed: fc.boolean(),
      proposedQualityOfService: memberId,
      proposedDlmsVersionNumber: u(8),
      proposedConformance: conformance,
      clientMaxReceivePduSize: u(16),
    },
    {
      requiredKeys: [
        'kind',
        'responseAllowed',
        'proposedDlmsVersionNumber',
        'proposedConformance',
        'clientMaxReceivePduSize',
      ],
    },
  ),
  fc.record(
    {
      kind: is('initiate-response'),
      negotiatedQualityOfService: memberId,
      negotiatedDlmsVersionNumber: u(8),
      negotiatedConformance: conformance,
      serverMaxReceivePduSize: u(16),
      vaaName: u(16),
    },
    {
      requiredKeys: [
        'kind',
        'negotiatedDlmsVersionNumber',
        'negotiatedConformance',
        'serverMaxReceivePduSize',
        'vaaName',
      ],
    },
  ),
  fc.record({ kind: is('confirmed-service-error'), service: u(8), errorClass: u(8), value: u(8) }),
  fc.record({
    kind: is('exception-response'),
    stateError: fc.constantFrom('service-not-allowed' as const, 'service-unknown' as const),
    serviceError: fc.constantFrom('operation-not-possible' as const, 'deciphering-error' as const),
  }),
  fc.record({
    kind: is('exception-response'),
    stateError: is('service-not-allowed'),
    serviceError: is('invocation-counter-error'),
    invocationCounter: u32,
  }),
  fc.record(
    { kind: is('data-notification'), longInvokeIdAndPriority: u32, dateTime: arbitraryDateTime, body: data },
    { requiredKeys: ['kind', 'longInvokeIdAndPriority', 'body'] },
  ),
  fc.record(
    { kind: is('event-notification'), time: arbitraryDateTime, attribute, value: data },
    { requiredKeys: ['kind', 'attribute', 'value'] },
  ),
  fc.record({
    kind: is('general-block-transfer'),
    lastBlock: fc.boolean(),
    streaming: fc.boolean(),
    window: fc.integer({ min: 0, max: 63 }),
    blockNumber: u(16),
    blockNumberAcknowledged: u(16),
    blockData: octets,
  }),
  fc.record(
    {
      kind: is('access-request'),
      longInvokeIdAndPriority: u32,
      dateTime: arbitraryDateTime,
      specifications: list(specification),
      data: list(data),
    },
    { requiredKeys: ['kind', 'longInvokeIdAndPriority', 'specifications', 'data'] },
  ),
  fc.record(
    {
      kind: is('access-response'),
      longInvokeIdAndPriority: u32,
      dateTime: arbitraryDateTime,
      specifications: list(specification),
      data: list(data),
      results: list(accessResult),
    },
    { requiredKeys: ['kind', 'longInvokeIdAndPriority', 'data', 'results'] },
  ),
];

const identifier = fc
  .array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 6 })
  .map((arcs) => `2.16.${arcs.join('.')}`);
const bitString = octets.map((bits) => ({ bits: bits.length * 8, octets: bits }));
const invocationId = fc.integer({ min: 0, max: 0x7fffffff });

const associations: readonly fc.Arbitrary<Apdu>[] = [
  fc.record(
    {
      kind: is('AARQ'),
      protocolVersion: bitString,
      applicationContextName: identifier,
      calledApTitle: octets,
      calledAeQualifier: octets,
      calledApInvocationId: invocationId,
      calledAeInvocationId: invocationId,
      callingApTitle: octets,
      callingAeQualifier: octets,
      callingApInvocationId: invocationId,
      callingAeInvocationId: invocationId,
      senderAcseRequirements: bitString,
      mechanismName: identifier,
      callingAuthenticationValue: octets,
      implementationInformation: octets,
      userInformation: octets,
    },
    { requiredKeys: ['kind', 'applicationContextName'] },
  ),
  fc.record(
    {
      kind: is('AARE'),
      protocolVersion: bitString,
      applicationContextName: identifier,
      result: fc.constantFrom('accepted' as const, 'rejected-permanent' as const, 'rejected-transient' as const),
      diagnostic: fc.oneof(
        fc.record({
          source: is('acse-service-user'),
          value: fc.constantFrom('null' as const, 'authentication-failure' as const),
        }),
        fc.record({ source: is('acse-service-provider'), value: is('no-common-acse-version') }),
      ),
      respondingApTitle: octets,
      respondingAeQualifier: octets,
      respondingApInvocationId: invocationId,
      respondingAeInvocationId: invocationId,
      responderAcseRequirements: bitString,
      mechanismName: identifier,
      respondingAuthenticationValue: octets,
      implementationInformation: octets,
      userInformation: octets,
    },
    { requiredKeys: ['kind', 'applicationContextName', 'result', 'diagnostic'] },
  ),
  fc.record(
    {
      kind: is('RLRQ'),
      reason: fc.constantFrom('normal' as const, 'urgent' as const, 'user-defined' as const),
      userInformation: octets,
    },
    { requiredKeys: ['kind'] },
  ),
  fc.record(
    {
      kind: is('RLRE'),
      reason: fc.constantFrom('normal' as const, 'not-finished' as const, 'user-defined' as const),
      userInformation: octets,
    },
    { requiredKeys: ['kind'] },
  ),
];

/** One arbitrary for each kind and choice. */
export const ARBITRARY_APDUS: readonly fc.Arbitrary<Apdu>[] = [...associations, ...services, ...others];
