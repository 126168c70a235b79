import { describe, expect, it } from 'vitest';
import { type Apdu, decodeApdu, encodeApdu } from '#dlms/apdu/apdu';
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
