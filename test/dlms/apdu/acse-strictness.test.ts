import { describe, expect, it } from 'vitest';
import { decodeApdu } from '#dlms/apdu/apdu';
import { editAcse } from '#dlms/apdu/edit';
import type { DecodeNote } from '#dlms/codec/byte-reader';
import { fromHex } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { thrownBy } from '../codec/cut';
import { vector } from './four-ways';

const lls = fromHex(vector('acse', 'aarq_lls'));
const aare = fromHex(vector('acse', 'aare_ln'));
const rlrq = fromHex('6203800100');
const rlre = fromHex('6303800100');

type Refusal = readonly [what: string, octets: Uint8Array, offset: number, reason: string];

const REFUSALS: readonly Refusal[] = [
  [
    'AARQ without context',
    editAcse(lls).without('application-context-name').bytes(),
    45,
    'AARQ: application-context-name is missing',
  ],
  ['AARE without result', editAcse(aare).without('result').bytes(), 38, 'AARE: result is missing'],
  [
    'AARE without diagnostic',
    editAcse(aare).without('result-source-diagnostic').bytes(),
    36,
    'AARE: result-source-diagnostic is missing',
  ],
  ['a field twice', editAcse(lls).repeated('mechanism-name').bytes(), 26, 'AARQ: mechanism-name occurs twice'],
  [
    'fields out of order',
    editAcse(lls).swapped('sender-acse-requirements', 'mechanism-name').bytes(),
    22,
    'AARQ: sender-acse-requirements is out of order',
  ],
  ['an unknown field', editAcse(rlrq).withUnknown(0xa1, fromHex('0601')).bytes(), 5, 'RLRQ: no field has tag A1'],
  ['a length one too large', editAcse(lls).lengthOffBy(1).bytes(), 1, 'AARQ: length 55, but 54 octet(s) follow'],
  ['a length one too small', editAcse(lls).lengthOffBy(-1).bytes(), 1, 'AARQ: length 53, but 54 octet(s) follow'],
  ['octets outside', fromHex('620380010000'), 1, 'RLRQ: length 3, but 4 octet(s) follow'],
  [
    'a context of another type',
    editAcse(lls).replaced('application-context-name', fromHex('0407608574050801FF')).bytes(),
    4,
    'application-context-name: tag 06 expected, got 04',
  ],
  [
    'two elements in one field',
    editAcse(lls).replaced('user-information', fromHex('04010104010A')).bytes(),
    43,
    'user-information: 3 surplus octet(s)',
  ],
  [
    'an authentication value that is no charstring',
    editAcse(lls).replaced('calling-authentication-value', fromHex('81020031')).bytes(),
    28,
    'calling-authentication-value: tag 80 expected, got 81',
  ],
  [
    'a negative user id in two octets',
    editAcse(lls).with('calling-AE-invocation-id', fromHex('0202FF38')).bytes(),
    15,
    'calling-AE-invocation-id: -200 is negative',
  ],
  ['an unknown result', editAcse(aare).replaced('result', fromHex('020103')).bytes(), 17, 'result: unknown number 3'],
  ['a negative result', editAcse(aare).replaced('result', fromHex('0201FF')).bytes(), 17, 'result: unknown number -1'],
  [
    'an unknown diagnostic of the user',
    editAcse(aare).replaced('result-source-diagnostic', fromHex('A10302010F')).bytes(),
    24,
    'acse-service-user diagnostic: unknown number 15',
  ],
  [
    'an unknown diagnostic of the provider',
    editAcse(aare).replaced('result-source-diagnostic', fromHex('A203020103')).bytes(),
    24,
    'acse-service-provider diagnostic: unknown number 3',
  ],
  [
    'an unknown source of the diagnostic',
    editAcse(aare).replaced('result-source-diagnostic', fromHex('A303020100')).bytes(),
    20,
    'result-source-diagnostic: unknown source, tag A3',
  ],
  ['an unknown reason of release', editAcse(rlrq).replaced('reason', fromHex('02')).bytes(), 4, 'unknown number 2'],
  ['an unknown reason of response', editAcse(rlre).replaced('reason', fromHex('1F')).bytes(), 4, 'unknown number 31'],
];

describe('ACSE is decoded strictly', () => {
  it.each(REFUSALS)('%s is refused', (_, octets, offset, reason) => {
    const error = thrownBy(() => decodeApdu(octets));
    expect(error).toBeInstanceOf(PeerProtocolError);
    expect(error).toMatchObject({ message: expect.stringContaining(reason), offset });
  });
});

describe('ACSE decoding takes', () => {
  const noted = (octets: Uint8Array) => {
    const notes: DecodeNote[] = [];
    const apdu = decodeApdu(octets, notes);
    return { apdu, notes: notes.map(({ code, offset }) => [code, offset]) };
  };

  it('a length in long form, with a note', () => {
    const { apdu, notes } = noted(editAcse(lls).longFormLength().bytes());
    expect(apdu).toEqual(decodeApdu(lls));
    expect(notes).toEqual([['length-not-minimal', 1]]);
  });

  it('implementation-information with tag 9D', () => {
    const { apdu, notes } = noted(editAcse(lls).with('implementation-information', fromHex('4142')).bytes());
    expect(apdu).toMatchObject({ implementationInformation: fromHex('4142') });
    expect(notes).toEqual([]);
  });

  it('implementation-information with tag BD, with a note', () => {
    const octets = editAcse(lls).with('implementation-information', fromHex('4142')).bytes();
    const at = octets.indexOf(0x9d);
    octets[at] = 0xbd;
    const { apdu, notes } = noted(octets);
    expect(apdu).toMatchObject({ implementationInformation: fromHex('4142') });
    expect(notes).toEqual([['legacy-form', at]]);
  });

  it('but not both', () => {
    const octets = editAcse(lls)
      .with('implementation-information', fromHex('4142'))
      .repeated('implementation-information')
      .bytes();
    octets[octets.indexOf(0x9d)] = 0xbd;
    expect(() => decodeApdu(octets)).toThrow('implementation-information occurs twice');
  });

  it.each([
    ['0201FF', 255],
    ['020200FF', 255],
    ['020120', 32],
    ['02020100', 256],
  ])('the user id %s as %d', (contents, id) => {
    const octets = editAcse(lls).with('calling-AE-invocation-id', fromHex(contents)).bytes();
    expect(decodeApdu(octets)).toMatchObject({ callingAeInvocationId: id });
  });

  it('unused bits that are set, with a note', () => {
    const { notes } = noted(editAcse(lls).replaced('sender-acse-requirements', fromHex('07FF')).bytes());
    expect(notes.map(([code]) => code)).toEqual(['unused-bits-set']);
  });

  it('releases without a reason', () => {
    expect(decodeApdu(fromHex('6200'))).toStrictEqual({ kind: 'RLRQ' });
    expect(decodeApdu(fromHex('6300'))).toStrictEqual({ kind: 'RLRE' });
  });

  it('the user-defined reason 30', () => {
    expect(decodeApdu(fromHex('620380011E'))).toStrictEqual({ kind: 'RLRQ', reason: 'user-defined' });
  });
});
