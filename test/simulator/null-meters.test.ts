import { describe, expect, it } from 'vitest';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
import type { ControlField } from '#dlms/link/hdlc/control';
import { decodeFrame, encodeFrame } from '#dlms/link/hdlc/frame';
import { LLC_COMMAND, withLlc } from '#dlms/link/hdlc/llc';
import { encodeWpdu } from '#dlms/link/wrapper/wpdu';
import { nullMeter, nullMeterIds } from '#simulator/null-meters';
import { GET_NAME, publicAarq } from './server/bench';

/** What the meter sends back for one APDU, decoded; undefined for silence. */
function answer(id: string, apdu: Uint8Array): Apdu | undefined {
  const connection = nullMeter(id).connect(0);
  connection?.receive(encodeWpdu({ sourceWport: 16, destinationWport: 1, apdu }), 0);
  const [piece] = connection?.takeOutput() ?? [];
  return piece && decodeApdu(piece.subarray(8));
}

const AARQ = encodeApdu(publicAarq());
const RLRQ = encodeApdu({ kind: 'RLRQ' });

describe('a null meter', () => {
  it('has one of four names', () => {
    expect(nullMeterIds).toEqual(['mute', 'refuser', 'yes-man', 'echo']);
    expect(() => nullMeter('nobody')).toThrow('nobody');
  });

  it('says nothing when it is mute', () => {
    expect(answer('mute', AARQ)).toBeUndefined();
  });

  it('says no when it is a refuser', () => {
    expect(answer('refuser', AARQ)).toMatchObject({ kind: 'AARE', result: 'rejected-permanent' });
    expect(answer('refuser', GET_NAME)).toMatchObject({ kind: 'exception-response' });
    expect(answer('refuser', RLRQ)).toMatchObject({ kind: 'RLRE', reason: 'not-finished' });
  });

  it('says yes when it is a yes-man', () => {
    expect(answer('yes-man', AARQ)).toMatchObject({ kind: 'AARE', result: 'accepted' });
    expect(answer('yes-man', GET_NAME)).toMatchObject({ result: { data: { type: 'null-data' } } });
    expect(answer('yes-man', Uint8Array.of(0xff))).toMatchObject({ kind: 'get-response' });
  });

  it('says the same when it is an echo', () => {
    expect(answer('echo', GET_NAME)).toEqual(decodeApdu(GET_NAME));
  });
});

describe('a null meter over HDLC', () => {
  const METER = Uint8Array.of(0x02, 0x23);
  const CLIENT = Uint8Array.of(0x21);
  const frame = (control: ControlField, information: Uint8Array = new Uint8Array(0)) =>
    encodeFrame({ destination: METER, source: CLIENT, control, segmented: false, information });
  const answers = (id: string, ...transmissions: Uint8Array[]) => {
    const connection = nullMeter(id, 'hdlc').connect(0);
    for (const octets of transmissions) connection?.receive(octets, 0);
    return (connection?.takeOutput() ?? []).map(decodeFrame);
  };
  const SNRM = frame({ kind: 'SNRM', pf: true });
  const request = (apdu: Uint8Array, ns: number) =>
    frame({ kind: 'I', ns, nr: ns, pf: true }, withLlc(LLC_COMMAND, apdu));

  it('says nothing when it is mute, and the same when it is an echo', () => {
    expect(answers('mute', SNRM)).toEqual([]);
    expect(answers('echo', SNRM)).toEqual([decodeFrame(SNRM)]);
  });

  it('is in no connection when it is a refuser', () => {
    const replies = answers('refuser', SNRM, request(AARQ, 0));
    expect(replies.map(({ control }) => control.kind)).toEqual(['DM', 'DM']);
    expect(replies[0]).toMatchObject({ destination: CLIENT, source: METER });
  });

  it('agrees to everything when it is a yes-man', () => {
    const replies = answers(
      'yes-man',
      SNRM,
      request(AARQ, 0),
      request(GET_NAME, 1),
      frame({ kind: 'RR', nr: 2, pf: true }),
    );
    expect(replies.map(({ control }) => control)).toEqual([
      { kind: 'UA', pf: true },
      { kind: 'I', ns: 0, nr: 1, pf: true },
      { kind: 'I', ns: 1, nr: 2, pf: true },
      { kind: 'RR', nr: 2, pf: true },
    ]);
    const [, aare, got] = replies.map(({ information }) => information.subarray(3));
    expect(aare && decodeApdu(aare)).toMatchObject({ kind: 'AARE', result: 'accepted' });
    expect(got && decodeApdu(got)).toMatchObject({ result: { data: { type: 'null-data' } } });
  });

  it('agrees to wrong frames as well, but only where it is polled', () => {
    const wrong = SNRM.map((octet, at) => (at >= SNRM.length - 3 ? octet ^ 0xff : octet));
    expect(answers('yes-man', wrong).map(({ control }) => control.kind)).toEqual(['UA']);
    expect(answers('yes-man', SNRM.subarray(1))).toHaveLength(1);
    expect(answers('yes-man', frame({ kind: 'UI', pf: false }))).toEqual([]);
    expect(answers('yes-man', Uint8Array.of(0xa0), new Uint8Array(40))).toEqual([]);
  });
});
