import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeApdu } from '#dlms/apdu/apdu';
import { decodeCiphered } from '#dlms/apdu/ciphered';
import { concat, fromHex, toHex } from '#dlms/codec/hex';
import type { ControlField } from '#dlms/link/hdlc/control';
import { decodeFrame, encodeFrame, type HdlcFrame } from '#dlms/link/hdlc/frame';
import { withoutLlc } from '#dlms/link/hdlc/llc';
import { WpduReader } from '#dlms/link/wrapper/wpdu-reader';
import { unprotect } from '#dlms/security/protection';
import { loadMeter } from '#simulator/load-meter';
import type { ServedConnection } from '#simulator/server/served-connection';
import { SimulatedMeter } from '#simulator/simulated-meter';
import { apdusOf, type Capture, captureNames, readCapture } from './capture';

const METER = join(__dirname, 'meter.yaml');
const TITLE = fromHex('4142434445464748');
const KEYS = {
  encryptionKey: fromHex('000102030405060708090A0B0C0D0E0F'),
  authenticationKey: fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF'),
};
const DEDICATED_KEY = fromHex('00112233445566778899AABBCCDDEEFF');

/** Our meter with the challenge of the captured one, so that the captured answer to it is right. */
function connectionFor({ link, stoc }: Capture): ServedConnection {
  const policy = stoc === undefined ? {} : { challenge: () => stoc };
  const connection = new SimulatedMeter({ model: loadMeter(METER), policy, link }).connect(0);
  if (connection === undefined) throw new Error('the meter accepts no connection');
  return connection;
}

/**
 * The frames of a foreign client, in its turn. What its RR and the numbers of its later frames say follows from how our
 * own meter cuts its answers; until that differs they are the very octets of the capture.
 */
class ForeignClient {
  /** how many frames were sent as they were captured */
  asCaptured = 0;
  private readonly connection: ServedConnection;
  private vs = 0;
  private vr = 0;

  constructor(connection: ServedConnection) {
    this.connection = connection;
  }

  /** The answer to a captured frame: its information fields joined. */
  sends(octets: Uint8Array): Uint8Array {
    const captured = decodeFrame(octets);
    const frame = { ...captured, control: this.renumbered(captured.control) };
    const live = encodeFrame(frame);
    if (toHex(live) === toHex(octets)) this.asCaptured++;
    return this.answerTo(frame, live);
  }

  private renumbered(control: ControlField): ControlField {
    return control.kind === 'I' ? { ...control, ns: this.vs, nr: this.vr } : control;
  }

  private answerTo(frame: HdlcFrame, octets: Uint8Array): Uint8Array {
    if (frame.control.kind === 'I') this.vs = (this.vs + 1) % 8;
    this.connection.receive(octets, 0);
    const answers = this.connection.takeOutput().map(decodeFrame);
    expect(answers).toHaveLength(1);
    const [answer] = answers as [HdlcFrame];
    expect([answer.destination, answer.source]).toEqual([frame.source, frame.destination]);
    expect(answer.control.pf).toBe(true);
    return answer.control.kind === 'I' ? this.joined(frame, answer) : this.unnumbered(frame, answer);
  }

  private unnumbered(frame: HdlcFrame, answer: HdlcFrame): Uint8Array {
    const mode = frame.control.kind === 'SNRM' || frame.control.kind === 'DISC';
    expect(answer.control).toEqual(mode ? { kind: 'UA', pf: true } : { kind: 'RR', nr: this.vs, pf: true });
    return answer.information;
  }

  private joined(frame: HdlcFrame, answer: HdlcFrame): Uint8Array {
    expect(answer.control).toEqual({ kind: 'I', ns: this.vr, nr: this.vs, pf: true });
    this.vr = (this.vr + 1) % 8;
    if (!answer.segmented) return answer.information;
    const rr: HdlcFrame = { ...frame, control: { kind: 'RR', nr: this.vr, pf: true }, information: new Uint8Array(0) };
    return concat(answer.information, this.answerTo(rr, encodeFrame(rr)));
  }
}

/** APDUs of our meter that answer those of the foreign client over HDLC, and how many frames went as captured. */
function replayedOverHdlc(capture: Capture): { readonly answers: readonly Uint8Array[]; readonly asCaptured: number } {
  const client = new ForeignClient(connectionFor(capture));
  const answers = capture.lines.flatMap(({ from, octets }) => {
    const { kind } = decodeFrame(octets).control;
    if (from === 'S>C' || kind === 'RR') return [];
    const answer = client.sends(octets);
    return kind === 'I' ? [withoutLlc(answer)] : [];
  });
  return { answers, asCaptured: client.asCaptured };
}

