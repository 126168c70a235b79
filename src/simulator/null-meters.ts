import { APPLICATION_CONTEXTS } from '#dlms/apdu/acse';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import { AARQ_TAG, RLRQ_TAG } from '#dlms/apdu/tags';
import { LocalProtocolError, PeerProtocolError } from '#dlms/errors';
import { encodeWpdu, type Wpdu } from '#dlms/link/wrapper/wpdu';
import { WpduReader } from '#dlms/link/wrapper/wpdu-reader';
import type { Endpoint, EndpointConnection } from '#transport/endpoint';

/**
 * Meters that understand nothing. `mute` and `refuser` must pass no test that is worth its name, `yes-man` and `echo`
 * no negative one.
 */
export const nullMeterIds = ['mute', 'refuser', 'yes-man', 'echo'] as const;
export type NullMeterId = (typeof nullMeterIds)[number];

/** @throws LocalProtocolError for an id that none of them has */
export function nullMeter(id: string): Endpoint {
  const react = REACTIONS.get(id);
  if (react === undefined) throw new LocalProtocolError(`there is no null meter ${id}`);
  return { connect: () => new NullConnection(react) };
}

const LN_PLAIN = APPLICATION_CONTEXTS['logical-name-referencing-no-ciphering'];

/** The octets that go back for those that came. */
type Reaction = (octets: Uint8Array, reader: WpduReader) => Uint8Array[];

const REACTIONS: ReadonlyMap<string, Reaction> = new Map<NullMeterId, Reaction>([
  ['mute', () => []],
  ['echo', (octets) => [octets.slice()]],
  ['refuser', answering(refusal)],
  ['yes-man', answering(consent)],
]);

class NullConnection implements EndpointConnection {
  closed: 'fin' | 'rst' | undefined;
  readonly deadline = undefined;
  private readonly react: Reaction;
  private readonly reader = new WpduReader();
  private output: Uint8Array[] = [];

  constructor(react: Reaction) {
    this.react = react;
  }

  receive(octets: Uint8Array): void {
    if (this.closed === undefined) this.output.push(...this.react(octets, this.reader));
  }

  end(): void {
    this.closed = 'fin';
  }

  lost(): void {
    this.closed ??= 'rst';
  }

  tick(): void {}

  takeOutput(): readonly Uint8Array[] {
    const taken = this.output;
    this.output = [];
    return taken;
  }
}

function answering(answer: (apdu: Uint8Array) => Apdu): Reaction {
  return (octets, reader) => {
    reader.push(new Uint8Array(octets.buffer, octets.byteOffset, octets.byteLength));
    const replies: Uint8Array[] = [];
    for (let wpdu = reader.next(); wpdu !== undefined; wpdu = reader.next()) replies.push(replyTo(wpdu, answer));
    return replies;
  };
}

function replyTo({ sourceWport, destinationWport, apdu }: Wpdu, answer: (apdu: Uint8Array) => Apdu): Uint8Array {
  return encodeWpdu({
    sourceWport: destinationWport,
    destinationWport: sourceWport,
    apdu: encodeApdu(answer(apdu)),
  });
}

/** No, whatever was asked. */
function refusal(apdu: Uint8Array): Apdu {
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
function consent(apdu: Uint8Array): Apdu {
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