function replayedOverWrapper(capture: Capture): readonly Uint8Array[] {
  const connection = connectionFor(capture);
  return capture.lines.flatMap(({ from, octets }) => {
    if (from === 'S>C') return [];
    connection.receive(octets, 0);
    const reader = new WpduReader();
    for (const piece of connection.takeOutput()) reader.push(piece);
    const wpdu = reader.next();
    expect([wpdu?.sourceWport, wpdu?.destinationWport]).toEqual([1, capture.client]);
    return wpdu === undefined ? [] : [wpdu.apdu];
  });
}

/** In short what an APDU of our meter says. */
function outcomeOf(octets: Uint8Array): string {
  const apdu = decodeApdu(plainOf(octets));
  switch (apdu.kind) {
    case 'AARE':
      return `AARE ${apdu.result}, ${apdu.diagnostic.value}`;
    case 'RLRE':
      return `RLRE ${apdu.reason}`;
    case 'get-response':
      return apdu.choice === 'normal' ? ('data' in apdu.result ? 'data' : apdu.result.error) : apdu.choice;
    case 'set-response':
      return apdu.choice === 'normal' ? `set ${apdu.result}` : apdu.choice;
    case 'action-response':
      return apdu.choice === 'normal' ? `action ${apdu.outcome.result}` : apdu.choice;
    default:
      return apdu.kind;
  }
}

function plainOf(octets: Uint8Array): Uint8Array {
  const envelope = decodeCiphered(octets);
  if (envelope === undefined) return octets;
  const keys = envelope.form.endsWith('ded') ? { ...KEYS, encryptionKey: DEDICATED_KEY } : KEYS;
  const opened = unprotect({ content: envelope.content, keys, systemTitle: TITLE, suite: 0 });
  if (!opened.ok) throw new Error(`does not decipher: ${opened.reason}`);
  return opened.apdu;
}

const ACCEPTED = 'AARE accepted, null';
const PENDING = 'AARE accepted, authentication-required';
const UNKNOWN_CLIENT = 'AARE rejected-permanent, no-reason-given';
const NO_SHORT_NAMES = 'AARE rejected-permanent, application-context-name-not-supported';

/** Our object list comes whole, in segments where the link has them; the foreign client asks on for its blocks. */
const lowWith = (blocks: number): string[] => [
  ACCEPTED,
  ...['data', 'data', 'data'],
  ...new Array<string>(blocks).fill('with-datablock'),
  'RLRE normal',
];

/** What a client that was refused is told to everything that it asks all the same. */
function refused(capture: Capture, aare: string): string[] {
  const [, ...requests] = apdusOf(capture, 'C>S');
  return [aare, ...requests.map(() => 'exception-response')];
}

describe('our meter over HDLC serves a foreign client', () => {
  it.each<[string, string[]]>([
    ['hdlc-ln-low-guruxjava', lowWith(2)],
    ['hdlc-ln-negotiated-params-guruxc', lowWith(8)],
    ['hdlc-ln-segmentation-guruxjava', lowWith(2)],
    ['hdlc-ln-gmac-glo-guruxc', [PENDING, 'action success', 'data', 'data', 'RLRE normal']],
  ])('%s', (name, outcomes) => {
    const { answers, asCaptured } = replayedOverHdlc(readCapture(name));
    expect(answers.map(outcomeOf)).toEqual(outcomes);
    expect(asCaptured).toBeGreaterThanOrEqual(5);
  });

  it('hdlc-sn-low-guruxjava, though it has no short names', () => {
    const capture = readCapture('hdlc-sn-low-guruxjava');
    const { answers, asCaptured } = replayedOverHdlc(capture);
    expect(answers.map(outcomeOf)).toEqual(refused(capture, NO_SHORT_NAMES));
    expect(asCaptured).toBeGreaterThanOrEqual(3);
  });

  it('in every capture', () => expect(captureNames('hdlc')).toHaveLength(5));
});

describe('our meter over the wrapper serves a foreign client', () => {
  const served: Readonly<Record<string, readonly string[]>> = {
    'wrapper-ln-none-guruxjava': lowWith(0),
    'wrapper-ln-low-guruxjava': lowWith(2),
    'wrapper-ln-gmac-glo-guruxc': [PENDING, 'action success', 'data', 'data', 'RLRE normal'],
    'wrapper-ln-gmac-ded-guruxc': [PENDING, 'action success', 'data', 'data', 'RLRE normal'],
    'wrapper-ln-glo-set-action-guruxc': [PENDING, 'action success', 'set success', 'action success', 'RLRE normal'],
  };
  const others = captureNames('wrapper').filter((name) => !(name in served));

  it.each(Object.keys(served))('%s', (name) => {
    expect(replayedOverWrapper(readCapture(name)).map(outcomeOf)).toEqual(served[name]);
  });

  it.each(others)('%s, though it knows neither client nor mechanism', (name) => {
    const capture = readCapture(name);
    const why = name.includes('-sn-') ? NO_SHORT_NAMES : UNKNOWN_CLIENT;
    expect(replayedOverWrapper(capture).map(outcomeOf)).toEqual(refused(capture, why));
  });
});
